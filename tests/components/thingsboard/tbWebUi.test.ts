import { strict as assert } from "node:assert";
import { hashedName } from "../../../components/kubernetes/contentHash";
import { at, corePlan, coreRows, inputsOf } from "./tbCoreSupport";

const deployment = "kubernetes:apps/v1:Deployment";
const service = "kubernetes:core/v1:Service";

describe("TbWebUi", () => {
  it("runs the planned pods on the planned nodes", async () => {
    const plan = corePlan();
    const inputs = inputsOf(await coreRows(plan), deployment, "core-web-ui");
    assert.equal(at(inputs, "metadata", "name"), "tb-web-ui");
    assert.equal(at(inputs, "spec", "replicas"), plan.webUi.replicas);
    const pod = at(inputs, "spec", "template", "spec");
    assert.deepEqual(at(pod, "nodeSelector"), { role: plan.webUi.nodeGroup });
    assert.equal(at(pod, "containers", 0, "image"), plan.images.webUi);
    assert.equal(
      at(pod, "containers", 0, "resources", "limits", "memory"),
      `${plan.webUi.containers[0]!.memoryLimitMiB}Mi`,
    );
    assert.deepEqual(at(pod, "containers", 0, "envFrom"), [
      { configMapRef: { name: hashedName("tb-web-ui-environment", plan.webUiEnvironment) } },
    ]);
    for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
      assert.deepEqual(at(pod, "containers", 0, probe, "httpGet"), {
        path: "/index.html",
        port: 8080,
      });
    }
  });

  it("tells the load balancer which page to ask for, where there is one", async () => {
    const inputs = inputsOf(await coreRows(), service, "core-web-ui");
    assert.deepEqual(at(inputs, "metadata", "annotations"), {
      "alb.ingress.kubernetes.io/healthcheck-path": "/index.html",
    });
    assert.deepEqual(at(inputs, "spec", "ports"), [{ name: "http", port: 8080, targetPort: 8080 }]);
    const dev = inputsOf(await coreRows(corePlan("dev")), service, "core-web-ui");
    assert.deepEqual(at(dev, "metadata"), {
      name: "tb-web-ui",
      namespace: corePlan("dev").placement.namespace,
    });
  });

  it("loses one pod at a time", async () => {
    const inputs = inputsOf(
      await coreRows(),
      "kubernetes:policy/v1:PodDisruptionBudget",
      "core-web-ui",
    );
    assert.equal(at(inputs, "spec", "maxUnavailable"), 1);
  });
});
