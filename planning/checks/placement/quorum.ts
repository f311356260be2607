import type { PlacedNode, StagePlacement, WorkloadPlan } from "../../types";
import { severityOfLoss } from "../check";
import type { Check, CheckSubject, Reading } from "../check";
import { listed } from "./names";
import { needsOf } from "./members";
import type { Need } from "./members";

const formula =
  "left of each store and service at the moment of the loss ≥ least: Kafka controllers, ZooKeeper members and masters of the cache: majority; copies of a partition: min.insync.replicas; copies of a row: ⌊replication factor ÷ 2⌋ + 1; a master or its replica for each slot; one pod of everything else";
const source =
  "Apache Kafka documentation (KRaft, min.insync.replicas); ZooKeeper administrator's guide; Cassandra documentation (LOCAL_QUORUM); Valkey cluster specification";
const mend = "Spread the pods over more nodes or zones, or raise the copies.";

/** Quorums with one node lost. */
export const nodeQuorum: Check = {
  rule: "placement.node-quorum",
  title: "With any one node lost, every store keeps its quorum and every service a pod.",
  formula,
  source,
  mend,
  read: (subject) => readings("node", subject, ({ name }) => name),
};

/** Quorums with one zone lost. */
export const zoneQuorum: Check = {
  rule: "placement.zone-quorum",
  title: "With any one zone lost, every store keeps its quorum and every service a pod.",
  formula: `${formula}. Copies lie in as many zones as there are`,
  source,
  mend,
  read: (subject) =>
    subject.plan.platform === "existing" ? [] : readings("zone", subject, ({ zone }) => zone ?? ""),
};

function readings(
  kind: "node" | "zone",
  { plan, placement }: CheckSubject,
  placeOf: (node: PlacedNode) => string,
): readonly Reading[] {
  const needs = needsOf(plan);
  const places = podsByPlace(
    placement,
    new Set(needs.map(({ workload }) => workload.name)),
    placeOf,
  );
  return needs.flatMap((need): readonly Reading[] => {
    const worst = worstOf(need, kind, places);
    return worst === undefined
      ? []
      : [
          {
            severity: worst.left < need.least ? severityOfLoss(kind, plan.checks) : "fine",
            path: need.path,
            what: `${need.what} with a ${kind} lost`,
            value: worst.left,
            limit: need.least,
            unit: need.unit,
            atLeast: true,
            bare: true,
            message: () =>
              `With ${worst.place} lost (${listed(worst.pods)}), ${worst.left} of ${need.least} needed ${need.unit} are left: ${need.stops}.`,
            mend: need.mend,
          },
        ];
  });
}

/** Pods of a workload by the place that they would be lost with. */
type Places = ReadonlyMap<WorkloadPlan["name"], ReadonlyMap<string, readonly string[]>>;

function podsByPlace(
  { nodes }: StagePlacement,
  workloads: ReadonlySet<string>,
  placeOf: (node: PlacedNode) => string,
): Places {
  const places = new Map<string, Map<string, string[]>>();
  for (const node of nodes) {
    const place = placeOf(node);
    for (const { name, workload } of node.pods) {
      if (workloads.has(workload)) {
        const ofWorkload = places.get(workload) ?? new Map<string, string[]>();
        places.set(workload, ofWorkload);
        const pods = ofWorkload.get(place);
        if (pods === undefined) {
          ofWorkload.set(place, [name]);
        } else {
          pods.push(name);
        }
      }
    }
  }
  return places;
}

function worstOf(
  { workload, left }: Need,
  kind: "node" | "zone",
  places: Places,
): { readonly place: string; readonly pods: readonly string[]; readonly left: number } | undefined {
  const ofWorkload = places.get(workload.name) ?? new Map<string, readonly string[]>();
  const zones = kind === "zone" ? ofWorkload.size : undefined;
  let worst: { place: string; pods: readonly string[]; left: number } | undefined;
  for (const [place, pods] of ofWorkload) {
    const now = left(pods, zones);
    if (worst === undefined || now < worst.left) {
      worst = { place, pods, left: now };
    }
  }
  return worst;
}
