import { readable } from "../../../sizing/describe";
import type { Consequence } from "../../types";
import type { StageView, WorkloadView } from "../view";
import { changeOf } from "./consequence";
import type { ConsequenceRule } from "./consequence";

/** Fields of a StatefulSet that cannot be changed: another value deletes it and makes it anew. */
const immutable =
  "pulumi-kubernetes, provider/pkg/provider/diff.go (StatefulSet: .spec.volumeClaimTemplates forces a replacement)";

interface StoreView {
  readonly placement: { readonly storageClass: string | null } | null;
  readonly workload: WorkloadView | null;
}

/** A volume whose size differs. */
interface VolumeChange {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Volumes of a workload that both sides have, in another size. */
export function volumeChanges(
  before: WorkloadView | null | undefined,
  after: WorkloadView | null | undefined,
): readonly VolumeChange[] {
  return (before?.volumes ?? []).flatMap(({ name, sizeGiB }) => {
    const next = after?.volumes?.find((each) => each.name === name)?.sizeGiB;
    const size = changeOf(sizeGiB, next);
    return size === undefined ? [] : [{ name, ...size }];
  });
}

/** `data from 1 to 2 GiB`. */
export function volumeWords({ name, from, to }: VolumeChange): string {
  return `${name} from ${readable(from)} to ${readable(to)} GiB`;
}

/** Claims of a StatefulSet that differ, in words; none where they are as before. */
function claimWords(before: StoreView, after: StoreView): string | undefined {
  const [volume] = volumeChanges(before.workload, after.workload);
  if (volume !== undefined) {
    return volumeWords(volume);
  }
  const storageClass = changeOf(before.placement?.storageClass, after.placement?.storageClass);
  return storageClass === undefined
    ? undefined
    : `storage class ${storageClass.to} in place of ${storageClass.from}`;
}

/** ZooKeeper's and Valkey's volumes are claims of their StatefulSets, which take their claims with them. */
const statefulSets: ConsequenceRule = ({ before, after }) => [
  ...replacedSet(before, after, "zookeeper", {
    rule: "zookeeper.volumes",
    what: "ZooKeeper",
    path: zookeeperPath(before, after),
    loss: "its volumes are deleted with it. Until the new members stand, no service of ThingsBoard finds another; what ZooKeeper knew of them is gone, and they register again.",
  }),
  ...replacedSet(before, after, "redis", {
    rule: "redis.volumes",
    what: "Valkey",
    path: "redis.storageGiB",
    loss: "all of its nodes go at once. The cache is empty after it, and every lookup falls on PostgreSQL until it has filled again.",
  }),
];

function zookeeperPath(before: StageView, after: StageView): string {
  const [volume] = volumeChanges(
    before.dataTier?.zookeeper?.workload,
    after.dataTier?.zookeeper?.workload,
  );
  return volume?.name === "datalog" ? "zookeeper.logStorageGiB" : "zookeeper.dataStorageGiB";
}

function replacedSet(
  before: StageView,
  after: StageView,
  store: "zookeeper" | "redis",
  { loss, ...told }: Pick<Consequence, "rule" | "what" | "path"> & { readonly loss: string },
): readonly Consequence[] {
  const [old, now] = [before.dataTier?.[store], after.dataTier?.[store]];
  const words = old && now ? claimWords(old, now) : undefined;
  return words === undefined
    ? []
    : [
        {
          ...told,
          effect: "lost",
          message: `Volumes of a StatefulSet cannot be changed (${words}): it is deleted and made anew, and ${loss}`,
          source: immutable,
        },
      ];
}

/** The operators' stores: none of them moves to another class of storage. */
const storageClass: ConsequenceRule = ({ before, after }) =>
  (["kafka", "cassandra", "postgresql"] as const).flatMap((store) => {
    const change = changeOf(
      before.dataTier?.[store]?.placement?.storageClass,
      after.dataTier?.[store]?.placement?.storageClass,
    );
    return change === undefined
      ? []
      : [
          {
            rule: `${store}.storage-class`,
            effect: "refused" as const,
            what: `${store}: storage class ${change.from} to ${change.to}`,
            path: "existingCluster.storageClass",
            message:
              "A volume keeps its class for life, and the operator moves no data: volumes that stand stay as they are.",
            source: "Kubernetes, Persistent Volumes (storageClassName of a claim is immutable)",
          },
        ];
  });

export const claimRules: readonly ConsequenceRule[] = [statefulSets, storageClass];
