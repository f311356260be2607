import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { readProperties, type Properties } from "./values";

/** A resource as rules see it. */
export interface Resource {
  /** Such as `aws:ec2/instance:Instance`. */
  readonly type: string;
  readonly urn: string;
  /** In a resource rule its inputs, in a stack rule what is known of it. */
  readonly properties: Properties;
  /** Inputs of its provider, where it has one. */
  readonly provider: Properties;
}

/** A resource of a whole stack. */
export interface StackResource extends Resource {
  /** Resources that each property takes values from. */
  readonly dependencies: Readonly<Record<string, readonly StackResource[]>>;
}

/** What a rule says of itself. */
interface Description {
  /** In lower case with hyphens: the key by which a `--policy-pack-config` file names it. */
  readonly name: string;
  readonly description: string;
}

/** A rule that looks at one resource at a time, before it is made or changed. */
export interface ResourceRule extends Description {
  /** Whether resources of a type are judged. */
  readonly judges: (type: string) => boolean;
  /** What is wrong with a resource; nothing when it may be. */
  readonly find: (resource: Resource) => readonly string[];
}

/** A rule that looks at all resources of a stack together. */
export interface StackRule extends Description {
  readonly find: (
    resources: readonly StackResource[],
  ) => readonly { readonly message: string; readonly urn?: string }[];
}

/** A resource rule as the analyzer calls it. */
export function resourcePolicy({
  name,
  description,
  judges,
  find,
}: ResourceRule): ResourceValidationPolicy {
  return {
    name,
    description,
    enforcementLevel: "mandatory",
    validateResource: (args, report) => {
      if (judges(args.type)) {
        find(readResource(args)).forEach((message) => {
          report(message);
        });
      }
    },
  };
}

/** A stack rule as the analyzer calls it. */
export function stackPolicy({ name, description, find }: StackRule): StackValidationPolicy {
  return {
    name,
    description,
    enforcementLevel: "mandatory",
    validateStack: ({ resources }, report) => {
      for (const { message, urn } of find(readResources(resources))) {
        report(message, urn);
      }
    },
  };
}

function readResource({
  type,
  urn,
  props,
  provider,
}: Pick<ResourceValidationArgs, "type" | "urn" | "props" | "provider">): Resource {
  return {
    type,
    urn,
    properties: readProperties(props),
    provider: provider === undefined ? {} : readProperties(provider.props),
  };
}

/** Dependencies are read when a rule asks for them: hardly any does. */
function readResources(resources: readonly PolicyResource[]): readonly StackResource[] {
  const read = new Map<string, StackResource>();
  for (const resource of resources) {
    read.set(resource.urn, {
      ...readResource(resource),
      get dependencies() {
        return Object.fromEntries(
          Object.entries(resource.propertyDependencies).map(([property, others]) => [
            property,
            others.flatMap(({ urn }) => read.get(urn) ?? []),
          ]),
        );
      },
    });
  }
  return [...read.values()];
}
