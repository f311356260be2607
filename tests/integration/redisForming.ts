import { strict as assert } from "node:assert";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { formingScript } from "../../components/stores/redisFormingScript";

/*
 * The forming script against six real servers on loopback addresses. Not part of `npm test`: it takes two minutes and
 * needs valkey-server and valkey-cli, or redis-server and redis-cli from 7.0 on. Run it with
 *   npx mocha --no-config --require ts-node/register --timeout 300000 tests/integration/redisForming.ts
 */

const port = 7000;
const ordinals = [1, 2, 3, 4, 5, 6];
const password = "of-this-test-alone";
const program = ["valkey", "redis"].find(
  (name) => spawnSync(`${name}-server`, ["--version"]).status === 0,
);

/** Which node, and what it is: `3 master 5461-10921` or `4 replica of 1`. */
type Roles = readonly string[];

describe("forming script on real servers", () => {
  /** Stands for the pods' addresses: another one is a restart of every pod at once. */
  let network = "127.0.71";
  let folder: string;
  const servers = new Map<number, ChildProcess>();

  before(() => {
    assert.ok(
      program,
      "Install valkey-server (or redis-server 7.0 or later) with its client first.",
    );
    folder = mkdtempSync(join(tmpdir(), "redis-forming-"));
    ordinals.forEach(start);
  });
  after(async () => {
    await Promise.all([...servers.keys()].map(stop));
    rmSync(folder, { recursive: true });
  });

  const host = (ordinal: number) => `${network}.${ordinal}`;
  const address = (ordinal: number) => `${host(ordinal)}:${port}`;
  const volume = (ordinal: number) => join(folder, String(ordinal));

  /** The arguments of the pods (components/stores/redis.ts), on an address of its own. */
  function start(ordinal: number): void {
    mkdirSync(volume(ordinal), { recursive: true });
    const server = spawn(
      `${program!}-server`,
      [
        ...["--bind", host(ordinal), "--port", String(port), "--dir", volume(ordinal)],
        ...[
          "--cluster-enabled",
          "yes",
          "--cluster-config-file",
          join(volume(ordinal), "nodes.conf"),
        ],
        ...["--cluster-node-timeout", "5000", "--cluster-announce-ip", host(ordinal)],
        ...["--appendonly", "no", "--save", ""],
        ...["--maxmemory", "32mb", "--maxmemory-policy", "allkeys-lru"],
        ...["--requirepass", password],
        ...[program === "valkey" ? "--primaryauth" : "--masterauth", password],
      ],
      { stdio: "ignore" },
    );
    servers.set(ordinal, server);
  }

  async function stop(ordinal: number): Promise<void> {
    const server = servers.get(ordinal);
    servers.delete(ordinal);
    if (server?.exitCode === null) {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await ended;
    }
  }

  async function restartAll(newNetwork: string): Promise<void> {
    await Promise.all(ordinals.map(stop));
    network = newNetwork;
    ordinals.forEach(start);
  }

  const env = { ...process.env, REDISCLI_AUTH: password, VALKEYCLI_AUTH: password };

  function form(waitSeconds = 60) {
    const script = formingScript({
      masters: [
        { address: address(1), firstSlot: 0, lastSlot: 5460 },
        { address: address(3), firstSlot: 5461, lastSlot: 10921 },
        { address: address(5), firstSlot: 10922, lastSlot: 16383 },
      ],
      followers: [
        { address: address(4), master: address(1) },
        { address: address(6), master: address(3) },
        { address: address(2), master: address(5) },
      ],
      waitSeconds,
      cli: `${program!}-cli`,
    });
    return spawnSync("sh", ["-c", script], { encoding: "utf8", env, timeout: 120_000 });
  }

  function formed(): string {
    const { status, stdout, stderr } = form();
    assert.equal(status, 0, `${stdout}${stderr}`);
    return stdout;
  }

  function ask(ordinal: number, ...command: string[]): string {
    const { stdout } = spawnSync(
      `${program!}-cli`,
      ["-h", host(ordinal), "-p", String(port), ...command],
      { encoding: "utf8", env, timeout: 10_000 },
    );
    return stdout.trim();
  }

  /** As each node tells it; all must agree. */
  function roles(): Roles {
    const views = ordinals.map((ordinal) => {
      const rows = ask(ordinal, "cluster", "nodes")
        .split("\n")
        .map((line) => line.split(" "));
      const ordinalOf = new Map(
        rows.map(([id, where]) => [id, Number(/\.(\d+):/.exec(where!)?.[1])]),
      );
      return rows
        .map(([id, , flags, master, , , , , ...slots]) =>
          flags!.includes("master")
            ? `${ordinalOf.get(id)!} master ${slots.join(" ")}`
            : `${ordinalOf.get(id)!} replica of ${ordinalOf.get(master)!}`,
        )
        .sort();
    });
    const [first, ...others] = views;
    others.forEach((view) => {
      assert.deepEqual(view, first);
    });
    return first!;
  }

  const asPlanned: Roles = [
    "1 master 0-5460",
    "2 replica of 5",
    "3 master 5461-10921",
    "4 replica of 1",
    "5 master 10922-16383",
    "6 replica of 3",
  ];
  const nothingToDo = "Formed: 3 masters serve all slots, and every pair is linked.\n";

  it("forms a new cluster as planned", () => {
    formed();
    assert.deepEqual(roles(), asPlanned);
  });

  it("does nothing when it is run again", () => {
    assert.equal(formed(), nothingToDo);
    assert.deepEqual(roles(), asPlanned);
  });

  it("comes back after all restarted at the same addresses", async () => {
    await restartAll("127.0.71");
    formed();
    assert.deepEqual(roles(), asPlanned);
  });

  it("comes back after all restarted at new addresses", async () => {
    await restartAll("127.0.72");
    formed();
    assert.deepEqual(roles(), asPlanned);
    assert.equal(formed(), nothingToDo);
  });

  it("leaves the roles as a fail-over made them, also over a restart of all", async () => {
    assert.equal(ask(4, "cluster", "failover"), "OK");
    await sleep(3_000);
    const turned = [
      "1 replica of 4",
      ...asPlanned.slice(1, 3),
      "4 master 0-5460",
      ...asPlanned.slice(4),
    ];
    formed();
    assert.deepEqual(roles(), turned);
    assert.equal(formed(), nothingToDo);
    await restartAll("127.0.73");
    formed();
    assert.deepEqual(roles(), turned);
  });

  it("makes a master that was away the replica of the one that took over", async () => {
    await stop(3);
    await sleep(12_000);
    start(3);
    formed();
    assert.ok(roles().includes("3 replica of 6"));
    assert.ok(roles().includes("6 master 5461-10921"));
  });

  it("takes a node back that lost its volume, and keeps the data of its pair", async () => {
    const inSlotsOf5 = (key: string) => Number(ask(5, "cluster", "keyslot", key)) >= 10922;
    const key = ["a", "b", "c", "d", "e", "f"].find(inSlotsOf5);
    assert.ok(key);
    ask(5, "-c", "set", key, "kept");
    await stop(5);
    rmSync(volume(5), { recursive: true });
    start(5);
    formed();
    assert.ok(roles().includes("2 master 10922-16383"), roles().join("\n"));
    assert.ok(roles().includes("5 replica of 2"));
    assert.equal(ask(2, "-c", "get", key), "kept");
    assert.equal(formed(), nothingToDo);
  });

  it("gives the slots of a pair that lost both volumes to the pair again", async () => {
    await Promise.all([stop(3), stop(6)]);
    for (const ordinal of [3, 6]) {
      rmSync(volume(ordinal), { recursive: true });
      start(ordinal);
    }
    formed();
    assert.ok(roles().includes("3 master 5461-10921"), roles().join("\n"));
    assert.ok(roles().includes("6 replica of 3"));
  });

  it("says which node is missing, and ends with 1", async () => {
    await stop(6);
    const { status, stderr } = form(2);
    assert.equal(status, 1);
    assert.equal(stderr, `Not formed within 2 seconds: ${address(6)} does not answer.\n`);
  });
});
