import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RedisForming } from "../../../components/stores/redisForming";
import { formingScript, type RedisFormation } from "../../../components/stores/redisFormingScript";
import type { RedisPlan } from "../../../planning/types";
import { changedInputs } from "../../support/changedInputs";
import { containerIn, fieldsOf, podOf, specOf } from "../../support/fields";
import { rowOf, rowsOf } from "../../support/rowsOf";
import { stagePlan } from "../../support/stages";

const jobType = "kubernetes:batch/v1:Job";
const cronType = "kubernetes:batch/v1:CronJob";
const mapType = "kubernetes:core/v1:ConfigMap";
const password = { secretName: "redis", key: "password" };

const planOf = () => stagePlan("million").dataTier.redis;
const formingRows = (plan: RedisPlan, options?: { preview: boolean }) =>
  rowsOf(() => new RedisForming("forming", { plan, password, after: [] }), options);
const scriptOf = async (plan: RedisPlan) => {
  const { data } = rowOf(await formingRows(plan), mapType, "forming").inputs;
  return String(fieldsOf(data)["form.sh"]);
};

describe("RedisForming", () => {
  it("is a script, a Job that is awaited and then a CronJob, the same in preview and update", async () => {
    const preview = await formingRows(planOf());
    assert.deepEqual(
      preview.map(({ type, name }) => `${type}::${name}`),
      [
        `${cronType}::forming`,
        `${jobType}::forming`,
        `${mapType}::forming`,
        "thingsboard-scale:index:RedisForming::forming",
      ],
    );
    assert.deepEqual(rowOf(preview, cronType, "forming").options.dependsOn, [
      `${jobType}::forming`,
    ]);
    assert.deepEqual(changedInputs(preview, await formingRows(planOf(), { preview: false })), []);
  });

  it("runs the script once as a Job on the worker group, which Pulumi awaits", async () => {
    const rows = await formingRows(planOf());
    const { inputs } = rowOf(rows, jobType, "forming");
    const metadata = fieldsOf(inputs.metadata);
    assert.match(String(metadata.name), /^redis-forming-[0-9a-f]{10}$/);
    assert.deepEqual(metadata.labels, { app: "redis-forming" });
    assert.ok(!JSON.stringify(metadata).includes("skipAwait"));
    const { backoffLimit, activeDeadlineSeconds } = specOf(inputs);
    assert.deepEqual(
      { backoffLimit, activeDeadlineSeconds },
      { backoffLimit: 0, activeDeadlineSeconds: 360 },
    );
    const pod = podOf(inputs);
    assert.deepEqual(pod.nodeSelector, { role: "worker" });
    assert.equal(pod.restartPolicy, "Never");
    const container = containerIn(inputs);
    assert.equal(container.image, "valkey/valkey:8.1.11");
    assert.deepEqual(container.command, ["/bin/sh", "/forming/form.sh"]);
    const secretKeyRef = { name: "redis", key: "password" };
    assert.deepEqual(container.env, [
      { name: "REDISCLI_AUTH", valueFrom: { secretKeyRef } },
      { name: "VALKEYCLI_AUTH", valueFrom: { secretKeyRef } },
    ]);
    assert.deepEqual(container.resources, {
      requests: { cpu: "50m", memory: "64Mi" },
      limits: { memory: "128Mi" },
    });
    const script = rowOf(rows, mapType, "forming").inputs;
    assert.deepEqual(pod.volumes, [
      { name: "script", configMap: { name: fieldsOf(script.metadata).name } },
    ]);
  });

  it("runs the same pod every two minutes, never two at a time", async () => {
    const rows = await formingRows(planOf());
    const { jobTemplate, ...spec } = specOf(rowOf(rows, cronType, "forming").inputs);
    assert.deepEqual(spec, {
      schedule: "*/2 * * * *",
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 60,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
    });
    assert.deepEqual(podOf(jobTemplate), podOf(rowOf(rows, jobType, "forming").inputs));
  });

  it("makes a master of one pod in each zone, each followed by a pod of another zone", async () => {
    const host = (pod: string) => `${pod}.redis-headless.thingsboard.svc.cluster.local:6379`;
    const lines = (await scriptOf(planOf())).split("\n");
    assert.deepEqual(lines.slice(1, 7), [
      "cli='valkey-cli'",
      "wait_seconds=300",
      "masters=3",
      `nodes='${["a-0", "b-0", "c-0", "b-1", "c-1", "a-1"].map((pod) => host(`redis-${pod}`)).join(" ")}'`,
      `claims='${host("redis-a-0")}=0-5460 ${host("redis-b-0")}=5461-10921 ${host("redis-c-0")}=10922-16383'`,
      `pairs='${host("redis-b-1")}=${host("redis-a-0")} ${host("redis-c-1")}=${host("redis-b-0")} ${host("redis-a-1")}=${host("redis-c-0")}'`,
    ]);
  });

  it("is another Job when the roles change, and the same when they do not", async () => {
    const plan = planOf();
    const followers = plan.followers.map(({ pod }, index) => ({
      pod,
      master: plan.masters[(index + 1) % 3]!.pod,
    }));
    assert.deepEqual(
      changedInputs(await formingRows(plan), await formingRows({ ...plan, followers })),
      [
        `${cronType}::forming spec.jobTemplate.spec.template.spec.volumes.0.configMap.name`,
        `${jobType}::forming metadata.name`,
        `${jobType}::forming spec.template.spec.volumes.0.configMap.name`,
        `${mapType}::forming data.form.sh`,
        `${mapType}::forming metadata.name`,
      ],
    );
    const other = { ...plan, maxMemoryMiB: 700 };
    assert.deepEqual(changedInputs(await formingRows(plan), await formingRows(other)), []);
  });

  it("is refused for a standalone cache", async () => {
    const plan = stagePlan("dev").dataTier.redis;
    await assert.rejects(formingRows(plan), /A standalone cache is not formed/);
  });
});

/**
 * Against a client that answers from a table. What the script does to real servers is tried by
 * tests/integration/redisForming.ts.
 */
describe("forming script", () => {
  const id = (port: number) => String(port - 7000).repeat(40);
  const ports = [7001, 7002, 7003, 7004, 7005, 7006];
  const formation: RedisFormation = {
    masters: [
      { address: "127.0.0.1:7001", firstSlot: 0, lastSlot: 5460 },
      { address: "127.0.0.1:7002", firstSlot: 5461, lastSlot: 10921 },
      { address: "127.0.0.1:7003", firstSlot: 10922, lastSlot: 16383 },
    ],
    followers: [
      { address: "127.0.0.1:7004", master: "127.0.0.1:7001" },
      { address: "127.0.0.1:7005", master: "127.0.0.1:7002" },
      { address: "127.0.0.1:7006", master: "127.0.0.1:7003" },
    ],
    waitSeconds: 0,
  };
  const info =
    "cluster_state:ok\ncluster_slots_assigned:16384\ncluster_slots_ok:16384\ncluster_known_nodes:6\ncluster_size:3";
  const replication = "role:slave\nmaster_link_status:up";
  const slots = ["0-5460", "5461-10921", "10922-16383"];
  /** `cluster nodes`: the first three are masters; all at that address. */
  const nodesAt = (ip: string) =>
    ports
      .map((port, index) =>
        index < 3
          ? `${id(port)} ${ip}:${port}@1${port} master - 0 0 ${index + 1} connected ${slots[index]!}`
          : `${id(port)} ${ip}:${port}@1${port} slave ${id(port - 3)} 0 0 ${index - 2} connected`,
      )
      .join("\n");

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "forming-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the script; the table maps `<command>` or `<port> <command>` to an answer. */
  function run(answers: Readonly<Record<string, string>>) {
    const cli = join(folder, "cli");
    const log = join(folder, "log");
    const cases = Object.entries(answers)
      .sort(([left], [right]) => right.length - left.length)
      .map(([question, answer]) => `"${question}"*) printf '%s\\n' '${answer}' ;;`);
    const bare = cases.filter((each) => !/^"\d/.test(each));
    const byPort = cases.filter((each) => /^"\d/.test(each));
    writeFileSync(log, "");
    writeFileSync(
      cli,
      `#!/bin/sh\nport=$4\nshift 4\necho "$port $*" >>'${log}'\ncase "$port $*" in\n${byPort.join("\n")}\n*) case "$*" in\n${bare.join("\n")}\n*) echo OK ;;\nesac ;;\nesac\n`,
    );
    chmodSync(cli, 0o755);
    const { status, stdout, stderr } = spawnSync(
      "sh",
      ["-c", formingScript({ ...formation, cli })],
      {
        encoding: "utf8",
        timeout: 30_000,
      },
    );
    const changes = readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => /meet|replicate|addslots|epoch|failover|forget/.test(line));
    return { status, stdout, stderr, changes };
  }

  const healthy = {
    ping: "PONG",
    "cluster info": info,
    "cluster nodes": nodesAt("127.0.0.1"),
    "info replication": replication,
    ...Object.fromEntries(ports.map((port) => [`${port} cluster myid`, id(port)])),
  };

  it("does nothing to a healthy cluster", () => {
    assert.deepEqual(run(healthy), {
      status: 0,
      stdout: "Formed: 3 masters serve all slots, and every pair is linked.\n",
      stderr: "",
      changes: [],
    });
  });

  it("waits for a node that does not answer, and touches nothing", () => {
    const { status, stderr, changes } = run({ ...healthy, "7005 ping": "Could not connect" });
    assert.equal(status, 1);
    assert.equal(stderr, "Not formed within 0 seconds: 127.0.0.1:7005 does not answer.\n");
    assert.deepEqual(changes, []);
  });

  it("gives the slots to the masters of a new cluster, each with its epoch, before they meet", () => {
    const { status, changes } = run({
      ...healthy,
      "cluster info": "cluster_known_nodes:1\ncluster_slots_assigned:0",
      ...Object.fromEntries(
        ports.map((port) => [
          `${port} cluster nodes`,
          `${id(port)} 127.0.0.1:${port}@1${port} myself,master - 0 0 0 connected`,
        ]),
      ),
    });
    assert.equal(status, 1);
    assert.deepEqual(changes, [
      "7001 cluster set-config-epoch 1",
      "7001 cluster addslotsrange 0 5460",
      "7002 cluster set-config-epoch 2",
      "7002 cluster addslotsrange 5461 10921",
      "7003 cluster set-config-epoch 3",
      "7003 cluster addslotsrange 10922 16383",
      ...ports.slice(1).map((port) => `7001 cluster meet 127.0.0.1 ${port}`),
    ]);
  });

  it("introduces all to all again when every node has another address", () => {
    const { status, stderr, changes } = run({
      ...healthy,
      ...Object.fromEntries(
        ports.map((port) => [
          `${port} cluster nodes`,
          nodesAt("10.0.0.9").replace(`${id(port)} 10.0.0.9`, `${id(port)} 127.0.0.1`),
        ]),
      ),
    });
    assert.equal(status, 1);
    assert.match(stderr, /the nodes do not all know each other yet/);
    assert.deepEqual(
      changes,
      ports.flatMap((port) =>
        ports
          .filter((peer) => peer !== port)
          .map((peer) => `${port} cluster meet 127.0.0.1 ${peer}`),
      ),
    );
  });

  it("links a pair that is not linked, and leaves one that a fail-over turned round", () => {
    const turned = nodesAt("127.0.0.1")
      .replace(`master - 0 0 1 connected 0-5460`, `slave ${id(7004)} 0 0 9 connected`)
      .replace(`slave ${id(7001)} 0 0 1 connected`, `master - 0 0 9 connected 0-5460`);
    assert.deepEqual(run({ ...healthy, "cluster nodes": turned }).changes, []);
    const loose = nodesAt("127.0.0.1").replace(`slave ${id(7002)}`, "master -");
    const { status, changes } = run({ ...healthy, "cluster nodes": loose });
    assert.equal(status, 1);
    assert.deepEqual(changes, [`7005 cluster replicate ${id(7002)}`]);
  });

  it("forgets the old id of a node that lost its volume", () => {
    const ghost = "e".repeat(40);
    const haunted = `${nodesAt("127.0.0.1")}\n${ghost} 127.0.0.1:0@0 master,noaddr - 0 0 1 disconnected`;
    const { status, changes } = run({ ...healthy, "cluster nodes": haunted });
    assert.equal(status, 1);
    assert.deepEqual(
      changes,
      ports.map((port) => `${port} cluster forget ${ghost}`),
    );
  });

  it("waits while two names lead to one node: a name may still have the address of a pod that is gone", () => {
    const { status, stderr, changes } = run({ ...healthy, "7006 cluster myid": id(7001) });
    assert.equal(status, 1);
    assert.match(stderr, /two names lead to the node at 127\.0\.0\.1:7006/);
    assert.deepEqual(changes, []);
  });

  it("says what a formed cluster lacks: slots, masters, a complete copy", () => {
    const reason = (answers: Record<string, string>) => run({ ...healthy, ...answers }).stderr;
    const [up, served, masters] = ["ok", "16384", "3"].map((value, index) =>
      info.replace(
        [`state:${value}`, `slots_ok:${value}`, `size:${value}`][index]!,
        ["state:fail", "slots_ok:10923", "size:2"][index]!,
      ),
    );
    assert.match(reason({ "cluster info": up! }), /7001: the cluster is not up/);
    assert.match(reason({ "cluster info": served! }), /7001: not all slots are served/);
    assert.match(reason({ "cluster info": masters! }), /7001: there are not 3 masters/);
    assert.match(
      reason({ "7004 info replication": "role:slave\nmaster_link_status:down" }),
      /7004: its copy is not complete/,
    );
  });
});
