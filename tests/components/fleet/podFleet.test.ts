import { strict as assert } from "node:assert";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import { PodFleet } from "../../../components/fleet/podFleet";
import type { LoadFleetPlan } from "../../../planning/types";
import { changedInputs } from "../../support/changedInputs";
import { rowOf, rowsOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const setType = "kubernetes:apps/v1:StatefulSet";
const envPath = `${setType}::fleet spec.template.spec.containers.0`;

interface GeneratorSpec {
  readonly replicas: number;
  readonly podManagementPolicy: string;
  readonly template: {
    readonly spec: {
      readonly securityContext: { readonly sysctls: unknown };
      readonly terminationGracePeriodSeconds: number;
      readonly containers: [
        {
          readonly env: { name: string; value?: string; valueFrom?: unknown }[];
          readonly image: string;
        },
      ];
    };
  };
}

describe("PodFleet", () => {
  const plan = stagePlan("dev").fleet;
  const build = (changes: Partial<LoadFleetPlan> = {}) =>
    new PodFleet("fleet", {
      plan: { ...plan, ...changes },
      restUrl: "http://tb-core:8080",
      mqttHost: "tb-mqtt.thingsboard.svc.cluster.local",
      tenantPassword: { secretName: "tb-accounts", key: "tenant" },
    });

  let rows: readonly RegistrationRow[];
  let spec: GeneratorSpec;
  before(async () => {
    rows = await rowsOf(() => build());
    spec = rowOf(rows, setType, "fleet").inputs.spec as unknown as GeneratorSpec;
  });

  const variable = (name: string) =>
    spec.template.spec.containers[0].env.filter((each) => each.name === name);

  it("stands at zero replicas, and leaves them to a run", () => {
    assert.equal(spec.replicas, 0);
    assert.equal(spec.podManagementPolicy, "Parallel");
    assert.deepEqual(rowOf(rows, setType, "fleet").options.ignoreChanges, ["spec.replicas"]);
    assert.deepEqual(rowOf(rows, setType, "fleet").inputs.metadata, {
      name: "load-generator",
      namespace: plan.placement.namespace,
      labels: { app: "load-generator" },
    });
  });

  it("tells a pod its share by its ordinal", () => {
    assert.deepEqual(variable("USE_INSTANCE_IDX"), [{ name: "USE_INSTANCE_IDX", value: "true" }]);
    assert.deepEqual(variable("USE_INSTANCE_IDX_REGEX"), [
      { name: "USE_INSTANCE_IDX_REGEX", value: "true" },
    ]);
    assert.deepEqual(variable("INSTANCE_IDX_REGEX_SOURCE"), [
      {
        name: "INSTANCE_IDX_REGEX_SOURCE",
        valueFrom: { fieldRef: { fieldPath: "metadata.name" } },
      },
    ]);
    assert.deepEqual(variable("DEVICE_COUNT"), [
      { name: "DEVICE_COUNT", value: String(plan.devicesPerGenerator) },
    ]);
  });

  it("takes the tenant's password from its Secret, and states no variable twice", () => {
    assert.deepEqual(variable("REST_PASSWORD"), [
      {
        name: "REST_PASSWORD",
        valueFrom: { secretKeyRef: { name: "tb-accounts", key: "tenant" } },
      },
    ]);
    assert.deepEqual(variable("MQTT_HOST"), [
      { name: "MQTT_HOST", value: "tb-mqtt.thingsboard.svc.cluster.local" },
    ]);
    assert.deepEqual(variable("REST_URL"), [{ name: "REST_URL", value: "http://tb-core:8080" }]);
    const names = spec.template.spec.containers[0].env.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  it("creates nothing, and waits when it is done instead of sending again", () => {
    assert.deepEqual(variable("DEVICE_CREATE_ON_START"), [
      { name: "DEVICE_CREATE_ON_START", value: "false" },
    ]);
    assert.deepEqual(variable("EXIT_AFTER_COMPLETE"), [
      { name: "EXIT_AFTER_COMPLETE", value: "false" },
    ]);
    assert.equal(spec.template.spec.terminationGracePeriodSeconds, 5);
  });

  it("has the source ports for its connections, and nobody may reach it", () => {
    assert.deepEqual(
      spec.template.spec.securityContext.sysctls,
      Object.entries(plan.sysctls).map(([name, value]) => ({ name, value })),
    );
    assert.ok("net.ipv4.ip_local_port_range" in plan.sysctls);
    const policy = rowOf(rows, "kubernetes:networking.k8s.io/v1:NetworkPolicy", "fleet").inputs;
    assert.deepEqual(policy.spec, {
      podSelector: { matchLabels: { app: "load-generator" } },
      policyTypes: ["Ingress"],
      ingress: [],
    });
  });

  it("takes its image and its variables from the plan", async () => {
    const imaged = await rowsOf(() => build({ image: "mirror/agent:1" }));
    assert.deepEqual(changedInputs(rows, imaged), [`${envPath}.image`]);
    const environment = { ...plan.environment, ALARMS_PER_SECOND: "7" };
    assert.deepEqual(changedInputs(rows, await rowsOf(() => build({ environment }))), [
      `${envPath}.env.0.value`,
    ]);
  });

  it("says what is missing where the plan is of instances", async () => {
    const onInstances = stagePlan("million").fleet;
    await assert.rejects(
      rowsOf(
        () =>
          new PodFleet("fleet", {
            plan: onInstances,
            restUrl: "http://tb-core:8080",
            mqttHost: "tb-mqtt",
            tenantPassword: { secretName: "tb-accounts", key: "tenant" },
          }),
      ),
      /A fleet of pods needs `generators`/,
    );
  });
});
