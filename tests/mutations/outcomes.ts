import { allChecks, draftStage, placeStage, planCost } from "../../planning";
import { instanceTypes } from "../../planning/facts/instanceTypes";
import type { Account } from "../../sizing";
import { parseAccount, parseSizing } from "../../sizing";

/** A stage to plan, as a stack file has it. */
export interface Scenario {
  readonly name: string;
  readonly sizing: unknown;
  readonly account?: unknown;
  readonly on: string;
}

/** What a rule said of a stage, or a line of its bill: one text each. */
export type Outcome = readonly string[];

/** Every reading of every rule, and every line of the bill. What no plan can be made of has its error. */
export function outcomeOf({ sizing, account, on }: Scenario): Outcome {
  try {
    return readingsOf(parseSizing(sizing), parseAccount(account), on);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function readingsOf(sizing: ReturnType<typeof parseSizing>, account: Account, on: string): Outcome {
  const plan = draftStage(sizing, { stack: "test", account });
  const placement = placeStage(plan);
  const readings = allChecks.flatMap(({ rule, read }) =>
    read({ plan, placement, on }).map(
      ({ severity, path, what, value, limit }) =>
        `${rule} ${severity} ${path}: ${what} ${figure(value)} of ${figure(limit)}`,
    ),
  );
  const cost = planCost(plan);
  const bill = [...cost.items, ...cost.fleetItems].map(
    ({ tier, kind, name, quantity, usdPerHour, formula }) =>
      `cost ${tier} ${kind} ${name}: ${figure(quantity)} ${usdPerHour === null ? "unknown" : usdPerHour.toFixed(5)} USD/h, ${formula}`,
  );
  return [
    ...planLines(plan),
    ...readings,
    ...bill,
    ...cost.unknown.map((each) => `cost unknown: ${each}`),
  ];
}

/** What the rules and the bill rest on: each container, each kind of topic, each node group. */
function planLines(plan: ReturnType<typeof draftStage>): Outcome {
  const containers = plan.workloads.flatMap(({ name, containers, initContainers }) =>
    [...containers, ...initContainers].map((each) => `plan ${name} ${JSON.stringify(each)}`),
  );
  return [
    ...containers,
    ...plan.dataTier.kafka.topics.map((topic) => `plan topic ${JSON.stringify(topic)}`),
    ...(plan.eks?.nodeGroups ?? []).map((group) => `plan group ${JSON.stringify(group)}`),
  ];
}

function figure(value: number | string): string {
  return typeof value === "number" && !Number.isInteger(value)
    ? value.toPrecision(6)
    : String(value);
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Stages that between them read every figure of planning/facts: the committed ones, each instance type as a node and as
 * a load generator in each priced region, and what no committed stage has.
 */
export function scenarios(committed: ReadonlyMap<string, unknown>): readonly Scenario[] {
  const on = "2026-11-22";
  const million = fieldsOf(committed.get("million"));
  const stages = [...committed].map(([name, sizing]) => ({ name, sizing, on }));
  const types = Object.keys(instanceTypes).flatMap((type) =>
    [
      { region: "us-east-1", fleetRegion: "eu-west-1" },
      { region: "eu-west-1", fleetRegion: "ap-south-1" },
      { region: "ap-south-1", fleetRegion: "us-east-1" },
    ].map((regions) => ofType(million, type, { ...regions, on })),
  );
  return [
    ...stages,
    ...types,
    ...purchases(million, on),
    ...others(million, fieldsOf(committed.get("dev")), on),
  ];
}

/** Every type paid otherwise than on demand, six of them in a stage: one a node group. */
function purchases(million: Fields, on: string): readonly Scenario[] {
  const types = Object.keys(instanceTypes);
  const groups = Object.entries(fieldsOf(million.nodeGroups));
  const batches = types
    .map((_, index) => types.slice(index, index + groups.length))
    .filter((_, index) => index % groups.length === 0);
  return ["us-east-1", "eu-west-1", "ap-south-1"].flatMap((region) =>
    ["spot", "reserved1Year", "reserved3Years"].flatMap((purchase) =>
      batches.map((batch) => ({
        name: `${purchase} of ${batch.join(", ")} in ${region}`,
        on,
        sizing: {
          ...million,
          cluster: { region, zones: ["a", "b", "c"].map((letter) => region + letter) },
          nodeGroups: Object.fromEntries(
            groups.map(([role, group], index) => [
              role,
              { ...fieldsOf(group), purchase, instanceType: batch[index] ?? "m6a.xlarge" },
            ]),
          ),
        },
      })),
    ),
  );
}

function ofType(
  million: Fields,
  type: string,
  { region, fleetRegion, on }: { region: string; fleetRegion: string; on: string },
): Scenario {
  const groups = fieldsOf(million.nodeGroups);
  const nodeGroups = Object.fromEntries(
    Object.entries(groups).map(([role, group]) => [
      role,
      { ...fieldsOf(group), instanceType: type },
    ]),
  );
  return {
    name: `${type} in ${region}`,
    on,
    sizing: {
      ...million,
      nodeGroups,
      cluster: { region, zones: ["a", "b", "c"].map((letter) => region + letter) },
      loadFleet: { instanceType: type, region: fleetRegion, zone: `${fleetRegion}a` },
    },
  };
}

function others(million: Fields, dev: Fields, on: string): readonly Scenario[] {
  const groups = fieldsOf(million.nodeGroups);
  const purchase = (way: string) =>
    Object.fromEntries(
      Object.entries(groups).map(([role, group]) => [role, { ...fieldsOf(group), purchase: way }]),
    );
  const quotas = { vCpuQuota: { cluster: 100, fleet: 100 } };
  return [
    {
      name: "a broker with 2 TiB",
      on,
      sizing: { ...million, kafka: { replicas: 3, storageGiB: 2_048 } },
    },
    {
      name: "spot",
      on,
      sizing: { ...million, nodeGroups: purchase("spot"), loadFleet: { spot: true } },
    },
    {
      name: "reserved for a year",
      on,
      sizing: { ...million, nodeGroups: purchase("reserved1Year") },
    },
    {
      name: "reserved for three",
      on,
      sizing: { ...million, nodeGroups: purchase("reserved3Years") },
    },
    { name: "quotas", on, sizing: million, account: quotas },
    { name: "Kubernetes 1.36", on, sizing: { ...million, cluster: { kubernetesVersion: "1.36" } } },
    { name: "shortly before the end of support", on: "2027-03-10", sizing: million },
    { name: "after the end of support", on: "2027-04-10", sizing: million },
    {
      name: "the end of 1.36",
      on: "2027-08-20",
      sizing: { ...million, cluster: { kubernetesVersion: "1.36" } },
    },
    {
      name: "a small existing cluster",
      on,
      sizing: {
        ...dev,
        existingCluster: { context: "kind", nodes: 2, nodeCpuMilli: 5000, nodeMemoryMiB: 9000 },
      },
    },
  ];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
