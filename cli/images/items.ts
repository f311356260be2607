import { imagesOf } from "../../planning/images";
import type { ChartPlan, StagePlan } from "../../planning/types";

/** One thing that a stage pulls or installs. */
export type Item = ImageItem | ChartItem | OtherItem;

/** An image whose registry can be asked. */
export interface ImageItem {
  readonly kind: "image";
  readonly name: string;
  readonly usedBy: readonly string[];
}

/** A Helm chart whose repository can be asked. */
export interface ChartItem {
  readonly kind: "chart";
  readonly name: string;
  readonly usedBy: readonly string[];
  readonly chart: ChartPlan;
}

/** What nobody is asked for here, and why. */
export interface OtherItem {
  readonly kind: "add-on" | "image of an operator";
  readonly name: string;
  readonly usedBy: readonly string[];
  /** Who knows: `AWS`, `chosen by the operator`. */
  readonly why: string;
}

/** Everything that the stage pulls or installs: images, charts, what charts bring, and EKS add-ons. */
export function itemsOf(plan: StagePlan): readonly Item[] {
  return [
    ...imagesOf(plan.images).map(({ image, uses }): ImageItem => ({
      kind: "image",
      name: image,
      usedBy: uses,
    })),
    ...operatorImages(plan),
    ...charts(plan),
    ...addons(plan),
  ];
}

/**
 * Images that the charts bring and whose names follow from versions: helm-charts/helm3/strimzi-kafka-operator/values.yaml
 * and Kafka image names of strimzi-kafka-operator 1.2.0 (`<operator>-kafka-<version>`); helm/aws-load-balancer-controller/
 * values.yaml 3.5.0. The other operators choose their images themselves. A mirror of the account does not reach them.
 */
function operatorImages({ dataTier, eks }: StagePlan): readonly Item[] {
  const { kafka, cassandra, postgresql } = dataTier;
  const controller = eks?.loadBalancerController.chart;
  const chosen = (name: string, usedBy: string): OtherItem => ({
    kind: "image of an operator",
    name,
    usedBy: [usedBy],
    why: "chosen by the operator",
  });
  return [
    {
      kind: "image",
      name: `quay.io/strimzi/operator:${kafka.chart.version}`,
      usedBy: [kafka.operator.name],
    },
    {
      kind: "image",
      name: `quay.io/strimzi/kafka:${kafka.chart.version}-kafka-${kafka.version}`,
      usedBy: [kafka.workload.name],
    },
    ...(controller === undefined
      ? []
      : [
          {
            kind: "image" as const,
            name: `public.ecr.aws/eks/aws-load-balancer-controller:v${controller.version}`,
            usedBy: [controller.name],
          },
        ]),
    chosen(`cass-operator of chart ${cassandra.chart.version}`, cassandra.operator.name),
    chosen(`Cassandra ${cassandra.serverVersion} and its init containers`, cassandra.workload.name),
    chosen(`CloudNativePG of chart ${postgresql.chart.version}`, postgresql.operator.name),
    ...(postgresql.pooler === undefined ? [] : [chosen("PgBouncer", "pooler")]),
  ];
}

function charts({ dataTier, eks }: StagePlan): readonly ChartItem[] {
  const { kafka, cassandra, postgresql } = dataTier;
  const all = [
    { chart: kafka.chart, usedBy: kafka.workload.name },
    { chart: cassandra.chart, usedBy: cassandra.workload.name },
    { chart: postgresql.chart, usedBy: postgresql.workload.name },
    ...(eks === undefined
      ? []
      : [{ chart: eks.loadBalancerController.chart, usedBy: "load balancers" }]),
  ];
  return all.map(({ chart, usedBy }) => ({
    kind: "chart",
    name: `${chart.name} ${chart.version} of ${chart.repository}`,
    usedBy: [usedBy],
    chart,
  }));
}

function addons({ eks }: StagePlan): readonly OtherItem[] {
  if (eks === undefined) {
    return [];
  }
  const addon = (name: string): OtherItem => ({
    kind: "add-on",
    name,
    usedBy: ["cluster"],
    why: "asked of AWS, not here",
  });
  return [
    addon(`vpc-cni ${eks.addons.vpcCniVersion}`),
    addon(`kube-proxy ${eks.addons.kubeProxyVersion}`),
    addon("coredns, metrics-server, aws-ebs-csi-driver, eks-pod-identity-agent: AWS's default"),
  ];
}
