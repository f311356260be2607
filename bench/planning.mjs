// Measures planning itself, in this process: with the checks against without, and ten times the devices against once.
// `npm run bench` runs it after the commands. The ratio of each turn is taken, and the median of those; times mean nothing elsewhere.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const turns = 200;

const { outputFiles } = await build({
  absWorkingDir: root,
  stdin: {
    resolveDir: root,
    loader: "ts",
    contents: `
      export { draftStage, placeStage, planCost, planStage } from "./planning";
      export { parseSizing } from "./sizing";`,
  },
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
  external: ["zod"],
});
const bundle = { exports: {} };
new Function("require", "module", "exports", outputFiles[0].text)(
  createRequire(import.meta.url),
  bundle,
  bundle.exports,
);
const { draftStage, parseSizing, placeStage, planCost, planStage } = bundle.exports;

const million = parse(readFileSync(join(root, "Pulumi.million.yaml"), "utf8")).config[
  "thingsboard-scale:sizing"
];
const options = { stack: "million", on: "2026-11-22" };

/** The million ten times over: devices, transport, services, stores and the nodes that hold them. */
const { transport, worker, cassandra, ...otherGroups } = million.nodeGroups;
const tenMillion = {
  ...million,
  load: { ...million.load, devices: 10_000_000, messagesPerSecond: 50_240, generators: 160 },
  nodeGroups: {
    ...otherGroups,
    transport: { ...transport, count: 120 },
    worker: { ...worker, count: 66 },
    cassandra: { ...cassandra, count: 30 },
  },
  mqttTransport: { ...million.mqttTransport, replicas: 120 },
  tbCore: { replicas: 60 },
  ruleEngine: { replicas: 60 },
  jsExecutor: { replicas: 60 },
  redis: { replicas: 60 },
  cassandra: { replicas: 30 },
  kafka: { replicas: 3, storageGiB: 2_000 },
  pooler: { ...million.pooler, clientSlots: 1_900 },
  postgresql: { ...million.postgresql, maxConnections: 2_000 },
};

function withoutChecks(raw) {
  const draft = draftStage(parseSizing(raw), options);
  placeStage(draft);
  planCost(draft);
}
function withChecks(raw) {
  planStage(parseSizing(raw), options);
}

function median(values) {
  return values.toSorted((left, right) => left - right)[values.length >> 1];
}

const subjects = [
  { name: "the million without checks", run: () => withoutChecks(million), times: [] },
  { name: "the million with checks", run: () => withChecks(million), times: [] },
  { name: "ten million with checks", run: () => withChecks(tenMillion), times: [] },
];
for (let turn = 0; turn < 2 * turns; turn += 1) {
  for (const { run, times } of subjects) {
    const startedAt = performance.now();
    run();
    // The first half warms up.
    if (turn >= turns) times.push(performance.now() - startedAt);
  }
}
const [without, once, tenfold] = subjects.map(({ times }) => times);
const ratio = (left, right) => median(left.map((time, turn) => time / right[turn]));
let met = true;
for (const [name, found, atMost] of [
  ["with checks against without", ratio(once, without), 2],
  ["ten times the devices against once", ratio(tenfold, once), 2],
]) {
  met &&= found <= atMost;
  console.log(
    `${name.padEnd(36)}${found.toFixed(2).padStart(6)}  at most ${atMost.toFixed(1)}  ${found <= atMost ? "met" : "NOT MET"}`,
  );
}
process.exitCode = met ? 0 : 1;
