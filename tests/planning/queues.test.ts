import { strict as assert } from "node:assert";
import fc from "fast-check";
import { PlanError } from "../../planning";
import { planConnectionPool, planPartitions, planQueues } from "../../planning/queues";
import { connectionSlots } from "../../planning/tiers/postgresql";
import { eksStages, sizingOf } from "./support/sizings";

describe("queue partitions", () => {
  it("are the seed's for its own counts", () => {
    for (const stage of [...eksStages, "dev"]) {
      assert.deepEqual(planPartitions(sizingOf(stage)), {
        core: 6,
        ruleEngine: 6,
        js: 12,
        transportApi: 12,
      });
    }
  });

  it("are multiples of the pods that consume them, at least the seed's, and no larger than need be", () => {
    const pods = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(pods, pods, pods, (core, ruleEngine, js) => {
        const partitions = planPartitions(
          sizingOf("million", {
            tbCore: { replicas: core },
            ruleEngine: { replicas: ruleEngine },
            jsExecutor: { replicas: js },
          }),
        );
        const holds = (count: number, step: number, minimum: number) => {
          assert.ok(count % step === 0 && count >= minimum && count - step < minimum);
        };
        holds(partitions.core, core, 6);
        holds(partitions.ruleEngine, ruleEngine, 6);
        holds(partitions.js, js, 12);
        holds(partitions.transportApi, core, 12);
      }),
    );
  });

  it("Main gets the seed's pack timeout, no queue a consumer for each partition", () => {
    assert.deepEqual(planQueues(6), [
      { name: "Main", partitions: 6, consumerPerPartition: false, packProcessingTimeoutMs: 30_000 },
      {
        name: "HighPriority",
        partitions: 6,
        consumerPerPartition: false,
        packProcessingTimeoutMs: 2_000,
      },
      {
        name: "SequentialByOriginator",
        partitions: 6,
        consumerPerPartition: false,
        packProcessingTimeoutMs: 2_000,
      },
    ]);
  });
});

describe("connection pools", () => {
  it("12 pods with 16 connections fit into 200 slots at the million", () => {
    assert.equal(planConnectionPool(sizingOf("million")), 16);
  });

  it("all pools together fit into the slots", () => {
    const pods = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(pods, pods, fc.integer({ min: 100, max: 500 }), (core, ruleEngine, slots) => {
        const pool = planConnectionPool(
          sizingOf("million", {
            tbCore: { replicas: core },
            ruleEngine: { replicas: ruleEngine },
            pooler: { clientSlots: slots },
          }),
        );
        assert.ok(pool >= 1 && pool <= 16 && pool * (core + ruleEngine) <= slots);
      }),
    );
  });

  it("without a pooler PostgreSQL's own connections count, less the reserved ones", () => {
    assert.equal(connectionSlots(sizingOf("dev")), 250 - 3 - 10);
    const reserved = sizingOf("dev", {
      postgresql: { maxConnections: 60, parameters: { superuser_reserved_connections: "10" } },
    });
    assert.equal(connectionSlots(reserved), 40);
  });

  it("too few slots are refused", () => {
    const crowded = sizingOf("million", {
      tbCore: { replicas: 8 },
      pooler: { clientSlots: 10 },
    });
    assert.throws(
      () => planConnectionPool(crowded),
      (error: unknown) => error instanceof PlanError && error.path === "pooler.clientSlots",
    );
  });
});
