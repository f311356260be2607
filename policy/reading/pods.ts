import { at, elementsAt, entries } from "./values";
import type { Resource } from "./policy";

/** A container, or a resource that stands for one in an operator's own object. */
export interface Container {
  /** Where it stands, with its name where it has one. */
  readonly path: string;
  readonly resources: unknown;
  readonly image: unknown;
  /** Whether somebody else names the image: an operator or a chart. */
  readonly imageIsGiven: boolean;
}

/** Where the objects of each kind keep their pods' spec. Kinds of operators give their containers' images themselves. */
const podSpecs: ReadonlyMap<string, readonly string[]> = new Map([
  ["Pod", ["spec"]],
  ["Deployment", ["spec", "template", "spec"]],
  ["StatefulSet", ["spec", "template", "spec"]],
  ["DaemonSet", ["spec", "template", "spec"]],
  ["ReplicaSet", ["spec", "template", "spec"]],
  ["ReplicationController", ["spec", "template", "spec"]],
  ["Job", ["spec", "template", "spec"]],
  ["CronJob", ["spec", "jobTemplate", "spec", "template", "spec"]],
  ["Pooler", ["spec", "template", "spec"]],
  ["CassandraDatacenter", ["spec", "podTemplateSpec", "spec"]],
]);

const operatorKinds = ["Pooler", "CassandraDatacenter"];

/**
 * Fields in which an operator's object says what one of its containers gets: those that must be there, and those that
 * count where the object above them is stated.
 */
const operatorFields: ReadonlyMap<
  string,
  { readonly always: readonly string[]; readonly whereStated: readonly string[] }
> = new Map([
  ["postgresql.cnpg.io:Cluster", { always: ["resources"], whereStated: [] }],
  [
    "cassandra.datastax.com:CassandraDatacenter",
    {
      always: ["resources", "systemLoggerResources", "configBuilderResources"],
      whereStated: [],
    },
  ],
  ["kafka.strimzi.io:KafkaNodePool", { always: ["resources"], whereStated: [] }],
  [
    "kafka.strimzi.io:Kafka",
    {
      always: [],
      whereStated: [
        "entityOperator.topicOperator",
        "entityOperator.userOperator",
        "kafkaExporter",
        "cruiseControl",
      ],
    },
  ],
]);

/** Whether a type is an object of Kubernetes, or a chart. */
export function isOfKubernetes(type: string): boolean {
  return type.startsWith("kubernetes:");
}

/** Every container that an object asks for, init containers among them. */
export function containersOf(resource: Resource): readonly Container[] {
  return [...podContainers(resource), ...operatorContainers(resource)];
}

/** Kind of an object: `Job` of `kubernetes:batch/v1:Job`. */
export function kindOf(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** API group of an object's type: `batch` of `kubernetes:batch/v1:Job`. */
function groupOf(type: string): string {
  return type.split(":")[1]?.split("/")[0] ?? "";
}

function podContainers({ type, properties }: Resource): readonly Container[] {
  const kind = kindOf(type);
  const path = podSpecs.get(kind);
  if (path === undefined) {
    return [];
  }
  const spec = at(properties, ...path);
  return ["initContainers", "containers"].flatMap((list) =>
    elementsAt(spec, list).map((container, index) => {
      const name = at(container, "name");
      return {
        path: `${list}[${typeof name === "string" ? name : index}]`,
        resources: at(container, "resources"),
        image: at(container, "image"),
        imageIsGiven: operatorKinds.includes(kind),
      };
    }),
  );
}

function operatorContainers({ type, properties }: Resource): readonly Container[] {
  const fields = operatorFields.get(`${groupOf(type)}:${kindOf(type)}`);
  if (fields === undefined) {
    return [];
  }
  const ofOperator = { image: undefined, imageIsGiven: true };
  return [
    ...fields.always.map((field) => ({
      path: `spec.${field}`,
      resources: at(properties, "spec", field),
      ...ofOperator,
    })),
    ...fields.whereStated.flatMap((field) => {
      const holder = at(properties, "spec", ...field.split("."));
      return holder === undefined
        ? []
        : [
            {
              path: `spec.${field}.resources`,
              resources: at(holder, "resources"),
              ...ofOperator,
            },
          ];
    }),
  ];
}

/** Every mapping under the key `resources` that asks for CPU or memory, wherever it stands in a chart's values. */
export function resourcesInValues(value: unknown, path = "values"): readonly Container[] {
  return [...entries(value)].flatMap(([key, inner]) => {
    const here = `${path}.${key}`;
    return key === "resources"
      ? [{ path: here, resources: inner, image: undefined, imageIsGiven: true }]
      : resourcesInValues(inner, here);
  });
}
