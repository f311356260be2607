import type { StageView } from "./view";

/** What runs in which version: an image, a chart, an add-on. */
export interface RunningVersion {
  readonly of: string;
  readonly version: string | null;
}

/** Every version and image of a stage. */
export function versionsOf(view: StageView): readonly RunningVersion[] {
  const { dataTier, eks } = view;
  const chart = (of: string, version: string | null | undefined): RunningVersion => ({
    of: `chart ${of}`,
    version: version ?? null,
  });
  return [
    ...Object.entries(view.images ?? {}).map(([use, version]) => ({ of: `image ${use}`, version })),
    { of: "Kafka", version: dataTier?.kafka?.version ?? null },
    { of: "Cassandra", version: dataTier?.cassandra?.serverVersion ?? null },
    chart("strimzi-kafka-operator", dataTier?.kafka?.chart?.version),
    chart("cass-operator", dataTier?.cassandra?.chart?.version),
    chart("cloudnative-pg", dataTier?.postgresql?.chart?.version),
    ...(eks === null
      ? []
      : [
          { of: "Kubernetes", version: eks.kubernetesVersion },
          { of: "add-on vpc-cni", version: eks.addons?.vpcCniVersion ?? null },
          { of: "add-on kube-proxy", version: eks.addons?.kubeProxyVersion ?? null },
          chart("aws-load-balancer-controller", eks.loadBalancerController?.chart?.version),
        ]),
  ];
}

/** Whether `after` is an earlier version than `before`: numbers compared part by part. Text without numbers is equal. */
export function isEarlier(after: string, before: string): boolean {
  const [now, old] = [numbersOf(after), numbersOf(before)];
  for (let index = 0; index < Math.max(now.length, old.length); index += 1) {
    const difference = (now[index] ?? 0) - (old[index] ?? 0);
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return false;
}

/** The first number of the tag of an image: `ghcr.io/cloudnative-pg/postgresql:16.15-standard` is 16. */
export function majorOf(image: string): number | null {
  const tag = image.slice(image.lastIndexOf("/") + 1).split(":")[1] ?? image;
  const [major = ""] = tag.split(".");
  return /^\d+$/.test(major) ? Number(major) : null;
}

/** `1.35`, `v4.3.1.3` as numbers. */
function numbersOf(version: string): readonly number[] {
  return (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? "").split(".").map(Number);
}
