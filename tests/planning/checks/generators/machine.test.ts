import { strict as assert } from "node:assert";
import { generatorChecks } from "../../../../planning/checks/generators";
import type { StageDraft } from "../../../../planning/types";
import { changed, draftOf, readingsOf } from "../reading";
import type { Changes } from "../reading";

const read = (rule: string, plan: StageDraft) => readingsOf(generatorChecks, rule, plan);
/** Severity, value and limit of a rule's readings. */
const figures = (rule: string, plan: StageDraft) =>
  read(rule, plan).map(({ severity, value, limit }) => [severity, value, limit]);

const million = (changes: Changes = {}) => draftOf("million", changes);
/** A draft of the million with other values in the plan itself, and no headroom asked for. */
const planned = (changes: Changes) => changed(million({ checks: { headroomPercent: 0 } }), changes);

describe("generators.source-ports", () => {
  const rule = "generators.source-ports";
  const range = (ports: string) =>
    figures(rule, planned({ "fleet.sysctls": { "net.ipv4.ip_local_port_range": ports } }));

  it("holds devices against the generator's own range", () => {
    assert.deepEqual(figures(rule, million()), [["fine", 31_250, 64_511]]);
    assert.deepEqual(figures(rule, draftOf("dev")), [["fine", 500, 64_511]]);
    assert.deepEqual(range("1024 32274"), [["fine", 31_250, 31_250]]);
    assert.deepEqual(range("1024 32273"), [["error", 31_250, 31_249]]);
  });

  it("takes the kernel's own range where none is set, or one that it would refuse", () => {
    assert.deepEqual(figures(rule, planned({ "fleet.sysctls": {} })), [["error", 31_250, 28_231]]);
    assert.deepEqual(range("a lot"), [["error", 31_250, 28_231]]);
    // The seed's 25,000 a node fit even that.
    const seed = changed(draftOf("500k"), { "fleet.sysctls": {} });
    assert.deepEqual(figures(rule, seed), [["fine", 25_000, 28_231]]);
  });

  it("keeps the headroom, and mends with it", () => {
    const tight = changed(million(), {
      "fleet.sysctls": { "net.ipv4.ip_local_port_range": "0 34722" },
    });
    assert.deepEqual(figures(rule, tight), [["warning", 31_250, 34_722]]);
    assert.equal(read(rule, tight)[0]?.mend, "load.generators: 33 or more.");
  });
});

describe("generators.memory", () => {
  const rule = "generators.memory";

  it("a t3a.small bears 31,250 devices", () => {
    assert.deepEqual(figures(rule, million()), [["fine", 1_702, 1_894]]);
    assert.equal(
      read(rule, million())[0]?.message(),
      "A generator takes 1,702 MiB: heap 1,024, beside it 320, sockets of 31,250 devices 118, system 240; " +
        "t3a.small has 1,894.",
    );
  });

  it("passes at the instance's memory, fails a MiB above, warns within the headroom", () => {
    const heap = (heapMiB: number) => figures(rule, planned({ "fleet.heapMiB": heapMiB }));
    assert.deepEqual(heap(1_216), [["fine", 1_894, 1_894]]);
    assert.deepEqual(heap(1_217), [["error", 1_895, 1_894]]);
    assert.deepEqual(figures(rule, million({ loadFleet: { heapMiB: 1_027 } })), [
      ["warning", 1_705, 1_894],
    ]);
  });

  it("a pod has its limit, and no system of its own", () => {
    const pod = (heapMiB: number) =>
      figures(rule, draftOf("dev", { loadFleet: { heapMiB }, checks: { headroomPercent: 0 } }));
    assert.deepEqual(pod(1_024), [["fine", 1_346, 1_536]]);
    assert.deepEqual(pod(1_214), [["fine", 1_536, 1_536]]);
    assert.deepEqual(pod(1_215), [["error", 1_537, 1_536]]);
  });

  it("more devices take more sockets", () => {
    const double = million({ "load.generators": 16 });
    assert.deepEqual(figures(rule, double), [["warning", 1_819, 1_894]]);
  });
});

describe("generators.heap", () => {
  it("wants the heap with which so many devices have been run", () => {
    const rule = "generators.heap";
    const heap = (heapMiB: number) => figures(rule, planned({ "fleet.heapMiB": heapMiB }));
    assert.deepEqual(heap(1_024), [["fine", 1_024, 592]]);
    assert.deepEqual(heap(592), [["fine", 592, 592]]);
    assert.deepEqual(heap(591), [["warning", 591, 592]]);
    assert.equal(
      read(rule, planned({ "fleet.heapMiB": 591 }))[0]?.mend,
      "loadFleet.heapMiB: 592 or more.",
    );
  });
});

describe("generators.kernel-tables", () => {
  const rule = "generators.kernel-tables";

  it("open files and tracked connections hold every device", () => {
    assert.deepEqual(figures(rule, million()), [
      ["fine", 31_250, 1_048_576],
      ["fine", 31_250, 1_048_576],
      ["fine", 31_250, 1_048_576],
    ]);
    // A pod sets none of them; the end of its nofile is the kernel's.
    assert.deepEqual(figures(rule, draftOf("dev")), [["fine", 500, 1_048_576]]);
  });

  it("each of them fails one below", () => {
    for (const [index, key] of [
      "fs.file-max",
      "fs.nr_open",
      "net.netfilter.nf_conntrack_max",
    ].entries()) {
      const at = (limit: number) => {
        const sysctls = { ...million().fleet.sysctls, [key]: String(limit) };
        return figures(rule, planned({ "fleet.sysctls": sysctls }))[index];
      };
      assert.deepEqual(at(31_250), ["fine", 31_250, 31_250], key);
      assert.deepEqual(at(31_249), ["error", 31_250, 31_249], key);
    }
  });
});

describe("generators.tracking", () => {
  it("EC2 tracks the generators' connections too", () => {
    const rule = "generators.tracking";
    const cautious = (figure: number) =>
      figures(rule, million({ checks: { trackedConnections: { cautious: figure } } }));
    assert.deepEqual(figures(rule, million()), [["fine", 31_250, 76_957]]);
    assert.deepEqual(cautious(31_250), [["fine", 31_250, 31_250]]);
    assert.deepEqual(cautious(31_249), [["warning", 31_250, 31_249]]);
  });
});

describe("generators.cpu-credits", () => {
  it("tells of types that earn their CPU, and of no other", () => {
    const rule = "generators.cpu-credits";
    const type = (instanceType: string) => figures(rule, million({ loadFleet: { instanceType } }));
    assert.deepEqual(type("t3a.small"), [["info", "t3a.small", "20 % of each vCPU"]]);
    assert.deepEqual(type("t4g.small"), [["info", "t4g.small", "20 % of each vCPU"]]);
    assert.deepEqual(type("c6a.large"), [["fine", "c6a.large", "all of each vCPU"]]);
  });
});
