import { strict as assert } from "node:assert";
import { helmRelease } from "../../../components/kubernetes/helmRelease";
import { rowOf, rowsOf } from "../../support/rowsOf";

const type = "kubernetes:helm.sh/v3:Release";
const chart = { name: "some-chart", repository: "https://charts.example/stable", version: "1.2.3" };

describe("helmRelease", () => {
  it("installs the pinned chart whole or not at all, under a known name, and waits for it", async () => {
    const rows = await rowsOf(() =>
      helmRelease("store", { chart, namespace: "somewhere", values: { replicas: 2 } }, {}),
    );
    assert.equal(rows.length, 1);
    const { inputs, options } = rowOf(rows, type, "store");
    assert.deepEqual(inputs, {
      name: "some-chart",
      chart: "some-chart",
      version: "1.2.3",
      repositoryOpts: { repo: "https://charts.example/stable" },
      namespace: "somewhere",
      createNamespace: false,
      values: { replicas: 2 },
      atomic: true,
      timeout: 600,
      skipAwait: false,
      skipCrds: false,
      // The SDK's own.
      compat: "true",
    });
    assert.deepEqual(options.customTimeouts, { create: "15m", update: "15m", delete: "15m" });
  });

  it("takes another name for the release, and options of the caller", async () => {
    const rows = await rowsOf(() =>
      helmRelease(
        "store",
        { chart, namespace: "somewhere", values: {}, releaseName: "second" },
        { protect: true, customTimeouts: { create: "1h" } },
      ),
    );
    const { inputs, options } = rowOf(rows, type, "store");
    assert.equal(inputs.name, "second");
    assert.equal(inputs.chart, "some-chart");
    assert.deepEqual(options, { customTimeouts: { create: "1h" }, protect: true });
  });
});
