import { isDeepStrictEqual } from "node:util";
import { loadBalancerControllerPolicy } from "../../components/platform/loadBalancerControllerPolicy";
import { statementsOf, type Statement } from "../reading/iamDocument";
import { resourcePolicy, type Resource } from "../reading/policy";
import { at, elementsAt, shown } from "../reading/values";

const role = "aws:iam/role:Role";
const policies = [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
];
const attachments = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
];

/** Policies of AWS that allow everything, or nearly so. */
const nearlyEverything = /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

/** Actions for which IAM knows no resource but "*" (Service Authorization Reference, Amazon ECR). */
const withoutResource = ["ecr:GetAuthorizationToken"];

/**
 * The controller's policy has "*" where EC2 and ELB know no resource. It is known by where it stands in the program, the
 * component that alone makes it, and by its statements, word for word; not by a name that anybody can give.
 */
const controllersPolicy = "thingsboard-scale:index:LoadBalancerController$aws:iam/policy:Policy";

export const noWildcardIam = resourcePolicy({
  name: "no-wildcard-iam",
  description:
    "No right covers all actions of a service or all resources, beyond the load balancer controller's own policy.",
  judges: (type) => type === role || policies.includes(type) || attachments.includes(type),
  find: (resource) => {
    const { type, properties } = resource;
    if (attachments.includes(type)) {
      const arn = at(properties, "policyArn");
      return typeof arn === "string" && nearlyEverything.test(arn)
        ? [`${arn} allows nearly everything: name the actions that are needed.`]
        : [];
    }
    return type === role ? inRole(resource) : inDocument(resource, at(properties, "policy"));
  },
});

function inRole(resource: Resource): readonly string[] {
  const { properties } = resource;
  return [
    ...statementsOf(at(properties, "assumeRolePolicy"))
      .filter(({ allows, principals }) => allows && principals.includes("*"))
      .map(() => 'Everybody may take on the role: its trust policy has "*" as principal.'),
    ...elementsAt(properties, "inlinePolicies").flatMap((each) =>
      inDocument(resource, at(each, "policy")),
    ),
    ...elementsAt(properties, "managedPolicyArns")
      .filter((arn) => typeof arn === "string" && nearlyEverything.test(arn))
      .map((arn) => `${String(arn)} allows nearly everything: name the actions that are needed.`),
  ];
}

function inDocument(resource: Resource, document: unknown): readonly string[] {
  return statementsOf(document)
    .filter(({ allows }) => allows)
    .filter((statement) => !isControllers(resource, statement))
    .flatMap(wildcards);
}

function wildcards({ actions, resources, isInverse }: Statement): readonly string[] {
  const wildActions = actions.filter(
    (action) => typeof action === "string" && /^(\*|[^:]+:\*)$/.test(action),
  );
  const needsNoResource =
    actions.length > 0 &&
    actions.every((action) => typeof action === "string" && withoutResource.includes(action));
  return [
    ...wildActions.map((action) => `Action ${shown(action)} is allowed: name the actions.`),
    ...(resources.includes("*") && !needsNoResource
      ? [`Resource "*" is allowed for ${actions.map(shown).join(", ")}: name the resources.`]
      : []),
    ...(isInverse ? ["NotAction or NotResource allows all but what it names."] : []),
  ];
}

function isControllers({ urn }: Resource, { written }: Statement): boolean {
  const place = urn.split("::")[2] ?? "";
  return (
    (place === controllersPolicy || place.endsWith(`$${controllersPolicy}`)) &&
    loadBalancerControllerPolicy().Statement.some((own) => isDeepStrictEqual(own, written))
  );
}
