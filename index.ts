import * as pulumi from "@pulumi/pulumi";
import {
  createLoadFleet,
  createPlatform,
  DataTier,
  MqttTransportTier,
  readStage,
  stageOutputs,
  TbCore,
} from "./components";

const config = new pulumi.Config();
const plan = readStage({
  sizing: config.get("sizing"),
  account: config.get("account"),
  on: config.get("day"),
  stack: pulumi.getStack(),
  preview: pulumi.runtime.isDryRun(),
});

const platform = createPlatform("platform", plan);
const inCluster = { provider: platform.kubernetes, dependsOn: [...platform.ready] };

const stores = new DataTier("data", { plan: plan.dataTier }, inCluster);
const { credentials, forSchema, forServices } = stores;
const core = new TbCore(
  "core",
  {
    plan: plan.core,
    credentials,
    forSchema,
    forServices,
    loadBalancer: platform.uiLoadBalancer,
  },
  inCluster,
);
const transport = new MqttTransportTier(
  "transport",
  {
    plan: plan.transport,
    redisPassword: credentials.redis,
    after: core.ready,
    loadBalancer: platform.mqttLoadBalancer,
  },
  inCluster,
);
const fleet = createLoadFleet("fleet", { plan, platform, core, transport });

export = stageOutputs({ plan, platform, core, transport, fleet });
