import { createRequire } from "node:module";
import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";

type Values = Readonly<Record<string, unknown>>;

/** What the analyzer puts around properties; the package has it without types. */
const { unknownCheckingProxy, unknownStringValue } = createRequire(__filename)(
  "@pulumi/policy/proxy",
) as {
  unknownCheckingProxy: (values: object) => Record<string, unknown>;
  unknownStringValue: string;
};

/** A value that a preview does not know, as the engine writes it. */
export const unknownValue = unknownStringValue;

/** A resource as a test states it. */
export interface Given {
  readonly type: string;
  readonly name?: string;
  /** Types of its parents, from the outermost on. */
  readonly under?: readonly string[];
  readonly props: Values;
  /** Inputs of its provider. */
  readonly provider?: Values;
  /** Names of the resources that each property takes values from. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

/** The URN that the engine gives a resource. */
export function urnOf({ type, name = "it", under = [] }: Given): string {
  return `urn:pulumi:test::thingsboard-scale::${[...under, type].join("$")}::${name}`;
}

/** What a rule says of a resource, called as the analyzer calls it. */
export function judge(policy: ResourceValidationPolicy, given: Given): readonly string[] {
  const said: string[] = [];
  const validate = policy.validateResource;
  if (typeof validate !== "function") {
    throw new Error(`${policy.name} has no function`);
  }
  void validate(argumentsOf(given), (message) => said.push(message));
  return said;
}

/** What a stack rule says, with the resource's URN where it names one. */
export function judgeStack(
  policy: StackValidationPolicy,
  given: readonly Given[],
): readonly { readonly message: string; readonly urn?: string | undefined }[] {
  const said: { message: string; urn?: string | undefined }[] = [];
  const resources = given.map((each) => argumentsOf(each) as unknown as PolicyResource);
  resources.forEach((resource, index) => {
    resource.dependencies = [];
    resource.propertyDependencies = Object.fromEntries(
      Object.entries(given[index]?.from ?? {}).map(([property, names]) => [
        property,
        resources.filter(({ name }) => names.includes(name)),
      ]),
    );
  });
  void policy.validateStack({ resources } as unknown as StackValidationArgs, (message, urn) =>
    said.push({ message, urn }),
  );
  return said;
}

/** Everything that any rule of a pack says, each line with the rule and the resource. */
export function judgeAll(pack: Policies, given: readonly Given[]): readonly string[] {
  return pack.flatMap((policy) =>
    "validateStack" in policy
      ? judgeStack(policy, given).map(({ message }) => `${policy.name}: ${message}`)
      : given.flatMap((each) =>
          judge(policy, each).map((message) => `${policy.name} on ${urnOf(each)}: ${message}`),
        ),
  );
}

function argumentsOf(given: Given): ResourceValidationArgs {
  const { type, name = "it", props, provider } = given;
  return {
    type,
    name,
    urn: urnOf(given),
    props: unknownCheckingProxy(structuredClone(props)),
    ...(provider !== undefined && {
      provider: {
        type: "pulumi:providers:aws",
        name: "p",
        urn: "urn",
        props: unknownCheckingProxy(structuredClone(provider)),
      },
    }),
  } as unknown as ResourceValidationArgs;
}
