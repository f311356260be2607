import { strict as assert } from "node:assert";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { KubectlMissing, runRepair, type RepairOptions } from "../../cli/repair";
import { cassandraPods } from "../../planning/cassandraPods";
import { stagePlan } from "../support/stages";

const podsOfMillion = [
  "cassandra-datacenter1-rack-a-sts-0",
  "cassandra-datacenter1-rack-b-sts-0",
  "cassandra-datacenter1-rack-c-sts-0",
];

describe("runRepair", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "repair-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs a repair of the million stage against a kubectl that ends as told, once a call; 0 when nothing is told. */
  async function repair(
    endings: readonly (number | Error)[] = [],
    changes: Partial<RepairOptions> = {},
  ) {
    const calls: (readonly string[])[] = [];
    const printed: string[] = [];
    const warned: string[] = [];
    const status = await runRepair({
      plan: stagePlan("million"),
      context: "big",
      folder,
      kubectl: (args) => {
        const ending = endings[calls.length] ?? 0;
        calls.push(args);
        return typeof ending === "number" ? Promise.resolve(ending) : Promise.reject(ending);
      },
      print: (line) => printed.push(line),
      warn: (line) => warned.push(line),
      ...changes,
    });
    return { status, calls, printed, warned: warned.join("\n"), pods: calls.map(podOf) };
  }
  const podOf = (args: readonly string[]) => args[args.indexOf("exec") + 1];
  const progressFile = () => join(folder, "repair-million.json");

  it("repairs one node after the other, all of the data, each range once", async () => {
    const { status, calls, printed, warned } = await repair();
    assert.equal(status, 0);
    assert.deepEqual(
      calls,
      podsOfMillion.map((pod) => [
        ...["--context", "big", "--namespace", "thingsboard", "exec", pod],
        ...["--container", "cassandra", "--"],
        ...["nodetool", "repair", "--full", "--partitioner-range"],
      ]),
    );
    assert.deepEqual(printed, [
      "1/3 cassandra-datacenter1-rack-a-sts-0 repaired",
      "2/3 cassandra-datacenter1-rack-b-sts-0 repaired",
      "3/3 cassandra-datacenter1-rack-c-sts-0 repaired",
    ]);
    assert.equal(warned, "");
  });

  it("waits for a node before it goes to the next", async () => {
    let running = 0;
    const { status } = await repair([], {
      kubectl: async () => {
        running += 1;
        assert.equal(running, 1);
        await new Promise((done) => setTimeout(done, 2));
        running -= 1;
        return 0;
      },
    });
    assert.equal(status, 0);
  });

  it("leaves nothing behind when it is done, so that the next repair is a whole one", async () => {
    await repair();
    assert.deepEqual(readdirSync(folder), []);
    assert.equal((await repair()).calls.length, 3);
  });

  it("stops at a node that fails, and goes on with that node", async () => {
    const stopped = await repair([0, 3]);
    assert.equal(stopped.status, 1);
    assert.deepEqual(stopped.printed, [
      "1/3 cassandra-datacenter1-rack-a-sts-0 repaired",
      "2/3 cassandra-datacenter1-rack-b-sts-0 failed",
    ]);
    assert.match(stopped.warned, /rack-b-sts-0 ended with 3/);
    assert.deepEqual(JSON.parse(readFileSync(progressFile(), "utf8")), {
      target: "--context big",
      pods: podsOfMillion,
      repaired: podsOfMillion.slice(0, 1),
    });

    const resumed = await repair();
    assert.equal(resumed.status, 0);
    assert.deepEqual(resumed.pods, podsOfMillion.slice(1));
    assert.equal(resumed.printed[0], "1/3 cassandra-datacenter1-rack-a-sts-0 repaired before");
    assert.ok(!existsSync(progressFile()));
  });

  it("goes on with the same node when the program itself is ended in the middle", async () => {
    await assert.rejects(repair([0, new Error("ended")]), /ended/);
    assert.deepEqual((await repair()).pods, podsOfMillion.slice(1));
  });

  it("begins anew with --restart", async () => {
    await repair([0, 3]);
    assert.deepEqual((await repair([], { restart: true })).pods, podsOfMillion);
  });

  it("begins anew, and says so, when the progress is another cluster's", async () => {
    await repair([0, 3]);
    const other = await repair([], { context: "other" });
    assert.deepEqual(other.pods, podsOfMillion);
    assert.match(other.warned, /another cluster: beginning with the first node/);
  });

  it("refuses a progress file that is none, with the ways out", async () => {
    writeFileSync(progressFile(), '{"repaired": 7}');
    const { status, calls, warned } = await repair();
    assert.deepEqual([status, calls], [2, []]);
    assert.ok(warned.includes(progressFile()) && warned.includes("--restart"));
    assert.equal((await repair([], { restart: true })).status, 0);
  });

  it("asks which cluster on EKS, never takes the current context", async () => {
    const { status, calls, warned } = await repair([], { context: undefined });
    assert.deepEqual([status, calls], [2, []]);
    assert.match(warned, /--kubeconfig nor --context/);
    assert.match(warned, /npm run repair -- million --kubeconfig/);
  });

  it("takes the context that the sizing of an existing cluster names, unless told otherwise", async () => {
    const plan = stagePlan("dev");
    const named = plan.existingCluster!.context;
    const { calls } = await repair([], { plan, context: undefined });
    assert.deepEqual(calls[0]?.slice(0, 2), ["--context", named]);
    assert.deepEqual(calls.length, 1);
    const other = await repair([], { plan, context: "mine" });
    assert.deepEqual(other.calls[0]?.slice(0, 2), ["--context", "mine"]);
  });

  it("reads a kubeconfig from where the user stands", async () => {
    const { calls } = await repair([], { context: undefined, kubeconfig: "kubeconfig.json" });
    const from = process.env.INIT_CWD ?? process.cwd();
    assert.deepEqual(calls[0]?.slice(0, 3), [
      "--kubeconfig",
      resolve(from, "kubeconfig.json"),
      "--namespace",
    ]);
  });

  it("says that kubectl is missing", async () => {
    const { status, warned } = await repair([new KubectlMissing("ENOENT")]);
    assert.equal(status, 2);
    assert.match(warned, /kubectl could not be started/);
  });
});

describe("cassandraPods", () => {
  const plan = stagePlan("million").dataTier.cassandra;
  const podsWith = (replicas: number) =>
    cassandraPods({ ...plan, workload: { ...plan.workload, replicas } });

  it("names the million stage's pods as the operator does", () => {
    assert.deepEqual(cassandraPods(plan), podsOfMillion);
  });

  it("deals what is left over to the first racks", () => {
    assert.deepEqual(podsWith(5), [
      "cassandra-datacenter1-rack-a-sts-0",
      "cassandra-datacenter1-rack-a-sts-1",
      "cassandra-datacenter1-rack-b-sts-0",
      "cassandra-datacenter1-rack-b-sts-1",
      "cassandra-datacenter1-rack-c-sts-0",
    ]);
  });
});
