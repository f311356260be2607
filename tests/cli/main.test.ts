import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as awsCommands from "../../cli/awsCommands";
import * as programCommands from "../../cli/dump/commands";
import { ExitStatus } from "../../cli/exitStatus";
import type { CommandContext } from "../../cli/context";
import { main } from "../../cli/main";
import { planDocument, type PlanDocument } from "../../cli/planDocument";
import { stagePlan, testDay } from "../support/stages";

const ROOT = resolve(__dirname, "..", "..");

interface CommandRun {
  readonly status: ExitStatus;
  readonly result: string;
  readonly notes: readonly string[];
}

function run(...commandLine: readonly string[]): Promise<CommandRun> {
  return runWith({}, ...commandLine);
}

async function runWith(
  change: Partial<CommandContext>,
  ...commandLine: readonly string[]
): Promise<CommandRun> {
  let result = "";
  const notes: string[] = [];
  const status = await main(commandLine, {
    writeResult: (text) => {
      result += text;
    },
    writeNote: (line) => {
      notes.push(line);
    },
    today: testDay,
    colour: false,
    projectFolder: ROOT,
    programFile: resolve(__dirname, "..", "support", "smallProgram.ts"),
    loadProgramCommands: () => Promise.resolve(programCommands),
    loadAwsCommands: () => Promise.resolve(awsCommands),
    loadPageCommands: () => Promise.reject(new Error("only --html loads the page's program")),
    ...change,
  });
  return { status, result, notes };
}

function widest(text: string): number {
  return Math.max(...text.split("\n").map((line) => line.length));
}

describe("plan", () => {
  it("shows every committed stage on a line of its own, in 80 columns", async () => {
    const { status, result, notes } = await run("plan");
    assert.equal(status, ExitStatus.fine);
    assert.deepEqual(notes, []);
    assert.ok(widest(result) <= 80, result);
    const lines = (result.split("\n\n")[0] ?? "")
      .split("\n")
      .filter((line) => /^(dev|\d+k|million)/.test(line));
    const cells = lines.map((line) => line.split(/ +/));
    assert.deepEqual(
      cells.map(([stack]) => stack),
      ["dev", "100k-20k", "100k-30k", "100k-45k", "300k", "500k", "million"],
    );
    const { totals, headroom, cost } = stagePlan("million");
    assert.deepEqual(cells.at(-1)?.slice(0, 8), [
      ...["million", "1,000,000", "5,024", "27", "82", "83,334", "90,910"],
      String(headroom[0]?.headroomPercent),
    ]);
    assert.deepEqual(cells.at(-1)?.slice(8, 10), [
      Math.round(totals.usdPerMonth ?? 0).toLocaleString("en-US"),
      cost.cluster.usdPerThousandDevices?.toFixed(2),
    ]);
    assert.equal(cells[0]?.[6], "-", "no other node takes the connections of the only one");
  });

  it("shows one stage in full, in 80 columns", async () => {
    const { status, result } = await run("plan", "million");
    assert.equal(status, ExitStatus.fine);
    assert.ok(widest(result) <= 80, result);
    const { workloads } = stagePlan("million");
    assert.match(
      result,
      /^million: 1,000,000 devices, 27 nodes, 82 vCPU, \d+ pods, 12 transport pods\n/,
    );
    for (const { name } of workloads) {
      assert.ok(result.includes(`\n  ${name} `), name);
    }
    assert.match(result, /last: {2}devices 968,750 to 999,999, 157 messages per second/);
    assert.match(
      result,
      /┌─ 12 nodes transport-0 … transport-11 · c6a\.large · eu-west-1a, b, c ─+┐/,
    );
  });

  it("says where a value comes from: the stage file with its line, a default, a formula", async () => {
    const asked = async (path: string) => (await run("plan", "million", "--explain", path)).result;
    const lines = readFileSync(join(ROOT, "Pulumi.million.yaml"), "utf8").split("\n");
    const line = lines.findIndex((each) => each.includes("mqttTransport: {")) + 1;
    assert.equal(
      await asked("mqttTransport.replicas"),
      `mqttTransport.replicas = 12\n  Pulumi.million.yaml, line ${line}: Pods.\n`,
    );
    assert.match(await asked("kafka.storageGiB"), /^kafka\.storageGiB = 20\n {2}default: .*381/);
    assert.match(
      await asked("core.jsPartitions"),
      /= 12\n {2}derived: the smallest multiple of js/,
    );
    assert.match(await asked("connections"), /^connections\.\S+ = /);
    assert.match(await asked("cost.transport"), /12 × c6a\.large/);
    const wrong = await run("plan", "million", "--explain", "kafka.storageGib");
    assert.equal(wrong.status, ExitStatus.badInput);
    assert.match(wrong.notes.join(""), /Did you mean kafka\.storageGiB\?/);
    assert.equal((await run("plan", "--explain", "kafka")).status, ExitStatus.badInput);
  });

  it("colours for a terminal and nowhere else, and keeps the text", async () => {
    const escape = "\u001b[";
    for (const commandLine of [["plan"], ["plan", "million"]]) {
      const without = await run(...commandLine);
      const withColour = await runWith({ colour: true }, ...commandLine);
      assert.ok(!without.result.includes(escape));
      assert.ok(withColour.result.includes(escape));
      assert.equal(stripVTControlCharacters(withColour.result), without.result);
    }
  });

  it("says of an existing cluster that it makes no nodes", async () => {
    const { result } = await run("plan", "dev");
    assert.match(result, /^dev: 1,000 devices, 0 nodes, 0 vCPU, \d+ pods, 1 transport pod\n/);
    assert.match(result, /Node groups\n {2}none: the cluster of the context \S+ stands already/);
  });

  it("prints for other programs what it plans, one object or a list", async () => {
    const one = await run("plan", "million", "--json");
    assert.deepEqual(JSON.parse(one.result), planDocument(stagePlan("million")));
    const all = JSON.parse((await run("plan", "--json")).result) as PlanDocument[];
    assert.equal(all.length, 7);
    assert.deepEqual(all[6], planDocument(stagePlan("million")));
  });

  it("keeps the contract's keys, in its order", () => {
    const document = planDocument(stagePlan("million"));
    const keys = Object.keys;
    assert.deepEqual(keys(document), [
      ...["stack", "load", "nodeGroups", "workloads", "totals", "findings", "fleet"],
      ...["headroom", "cost"],
    ]);
    assert.deepEqual(keys(document.load), [
      ...["devices", "messagesPerSecond", "dataPointsPerSecond"],
      ...["generators", "devicesPerGenerator", "messagesPerSecondPerGenerator"],
    ]);
    assert.deepEqual(keys(document.nodeGroups[0] ?? {}).slice(0, 8), [
      ...["name", "role", "region", "instanceType", "count", "vCpu", "memoryMiB", "workloads"],
    ]);
    const transport = document.workloads.find(({ name }) => name === "tb-mqtt-transport");
    assert.deepEqual(keys(transport ?? {}).slice(0, 9), [
      ...["name", "tier", "kind", "nodeGroup", "replicas"],
      ...["cpuRequestMilli", "memoryRequestMiB", "memoryLimitMiB", "heapMiB"],
    ]);
    assert.deepEqual(keys(document.totals), [
      ...["nodes", "vCpu", "pods", "usdPerHour", "usdPerMonth", "usdPerThousandDevices"],
    ]);
    assert.deepEqual(keys(document.fleet), ["region", "instanceType", "count", "shards"]);
    assert.deepEqual(document.fleet.shards[31], {
      index: 31,
      start: 968_750,
      end: 1_000_000,
      messagesPerSecond: 157,
    });
  });
});

describe("a stack file of the user's", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "stack-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function copyOfMillion(change: (text: string) => string): string {
    const file = join(folder, "Pulumi.copy.yaml");
    writeFileSync(file, change(readFileSync(join(ROOT, "Pulumi.million.yaml"), "utf8")));
    return file;
  }

  it("is planned under its own name, or under the one that is given", async () => {
    const file = copyOfMillion((text) => text);
    const own = await run("plan", "--config-file", file, "--json");
    assert.equal((JSON.parse(own.result) as PlanDocument).stack, "copy");
    const given = await run("plan", "500k", "--config-file", file, "--json");
    assert.equal((JSON.parse(given.result) as PlanDocument).stack, "500k");
  });

  it("ends with 1 and the number, the limit and the source when its size cannot work", async () => {
    const file = copyOfMillion((text) =>
      text.replace("replicas: 12, antiAffinity", "replicas: 6, antiAffinity"),
    );
    const { status, result } = await run("plan", "--config-file", file);
    assert.equal(status, ExitStatus.finding);
    assert.match(result, /\ncopy cannot work: connections\.tracking[^]*checks\.md\.\n$/);
    assert.match(result, /error connections\.\S+ at mqttTransport\.replicas/);
    assert.match(result, /166,667[\s\S]*100,000[\s\S]*Source:/);
  });

  it("may accept a finding by name and reason, and then ends with 0", async () => {
    const accept =
      "    checks: { accept: [{ rule: connections.tracking, reason: the allowance was measured }] }\n";
    const file = copyOfMillion((text) => text.replace("    zookeeper:", `${accept}    zookeeper:`));
    const { status, result } = await run("plan", "--config-file", file, "--json");
    assert.equal(status, ExitStatus.fine);
    const { findings } = JSON.parse(result) as PlanDocument;
    const [tracking] = findings.filter(({ rule }) => rule === "connections.tracking");
    assert.equal(tracking?.accepted, "the allowance was measured");
  });

  it("is refused with one message and status 2 when its numbers do not fit", async () => {
    const file = copyOfMillion((text) => text.replace(/devices: [\d_]+/, "devices: 1000001"));
    const { status, result, notes } = await run("plan", "--config-file", file);
    assert.equal(status, ExitStatus.badInput);
    assert.equal(result, "");
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? "", /devices/);
    assert.doesNotMatch(notes[0] ?? "", /\n +at /);
  });
});

describe("bad arguments", () => {
  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["an unknown command", ["plam"], /unknown command 'plam' \(Did you mean plan\?\)/],
    ["an unknown option", ["plan", "--jsn"], /unknown option '--jsn' \(Did you mean --json\?\)/],
    ["an argument too many", ["plan", "dev", "million"], /too many arguments/],
    ["an option without its value", ["plan", "--config-file"], /argument missing/],
    ["an unknown stack", ["plan", "milion"], /"milion"[\s\S]*million/],
    [
      "a wrong day, once for all stages",
      ["plan", "--on", "2027-13-01"],
      /^1 problem in the day[^]*--on: given 2027-13-01(?![^]*given)/,
    ],
    ["a dump of no stack", ["dump"], /stack: given none/],
  ];
  for (const [title, commandLine, message] of wrong) {
    it(`${title} ends with 2, a message and no result`, async () => {
      const { status, result, notes } = await run(...commandLine);
      assert.equal(status, ExitStatus.badInput);
      assert.equal(result, "");
      assert.equal(notes.length, 1);
      assert.match(notes[0] ?? "", message);
    });
  }
});

describe("--help", () => {
  it("is a result: it names every command and what the exit status means", async () => {
    const { status, result, notes } = await run("--help");
    assert.equal(status, ExitStatus.fine);
    assert.deepEqual(notes, []);
    for (const name of ["plan", "dump", "golden", "repair", "schema"]) {
      assert.match(result, new RegExp(`^  ${name} `, "m"));
    }
    assert.match(result, /Exit status: 0 fine, 1 a check found an error, 2 bad input\./);
    assert.ok(widest(result) <= 80, result);
  });
});

describe("dump", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "stack-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function dumpWithLength(length: number): Promise<CommandRun> {
    const file = join(folder, "Pulumi.small.yaml");
    writeFileSync(file, `config:\n  thingsboard-scale:sizing:\n    length: ${String(length)}\n`);
    return run("dump", "--config-file", file);
  }

  it("prints the registrations of the program and nothing else", async () => {
    const { status, result, notes } = await dumpWithLength(9);
    assert.equal(status, ExitStatus.fine);
    assert.deepEqual(notes, []);
    assert.deepEqual(JSON.parse(result), [
      {
        type: "random:index/randomPassword:RandomPassword",
        name: "small-password",
        parent: null,
        options: {},
        inputs: { length: 9 },
      },
    ]);
  });

  it("tells a mistake that the program names with its message alone and status 2", async () => {
    const { status, result, notes } = await dumpWithLength(7);
    assert.equal(status, ExitStatus.badInput);
    assert.equal(result, "");
    assert.deepEqual(notes, ["length: given 7, allowed 8 or more"]);
  });
});
