import type { Account, Sizing } from "../sizing/types";
import { allChecks, runChecks } from "./checks";
import { planCost } from "./cost";
import { planImages } from "./facts/images";
import { planLoad } from "./load";
import { placeStage } from "./placement";
import { existingClusterOf } from "./platform";
import { planDataTier } from "./tiers/dataTier";
import { planEks, planNodeAgents } from "./tiers/eks";
import { planLoadFleet } from "./tiers/loadFleet";
import { planMqttTransport } from "./tiers/mqttTransport";
import { planTbCore } from "./tiers/tbCore";
import type {
  DataTierPlan,
  EksPlan,
  LoadFleetPlan,
  StageDraft,
  StagePlan,
  TbCorePlan,
  WorkloadPlan,
} from "./types";

/** What a plan is told beside the sizing. */
export interface PlanOptions {
  /** Name of the Pulumi stack: every physical name derives from it. */
  readonly stack: string;
  readonly account?: Account | undefined;
  /** Day of the test as year-month-day, for what depends on it; those checks say that nobody named it when left out. */
  readonly on?: string | undefined;
}

/**
 * Everything that a stage is made of, as plain data, judged and priced.
 *
 * @throws PlanError for a sizing that no plan can be made of, such as an unknown instance type.
 */
export function planStage(sizing: Sizing, options: PlanOptions): StagePlan {
  const draft = draftStage(sizing, options);
  const placement = placeStage(draft);
  const cost = planCost(draft);
  const { on } = options;
  return {
    ...draft,
    totals: { ...draft.totals, ...cost.cluster },
    placement,
    cost,
    ...runChecks(allChecks, {
      plan: draft,
      placement,
      ...(on === undefined ? {} : { on }),
    }),
  };
}

/** What the stage is made of, before anybody has judged or priced it. */
export function draftStage(sizing: Sizing, options: PlanOptions): StageDraft {
  const { account } = options;
  const dataTier = planDataTier(sizing, account);
  const core = planTbCore(sizing, account);
  const transport = planMqttTransport(sizing, account);
  const fleet = planLoadFleet(sizing, account);
  const nodeAgents = planNodeAgents(sizing);
  const inCluster = [
    ...dataTierWorkloads(dataTier),
    ...coreWorkloads(core),
    transport.workload,
    ...fleetWorkloads(fleet),
  ];
  const eks =
    sizing.platform === "eks" ? planEks(sizing, { ...options, workloads: inCluster }) : undefined;
  const workloads = [...nodeAgents, ...(eks === undefined ? [] : eksWorkloads(eks)), ...inCluster];
  return {
    stack: options.stack,
    platform: sizing.platform,
    load: planLoad(sizing.load),
    images: planImages(sizing.versions, account?.imageRegistry),
    ...(eks === undefined ? { existingCluster: existingClusterOf(sizing) } : { eks }),
    nodeAgents,
    dataTier,
    core,
    transport,
    fleet,
    workloads,
    totals: totals(workloads, eks),
    checks: sizing.checks,
    vCpuQuota: account?.vCpuQuota ?? {},
  };
}

function eksWorkloads(eks: EksPlan): readonly WorkloadPlan[] {
  const { coredns, metricsServer, ebsCsiController } = eks.addons;
  return [coredns, metricsServer, ebsCsiController, eks.loadBalancerController.workload];
}

function dataTierWorkloads(dataTier: DataTierPlan): readonly WorkloadPlan[] {
  const { zookeeper, kafka, cassandra, redis, postgresql } = dataTier;
  return [
    kafka.operator,
    cassandra.operator,
    postgresql.operator,
    zookeeper.workload,
    kafka.workload,
    cassandra.workload,
    cassandra.keyspaceJob,
    redis.workload,
    ...(redis.formingJob === undefined ? [] : [redis.formingJob]),
    postgresql.workload,
    ...(postgresql.pooler === undefined ? [] : [postgresql.pooler.workload]),
  ];
}

function coreWorkloads(core: TbCorePlan): readonly WorkloadPlan[] {
  return [
    core.schemaJob,
    core.core,
    core.credentialsJob,
    core.ruleEngine,
    core.jsExecutor,
    core.webUi,
  ];
}

function fleetWorkloads(fleet: LoadFleetPlan): readonly WorkloadPlan[] {
  return [fleet.provisioningJob, ...(fleet.generators === undefined ? [] : [fleet.generators])];
}

/** Sums over the cluster. The fleet's generators and what ends or stands on every node do not count as pods. */
function totals(
  workloads: readonly WorkloadPlan[],
  eks: EksPlan | undefined,
): StageDraft["totals"] {
  const nodeGroups = eks?.nodeGroups ?? [];
  const counted = workloads.filter(
    ({ kind, tier }) => kind !== "DaemonSet" && kind !== "Job" && tier !== "fleet",
  );
  return {
    nodes: nodeGroups.reduce((sum, group) => sum + group.count, 0),
    vCpu: nodeGroups.reduce((sum, group) => sum + group.vCpu, 0),
    pods: counted.reduce((sum, each) => sum + each.replicas, 0),
  };
}
