import { instanceTypes } from "../../planning/facts/instanceTypes";
import type { StagePlan } from "../../planning/types";

/** What a stage asks of one region of an account. */
export interface RegionNeed {
  readonly region: string;
  readonly vCpu: { readonly onDemand: number; readonly spot: number };
  /** Types by the zones that they are asked for in. */
  readonly types: readonly { readonly type: string; readonly zones: readonly string[] }[];
  readonly vpcs: number;
  readonly networkLoadBalancers: number;
}

/** What the cluster and the fleet ask of their regions; one entry where they share one. */
export function needsOf(plan: StagePlan): readonly RegionNeed[] {
  const { eks, fleet } = plan;
  if (eks === undefined) {
    return [];
  }
  const spot = sum(eks.nodeGroups.filter((group) => group.purchase === "spot").map((g) => g.vCpu));
  const cluster: RegionNeed = {
    region: eks.region,
    vCpu: { onDemand: sum(eks.nodeGroups.map(({ vCpu }) => vCpu)) - spot, spot },
    types: merged(eks.nodeGroups.map(({ instanceType, zones }) => ({ type: instanceType, zones }))),
    vpcs: 1,
    networkLoadBalancers: 1,
  };
  if (fleet.region === null || fleet.instanceType === null) {
    return [cluster];
  }
  const vCpu = fleet.count * (instanceTypes[fleet.instanceType]?.vCpu ?? 0);
  const load: RegionNeed = {
    region: fleet.region,
    vCpu: { onDemand: fleet.spot ? 0 : vCpu, spot: fleet.spot ? vCpu : 0 },
    types: [{ type: fleet.instanceType, zones: fleet.zone === null ? [] : [fleet.zone] }],
    vpcs: 1,
    networkLoadBalancers: 0,
  };
  return load.region === cluster.region ? [together(cluster, load)] : [cluster, load];
}

function together(left: RegionNeed, right: RegionNeed): RegionNeed {
  return {
    region: left.region,
    vCpu: {
      onDemand: left.vCpu.onDemand + right.vCpu.onDemand,
      spot: left.vCpu.spot + right.vCpu.spot,
    },
    types: merged([...left.types, ...right.types]),
    vpcs: left.vpcs + right.vpcs,
    networkLoadBalancers: left.networkLoadBalancers + right.networkLoadBalancers,
  };
}

function merged(types: RegionNeed["types"]): RegionNeed["types"] {
  const zonesOf = new Map<string, Set<string>>();
  for (const { type, zones } of types) {
    const known = zonesOf.get(type) ?? new Set();
    zones.forEach((zone) => known.add(zone));
    zonesOf.set(type, known);
  }
  return [...zonesOf].map(([type, zones]) => ({ type, zones: [...zones].sort() }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
