import { strict as assert } from "node:assert";
import { container, workload } from "../../planning/workload";

const resources = (cpu: number, memory: number, limit = memory) => ({
  cpuRequestMilli: cpu,
  memoryRequestMiB: memory,
  memoryLimitMiB: limit,
});

describe("workload", () => {
  const parts = {
    name: "store",
    tier: "data",
    kind: "StatefulSet",
    nodeGroup: "worker",
    replicas: 3,
    containers: [
      container("main", { ...resources(100, 256, 300), heapMiB: 192 }),
      container("sidecar", resources(50, 64, 128)),
    ],
  } as const;

  it("requests the sum of the containers, and limits their sum", () => {
    const made = workload(parts);
    assert.deepEqual(
      [made.cpuRequestMilli, made.memoryRequestMiB, made.memoryLimitMiB, made.heapMiB],
      [150, 320, 428, 192],
    );
  });

  it("takes the largest init container where that is more, each resource by itself", () => {
    const made = workload({
      ...parts,
      initContainers: [
        container("first", resources(1_000, 64)),
        container("second", resources(10, 512)),
      ],
    });
    assert.deepEqual(
      [made.cpuRequestMilli, made.memoryRequestMiB, made.memoryLimitMiB],
      [1_000, 512, 512],
    );
  });

  it("carries a CPU limit only where one is stated, and no other key of the sizing", () => {
    const stated = { ...resources(100, 256), replicas: 3, cpuLimitMilli: 250 };
    assert.deepEqual(container("main", stated), {
      name: "main",
      ...resources(100, 256),
      cpuLimitMilli: 250,
    });
    assert.ok(!("cpuLimitMilli" in container("main", resources(100, 256))));
  });
});
