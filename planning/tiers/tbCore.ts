import type { Account, Sizing } from "../../sizing/types";
import { planImages } from "../facts/images";
import { restClient, schemaCheck, schemaInstall } from "../facts/systemContainers";
import { environmentOf } from "../facts/thingsboardVariables";
import { hasZones, nodeGroupFor, planPlacement } from "../platform";
import type { PlatformSizing } from "../platform";
import { planConnectionPool, planPartitions, planQueues } from "../queues";
import type { TbCorePlan, WorkloadPlan } from "../types";
import { planVariableContext } from "../variableContext";
import type { VariableSizing } from "../variableContext";
import { container, workload } from "../workload";

/** What planning ThingsBoard's own services reads of a sizing. The stores are read for their addresses. */
export type TbCoreSizing = PlatformSizing & VariableSizing & Pick<Sizing, "webUi">;

/** What planning them reads of an account. */
export type TbCoreAccount = Pick<Account, "imageRegistry" | "certificateArn">;

/** tb-core, tb-rule-engine, tb-js-executor, tb-web-ui and their Jobs (seed, lines 577 to 1274). */
export function planTbCore(sizing: TbCoreSizing, account?: TbCoreAccount): TbCorePlan {
  const partitions = planPartitions(sizing);
  const context = planVariableContext(sizing, account);
  const worker = nodeGroupFor("worker", sizing);
  return {
    placement: planPlacement(sizing),
    images: planImages(sizing.versions, account?.imageRegistry),
    version: sizing.versions.thingsboard,
    ...services(sizing),
    schemaJob: workload({
      name: "tb-schema",
      tier: "core",
      kind: "Job",
      nodeGroup: worker,
      replicas: 1,
      containers: [container("mark", schemaCheck)],
      initContainers: [container("check", schemaCheck), container("install", schemaInstall)],
    }),
    credentialsJob: workload({
      name: "tb-credentials",
      tier: "core",
      kind: "Job",
      nodeGroup: worker,
      replicas: 1,
      containers: [container("tb-credentials", restClient)],
    }),
    corePartitions: partitions.core,
    transportApiPartitions: partitions.transportApi,
    jsPartitions: partitions.js,
    queues: planQueues(partitions.ruleEngine),
    connectionPoolSize: planConnectionPool(sizing),
    environment: environmentOf("server", context),
    jsEnvironment: environmentOf("js", context),
    webUiEnvironment: environmentOf("webUi", context),
    ...(hasZones(sizing) ? { ingress: ingress(account) } : {}),
  };
}

function services(
  sizing: TbCoreSizing,
): Pick<TbCorePlan, "core" | "ruleEngine" | "jsExecutor" | "webUi"> {
  const worker = nodeGroupFor("worker", sizing);
  const service = (
    parts: Pick<WorkloadPlan, "name" | "replicas" | "containers" | "ports" | "avoids"> &
      Partial<Pick<WorkloadPlan, "kind" | "nodeGroup">>,
  ) =>
    workload({
      tier: "core",
      kind: "StatefulSet",
      nodeGroup: worker,
      antiAffinity: "preferred",
      spreadOverZones: hasZones(sizing),
      ...parts,
    });
  const http = { name: "http", port: 8080 };
  return {
    core: service({
      name: "tb-core",
      replicas: sizing.tbCore.replicas,
      containers: [container("tb-core", sizing.tbCore)],
      ports: [http, { name: "edge", port: 7070 }],
      // Seed, lines 867 to 885.
      avoids: [
        { workload: "tb-core", weight: 9 },
        { workload: "tb-rule-engine", weight: 1 },
      ],
    }),
    ruleEngine: service({
      name: "tb-rule-engine",
      replicas: sizing.ruleEngine.replicas,
      containers: [container("tb-rule-engine", sizing.ruleEngine)],
      ports: [http],
      // Seed, lines 1003 to 1021.
      avoids: [
        { workload: "tb-rule-engine", weight: 9 },
        { workload: "tb-core", weight: 1 },
      ],
    }),
    jsExecutor: service({
      name: "tb-js-executor",
      replicas: sizing.jsExecutor.replicas,
      containers: [container("tb-js-executor", sizing.jsExecutor)],
      ports: [{ name: "http", port: 8888 }],
      avoids: [{ workload: "tb-js-executor", weight: 1 }],
    }),
    webUi: service({
      name: "tb-web-ui",
      kind: "Deployment",
      // On Kafka's nodes, as the seed's tables say (line 1933); its manifest says worker.
      nodeGroup: nodeGroupFor("kafka", sizing),
      replicas: sizing.webUi.replicas,
      containers: [container("tb-web-ui", sizing.webUi)],
      ports: [http],
      avoids: [{ workload: "tb-web-ui", weight: 1 }],
    }),
  };
}

function ingress(account: TbCoreAccount | undefined): NonNullable<TbCorePlan["ingress"]> {
  const certificateArn = account?.certificateArn;
  return certificateArn === undefined ? { https: false } : { https: true, certificateArn };
}
