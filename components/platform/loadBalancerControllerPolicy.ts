/** A statement of an IAM policy that allows actions of AWS services. */
interface AllowStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Conditions;
}

/** Conditions by operator and key. */
type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Tag by which the controller knows what it made itself. */
const ownTag = "elbv2.k8s.aws/cluster";
const requestTag = `aws:RequestTag/${ownTag}`;
const resourceTag = `aws:ResourceTag/${ownTag}`;

/** The operator `Null` says whether a key is missing: "false" wants it there. */
const tagsItself: Conditions = { Null: { [requestTag]: "false" } };
const isItsOwn: Conditions = { Null: { [resourceTag]: "false" } };
const isItsOwnAndStaysSo: Conditions = {
  Null: { [requestTag]: "true", [resourceTag]: "false" },
};

const securityGroups = "arn:aws:ec2:*:*:security-group/*";
const targetGroups = "arn:aws:elasticloadbalancing:*:*:targetgroup/*/*";
const loadBalancers = [
  targetGroups,
  ...perKind((kind) => `arn:aws:elasticloadbalancing:*:*:loadbalancer/${kind}/*/*`),
];
const listeners = [
  ...perKind((kind) => `arn:aws:elasticloadbalancing:*:*:listener/${kind}/*/*/*`),
  ...perKind((kind) => `arn:aws:elasticloadbalancing:*:*:listener-rule/${kind}/*/*/*`),
];

/**
 * What the AWS Load Balancer Controller v3.5.0 may do: the same rights as its published policy
 * (kubernetes-sigs/aws-load-balancer-controller, docs/install/iam_policy.json at v3.5.0), statement by statement.
 * What carries a condition is limited to what the controller made itself.
 */
export function loadBalancerControllerPolicy(): {
  readonly Version: "2012-10-17";
  readonly Statement: readonly AllowStatement[];
} {
  return {
    Version: "2012-10-17",
    Statement: [...looking(), ...securityGroupWork(), ...loadBalancerWork()],
  };
}

function looking(): AllowStatement[] {
  return [
    allow(iam("CreateServiceLinkedRole"), "*", {
      StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
    }),
    allow([
      ...ec2(
        "DescribeAccountAttributes",
        "DescribeAddresses",
        "DescribeAvailabilityZones",
        "DescribeCoipPools",
        "DescribeInstances",
        "DescribeInternetGateways",
        "DescribeIpamPools",
        "DescribeNetworkInterfaces",
        "DescribeRouteTables",
        "DescribeSecurityGroups",
        "DescribeSubnets",
        "DescribeTags",
        "DescribeVpcPeeringConnections",
        "DescribeVpcs",
        "GetCoipPoolUsage",
        "GetSecurityGroupsForVpc",
      ),
      ...elb(
        "DescribeCapacityReservation",
        "DescribeListenerAttributes",
        "DescribeListenerCertificates",
        "DescribeListeners",
        "DescribeLoadBalancerAttributes",
        "DescribeLoadBalancers",
        "DescribeRules",
        "DescribeSSLPolicies",
        "DescribeTags",
        "DescribeTargetGroupAttributes",
        "DescribeTargetGroups",
        "DescribeTargetHealth",
        "DescribeTrustStores",
      ),
    ]),
    // Certificates, sign-in, firewalls and shields that an Ingress may name.
    allow([
      "cognito-idp:DescribeUserPoolClient",
      ...of("acm", "DescribeCertificate", "ListCertificates"),
      ...iam("GetServerCertificate", "ListServerCertificates"),
      ...["waf-regional", "wafv2"].flatMap((firewall) =>
        of(firewall, "AssociateWebACL", "DisassociateWebACL", "GetWebACL", "GetWebACLForResource"),
      ),
      ...of(
        "shield",
        "CreateProtection",
        "DeleteProtection",
        "DescribeProtection",
        "GetSubscriptionState",
      ),
    ]),
  ];
}

function securityGroupWork(): AllowStatement[] {
  const rules = ec2("AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress");
  return [
    // The nodes' group, which is not its own, takes a rule for each load balancer.
    allow(rules),
    allow(ec2("CreateSecurityGroup")),
    allow(ec2("CreateTags"), securityGroups, {
      StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" },
      ...tagsItself,
    }),
    allow(ec2("CreateTags", "DeleteTags"), securityGroups, isItsOwnAndStaysSo),
    allow([...rules, ...ec2("DeleteSecurityGroup")], "*", isItsOwn),
  ];
}

function loadBalancerWork(): AllowStatement[] {
  return [
    allow(elb("CreateLoadBalancer", "CreateTargetGroup"), "*", tagsItself),
    allow(elb("CreateListener", "CreateRule", "DeleteListener", "DeleteRule")),
    allow(elb("AddTags", "RemoveTags"), loadBalancers, isItsOwnAndStaysSo),
    allow(elb("AddTags", "RemoveTags"), listeners),
    allow(
      elb(
        "DeleteLoadBalancer",
        "DeleteTargetGroup",
        "ModifyCapacityReservation",
        "ModifyIpPools",
        "ModifyListenerAttributes",
        "ModifyLoadBalancerAttributes",
        "ModifyTargetGroup",
        "ModifyTargetGroupAttributes",
        "SetIpAddressType",
        "SetSecurityGroups",
        "SetSubnets",
      ),
      "*",
      isItsOwn,
    ),
    allow(elb("AddTags"), loadBalancers, {
      StringEquals: {
        "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup"],
      },
      ...tagsItself,
    }),
    allow(elb("DeregisterTargets", "RegisterTargets"), targetGroups),
    allow(
      elb(
        "AddListenerCertificates",
        "ModifyListener",
        "ModifyRule",
        "RemoveListenerCertificates",
        "SetRulePriorities",
        "SetWebAcl",
      ),
    ),
  ];
}

function allow(
  actions: readonly string[],
  resource: string | readonly string[] = "*",
  condition?: Conditions,
): AllowStatement {
  return {
    Effect: "Allow",
    Action: actions,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function of(service: string, ...actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}

function ec2(...actions: readonly string[]): string[] {
  return of("ec2", ...actions);
}

function elb(...actions: readonly string[]): string[] {
  return of("elasticloadbalancing", ...actions);
}

function iam(...actions: readonly string[]): string[] {
  return of("iam", ...actions);
}

function perKind(arn: (kind: "app" | "net") => string): string[] {
  return [arn("net"), arn("app")];
}
