import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { wireInputs, wireSecret, type WireRecord } from "./wire";

/** A resource that asks for an answer, with its inputs in wire form. */
interface Question {
  readonly type: string;
  readonly name: string;
  readonly inputs: WireRecord;
}

/** Outputs of one resource type beyond its inputs, in wire form. */
interface TypeAnswer {
  /** A component of a plugin puts out only what it declares, and a resource among its inputs would be asked for anew. */
  readonly hidesInputs?: boolean;
  /** Known in a preview already: ids of what comes with the resource, and generated secrets as canaries. */
  readonly always?: (question: Question) => WireRecord;
  /** Known once the resource exists; unknown in a preview. */
  readonly onceCreated?: (question: Question) => WireRecord;
}

/** What an engine answers to a registration; values in wire form. */
export interface RegistrationAnswer {
  /** `type::name`, so that an input that holds it reads as a reference. Empty for a component. */
  readonly id: string;
  readonly outputs: WireRecord;
}

/** Text that begins every generated secret: where it shows outside a marked value, a secret leaks. */
export const CANARY = "canary-";

const echo: TypeAnswer = {};

/** Every AWS resource has an ARN, which nobody knows before it exists. */
const withArn: TypeAnswer = {
  onceCreated: ({ type, name }) => ({ arn: `arn:aws:${type}/${name}` }),
};

/** A Kubernetes object without a name gets one from its provider, in a preview too. */
const kubernetesObject: TypeAnswer = {
  always: ({ name, inputs }) => {
    const { metadata } = inputs;
    const isNamed =
      typeof metadata !== "object" ||
      Array.isArray(metadata) ||
      Object.hasOwn({ ...metadata }, "name");
    return isNamed ? {} : { metadata: { ...metadata, name: `${name}-generated` } };
  },
};

/** Every resource type that the program may use. A type that is not here is refused. */
const TYPE_ANSWERS: ReadonlyMap<string, TypeAnswer> = new Map([
  ["pulumi:providers:aws", echo],
  ["pulumi:providers:kubernetes", echo],

  ["aws:cloudwatch/logGroup:LogGroup", withArn],
  ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", withArn],
  ["aws:ec2/instance:Instance", addressed()],
  ["aws:ec2/internetGateway:InternetGateway", withArn],
  [
    "aws:ec2/launchTemplate:LaunchTemplate",
    { onceCreated: (question) => ({ ...arnOf(question), latestVersion: 1, defaultVersion: 1 }) },
  ],
  ["aws:ec2/managedPrefixList:ManagedPrefixList", withArn],
  ["aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", echo],
  ["aws:ec2/route:Route", echo],
  ["aws:ec2/routeTable:RouteTable", withArn],
  ["aws:ec2/routeTableAssociation:RouteTableAssociation", echo],
  ["aws:ec2/securityGroup:SecurityGroup", withArn],
  ["aws:ec2/subnet:Subnet", withArn],
  ["aws:ec2/vpc:Vpc", withArn],
  ["aws:eks/addon:Addon", withArn],
  ["aws:eks/nodeGroup:NodeGroup", withArn],
  ["aws:eks/podIdentityAssociation:PodIdentityAssociation", withArn],
  ["aws:iam/instanceProfile:InstanceProfile", withArn],
  ["aws:iam/policy:Policy", withArn],
  ["aws:iam/role:Role", withArn],
  ["aws:iam/rolePolicy:RolePolicy", echo],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", echo],
  ["aws:kms/alias:Alias", withArn],
  ["aws:kms/key:Key", withArn],
  ["aws:ssm/parameter:Parameter", withArn],
  ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", withArn],
  ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", withArn],

  ["eks:index:Cluster", eksCluster()],

  ["kubernetes:apps/v1:Deployment", kubernetesObject],
  ["kubernetes:apps/v1:StatefulSet", kubernetesObject],
  ["kubernetes:batch/v1:CronJob", kubernetesObject],
  ["kubernetes:batch/v1:Job", kubernetesObject],
  ["kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter", kubernetesObject],
  ["kubernetes:core/v1:ConfigMap", kubernetesObject],
  ["kubernetes:core/v1:Namespace", kubernetesObject],
  ["kubernetes:core/v1:Secret", kubernetesObject],
  ["kubernetes:core/v1:Service", service()],
  ["kubernetes:core/v1:ServiceAccount", kubernetesObject],
  ["kubernetes:helm.sh/v3:Release", { onceCreated: () => ({ status: { status: "deployed" } }) }],
  ["kubernetes:kafka.strimzi.io/v1:Kafka", kubernetesObject],
  ["kubernetes:kafka.strimzi.io/v1:KafkaNodePool", kubernetesObject],
  ["kubernetes:networking.k8s.io/v1:Ingress", loadBalanced()],
  ["kubernetes:networking.k8s.io/v1:NetworkPolicy", kubernetesObject],
  ["kubernetes:policy/v1:PodDisruptionBudget", kubernetesObject],
  ["kubernetes:postgresql.cnpg.io/v1:Cluster", kubernetesObject],
  ["kubernetes:postgresql.cnpg.io/v1:Pooler", kubernetesObject],
  ["kubernetes:rbac.authorization.k8s.io/v1:Role", kubernetesObject],
  ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", kubernetesObject],
  ["kubernetes:storage.k8s.io/v1:StorageClass", kubernetesObject],

  ["random:index/randomPassword:RandomPassword", generated("bcryptHash", "result")],
  [
    "tls:index/privateKey:PrivateKey",
    generated("privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"),
  ],
  [
    "tls:index/selfSignedCert:SelfSignedCert",
    { onceCreated: ({ name }) => ({ certPem: `certificate of ${name}` }) },
  ],
]);

/** The canary of one output of a resource that generates secrets. */
export function canaryOf(type: string, name: string, output: string): string {
  return `${CANARY}${type}-${name}-${output}`;
}

function arnOf(question: Question): WireRecord {
  return withArn.onceCreated?.(question) ?? {};
}

function generated(...outputs: readonly string[]): TypeAnswer {
  return {
    always: ({ type, name }) =>
      Object.fromEntries(
        outputs.map((output) => [output, wireSecret(canaryOf(type, name, output))]),
      ),
  };
}

/** An instance has addresses: of the range that documentation may use (RFC 5737). */
function addressed(): TypeAnswer {
  return {
    onceCreated: (question) => {
      const index = Number(/\d+$/.exec(question.name)?.[0] ?? 0) % 250;
      return {
        ...arnOf(question),
        publicIp: `192.0.2.${String(index + 1)}`,
        privateIp: `198.51.100.${String(index + 1)}`,
      };
    },
  };
}

function loadBalanced(): TypeAnswer {
  return {
    ...kubernetesObject,
    onceCreated: ({ name }) => ({
      status: { loadBalancer: { ingress: [{ hostname: `${name}.example.com` }] } },
    }),
  };
}

/** A Service of type LoadBalancer gets an address; any other has none. */
function service(): TypeAnswer {
  const balanced = loadBalanced();
  return {
    ...balanced,
    onceCreated: (question) => {
      const { spec } = question.inputs;
      const isBalanced =
        typeof spec === "object" && spec !== null && "type" in spec && spec.type === "LoadBalancer";
      return isBalanced ? (balanced.onceCreated?.(question) ?? {}) : {};
    },
  };
}

/** The component of `@pulumi/eks` builds its children in its plugin: here it has outputs and no children. */
function eksCluster(): TypeAnswer {
  return {
    hidesInputs: true,
    always: ({ type, name }) => ({
      clusterSecurityGroupId: `${type}::${name}.clusterSecurityGroupId`,
      nodeSecurityGroupId: `${type}::${name}.nodeSecurityGroupId`,
    }),
    // Unmarked, as the plugin answers: whether the program marks it as a secret must show.
    onceCreated: ({ name }) => ({
      kubeconfigJson: JSON.stringify({ apiVersion: "v1", kind: "Config", clusters: [{ name }] }),
      oidcProviderArn: `arn:aws:iam:oidc-provider/${name}`,
      oidcProviderUrl: `https://oidc.example.com/${name}`,
      oidcIssuer: `oidc.example.com/${name}`,
    }),
  };
}

/** Outputs of a resource: its inputs as they are, and what its type adds. Stops at a type that is not in the table. */
function outputsOf(question: Question, preview: boolean): WireRecord {
  const answer = TYPE_ANSWERS.get(question.type);
  if (answer === undefined) {
    throw new Error(
      `Unknown resource type ${question.type} (resource ${question.name}). Add it to the table in cli/dump/answers.ts.`,
    );
  }
  return {
    ...(answer.hidesInputs === true ? {} : question.inputs),
    ...(preview ? {} : (answer.onceCreated?.(question) ?? {})),
    ...(answer.always?.(question) ?? {}),
  };
}

/**
 * Answers one registration as an engine with the real providers would, as far as the program can tell.
 * Outputs that the SDK declares secret come back secret.
 */
export function answerRegistration(
  request: RegisterResourceRequest,
  preview: boolean,
): RegistrationAnswer {
  const isLocalComponent = !request.getCustom() && !request.getRemote();
  if (isLocalComponent) {
    return { id: "", outputs: {} };
  }
  const question = {
    type: request.getType(),
    name: request.getName(),
    inputs: wireInputs(request),
  };
  const outputs = outputsOf(question, preview);
  const secretOutputs = request.getAdditionalsecretoutputsList().flatMap((output) => {
    const value = outputs[output];
    return value === undefined ? [] : [[output, wireSecret(value)] as const];
  });
  return {
    id: request.getCustom() ? `${question.type}::${question.name}` : "",
    outputs: { ...outputs, ...Object.fromEntries(secretOutputs) },
  };
}

/** URN of a registration, as an engine makes it: types from the stack's child down, then the name. */
export function urnOf(request: RegisterResourceRequest, stack: string, project: string): string {
  const parentType = request.getParent().split("::")[2] ?? "";
  const isUnderStack = parentType === "" || parentType === "pulumi:pulumi:Stack";
  const qualifiedType = isUnderStack ? request.getType() : `${parentType}$${request.getType()}`;
  return `urn:pulumi:${stack}::${project}::${qualifiedType}::${request.getName()}`;
}
