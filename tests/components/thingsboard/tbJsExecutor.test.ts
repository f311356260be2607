import { strict as assert } from "node:assert";
import { hashedName } from "../../../components/kubernetes/contentHash";
import { at, corePlan, coreRows, inputsOf, variables } from "./tbCoreSupport";

const statefulSet = "kubernetes:apps/v1:StatefulSet";

describe("TbJsExecutor", () => {
  it("runs the planned pods with their own environment", async () => {
    const plan = corePlan();
    const inputs = inputsOf(await coreRows(plan), statefulSet, "core-js-executor");
    assert.equal(at(inputs, "metadata", "name"), "tb-js-executor");
    assert.equal(at(inputs, "spec", "replicas"), plan.jsExecutor.replicas);
    const pod = at(inputs, "spec", "template", "spec");
    assert.deepEqual(at(pod, "nodeSelector"), { role: plan.jsExecutor.nodeGroup });
    const container = at(pod, "containers", 0);
    const [planned] = plan.jsExecutor.containers;
    assert.equal(at(container, "image"), plan.images.jsExecutor);
    assert.deepEqual(at(container, "resources"), {
      requests: { cpu: `${planned!.cpuRequestMilli}m`, memory: `${planned!.memoryRequestMiB}Mi` },
      limits: {
        ...(planned!.cpuLimitMilli === undefined ? {} : { cpu: `${planned!.cpuLimitMilli}m` }),
        memory: `${planned!.memoryLimitMiB}Mi`,
      },
    });
    assert.deepEqual(at(container, "envFrom"), [
      { configMapRef: { name: hashedName("tb-js-environment", plan.jsEnvironment) } },
    ]);
    assert.deepEqual(variables(container).get("KAFKA_CLIENT_ID"), {
      fieldRef: { fieldPath: "metadata.name" },
    });
  });

  it("is asked whether it lives, and by nobody else for anything", async () => {
    const rows = await coreRows();
    const container = at(
      inputsOf(rows, statefulSet, "core-js-executor"),
      "spec",
      "template",
      "spec",
      "containers",
      0,
    );
    for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
      assert.deepEqual(at(container, probe, "httpGet"), { path: "/livenessProbe", port: 8888 });
    }
    const policy = inputsOf(
      rows,
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      "core-js-executor",
    );
    assert.deepEqual(at(policy, "spec", "ingress"), []);
    const budget = inputsOf(rows, "kubernetes:policy/v1:PodDisruptionBudget", "core-js-executor");
    assert.equal(at(budget, "spec", "maxUnavailable"), 1);
  });
});
