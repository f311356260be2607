import { strict as assert } from "node:assert";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import { ProvisioningJob } from "../../../components/fleet/provisioningJob";
import type { LoadFleetPlan } from "../../../planning/types";
import { changedInputs } from "../../support/changedInputs";
import { rowOf, rowsOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const jobType = "kubernetes:batch/v1:Job";

interface JobSpec {
  readonly suspend: boolean;
  readonly backoffLimit: number;
  readonly template: {
    readonly metadata: unknown;
    readonly spec: {
      readonly restartPolicy: string;
      readonly nodeSelector: unknown;
      readonly containers: [
        {
          readonly image: string;
          readonly resources: unknown;
          readonly env: { name: string; value?: string; valueFrom?: unknown }[];
        },
      ];
    };
  };
}

describe("ProvisioningJob", () => {
  const { fleet: plan, load } = stagePlan("million");
  const build = (changes: Partial<LoadFleetPlan> = {}) =>
    new ProvisioningJob("provisioning", {
      plan: { ...plan, ...changes },
      restUrl: "http://tb-core:8080",
      tenantPassword: { secretName: "tb-accounts", key: "tenant" },
    });

  let rows: readonly RegistrationRow[];
  let spec: JobSpec;
  let variables: ReadonlyMap<string, string | undefined>;
  before(async () => {
    rows = await rowsOf(() => build());
    spec = rowOf(rows, jobType, "provisioning").inputs.spec as unknown as JobSpec;
    variables = new Map(
      spec.template.spec.containers[0].env.map(({ name, value }) => [name, value]),
    );
  });

  it("is suspended until a run releases it, and nobody waits for it", () => {
    assert.equal(spec.suspend, true);
    const { inputs, options } = rowOf(rows, jobType, "provisioning");
    assert.deepEqual(inputs.metadata, {
      name: "load-provisioning",
      namespace: plan.placement.namespace,
      labels: { app: "load-provisioning" },
      annotations: { "pulumi.com/skipAwait": "true" },
    });
    assert.deepEqual(options.ignoreChanges, ["spec.suspend"]);
  });

  it("runs once and fails at the first failure", () => {
    assert.equal(spec.backoffLimit, 0);
    assert.equal(spec.template.spec.restartPolicy, "Never");
  });

  it("creates every device of the stage and sends nothing", () => {
    assert.equal(variables.get("DEVICE_CREATE_ON_START"), "true");
    assert.equal(variables.get("DEVICE_START_IDX"), "0");
    assert.equal(variables.get("DEVICE_END_IDX"), String(load.devices));
    assert.equal(variables.get("TEST_ENABLED"), "false");
    assert.equal(variables.get("WARMUP_ENABLED"), "false");
  });

  it("runs in the cluster on the worker group, with the tenant's password from its Secret", () => {
    const [container] = spec.template.spec.containers;
    const [planned] = plan.provisioningJob.containers;
    assert.deepEqual(spec.template.spec.nodeSelector, { role: "worker" });
    assert.equal(container.image, plan.image);
    assert.deepEqual(container.resources, {
      requests: { cpu: `${planned!.cpuRequestMilli}m`, memory: `${planned!.memoryRequestMiB}Mi` },
      limits: { memory: `${planned!.memoryLimitMiB}Mi` },
    });
    assert.deepEqual(
      container.env.filter(({ name }) => name === "REST_PASSWORD"),
      [
        {
          name: "REST_PASSWORD",
          valueFrom: { secretKeyRef: { name: "tb-accounts", key: "tenant" } },
        },
      ],
    );
    assert.equal(new Set(container.env.map(({ name }) => name)).size, container.env.length);
  });

  it("follows the plan's number of devices, and nothing else changes with it", async () => {
    const provisioningEnvironment = { ...plan.provisioningEnvironment, DEVICE_END_IDX: "2000000" };
    const after = await rowsOf(() => build({ provisioningEnvironment }));
    const position = spec.template.spec.containers[0].env.findIndex(
      ({ name }) => name === "DEVICE_END_IDX",
    );
    assert.deepEqual(changedInputs(rows, after), [
      `${jobType}::provisioning spec.template.spec.containers.0.env.${position}.value`,
    ]);
  });

  it("stands in the dev stage too, without a node group", async () => {
    const dev = await rowsOf(() => build(stagePlan("dev").fleet));
    const job = rowOf(dev, jobType, "provisioning").inputs.spec as unknown as JobSpec;
    assert.equal(job.suspend, true);
    assert.equal(job.template.spec.nodeSelector, undefined);
  });
});
