import { imagesOf } from "../../planning/images";
import type { ChartPlan, StagePlan } from "../../planning/types";
import {
  cassOperatorImages,
  cloudNativePgImages,
  loadBalancerControllerImage,
  strimziImages,
} from "./operatorImages";

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
  /** Who knows: `npm run preflight asks AWS`, `chosen by the operator`. */
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
 * Images that the charts and their operators bring, where their sources say which. A chart of another version may bring
 * others: those are left to the operator. A mirror of the account does not reach them.
 */
function operatorImages({ dataTier, eks }: StagePlan): readonly Item[] {
  const { kafka, cassandra, postgresql } = dataTier;
  const controller = eks?.loadBalancerController.chart;
  const image = (name: string, usedBy: string): ImageItem => ({
    kind: "image",
    name,
    usedBy: [usedBy],
  });
  const chosen = (name: string, usedBy: string): OtherItem => ({
    kind: "image of an operator",
    name,
    usedBy: [usedBy],
    why: "chosen by the operator",
  });
  const found = (name: string | undefined, otherwise: string, usedBy: string): Item =>
    name === undefined ? chosen(otherwise, usedBy) : image(name, usedBy);
  const strimzi = strimziImages(kafka.chart.version, kafka.version);
  const cassandraImages = cassOperatorImages(cassandra.chart.version, cassandra.serverVersion);
  const postgresqlImages = cloudNativePgImages(postgresql.chart.version);
  const ofCassandra = `of cass-operator's chart ${cassandra.chart.version}`;
  return [
    image(strimzi.operator, kafka.operator.name),
    image(strimzi.kafka, kafka.workload.name),
    ...(controller === undefined
      ? []
      : [image(loadBalancerControllerImage(controller.version), controller.name)]),
    found(
      cassandraImages?.operator,
      `cass-operator of chart ${cassandra.chart.version}`,
      cassandra.operator.name,
    ),
    found(
      cassandraImages?.server,
      `Cassandra ${cassandra.serverVersion} ${ofCassandra}`,
      cassandra.workload.name,
    ),
    found(cassandraImages?.systemLogger, `system logger ${ofCassandra}`, cassandra.workload.name),
    chosen(`k8ssandra-client ${ofCassandra}: writes the configuration`, cassandra.workload.name),
    found(
      postgresqlImages?.operator,
      `CloudNativePG of chart ${postgresql.chart.version}`,
      postgresql.operator.name,
    ),
    ...(postgresql.pooler === undefined
      ? []
      : [found(postgresqlImages?.pgBouncer, "PgBouncer", postgresql.pooler.workload.name)]),
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
    why: "npm run preflight asks AWS",
  });
  return [
    addon(`vpc-cni ${eks.addons.vpcCniVersion}`),
    addon(`kube-proxy ${eks.addons.kubeProxyVersion}`),
    addon("coredns, metrics-server, aws-ebs-csi-driver, eks-pod-identity-agent: AWS's default"),
  ];
}
