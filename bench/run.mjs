// Measures the commands against a process that merely imports the four Pulumi SDKs: `npm run bench`.
// Commands take turns in each round, so that whatever else the machine does hits all of them; medians are compared.
// Ratios mean something, times do not: they are another machine's tomorrow. Never part of the tests.
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const rounds = Number(process.argv[2] ?? 7);

const sdks = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/eks", "@pulumi/kubernetes"];
const baseline = {
  name: "import of the four SDKs",
  command: ["node", "-e", sdks.map((name) => `require('${name}')`).join(";")],
};
const measured = [
  {
    name: "plan million",
    command: ["npm", "run", "--silent", "plan", "--", "million"],
    atMost: 0.6,
  },
  { name: "plan of every stack", command: ["npm", "start", "--silent"], atMost: 1.3 },
  {
    name: "dump million",
    command: ["npm", "run", "--silent", "dump", "--", "million"],
    atMost: 2.5,
  },
];

/** Milliseconds that a command takes. Stops when it fails: a fast failure is no measurement. */
function time({ command: [program, ...args] }) {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(program, args, {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const milliseconds = performance.now() - startedAt;
  // Status 1 is a finding of a check: the command has done all of its work.
  if (status !== 0 && status !== 1) {
    console.error(`${[program, ...args].join(" ")} ended with ${status}:\n${stderr}`);
    process.exit(1);
  }
  return milliseconds;
}

function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`rounds: given ${process.argv[2]}, allowed a whole number from 1.`);
  process.exit(2);
}

const subjects = [baseline, ...measured];
// One turn that does not count: it builds what is out of date and fills the file cache.
subjects.forEach(time);
const times = subjects.map(() => []);
for (let round = 0; round < rounds; round += 1) {
  subjects.forEach((subject, index) => times[index].push(time(subject)));
}

const medians = times.map(median);
console.log(`Node ${process.versions.node}, median of ${rounds} rounds`);
let met = true;
subjects.forEach(({ name, atMost }, index) => {
  const ratio = medians[index] / medians[0];
  const isMet = atMost === undefined || ratio <= atMost;
  met &&= isMet;
  const verdict =
    atMost === undefined ? "" : `at most ${atMost.toFixed(1)}  ${isMet ? "met" : "NOT MET"}`;
  const cells = [
    name.padEnd(24),
    `${Math.round(medians[index])} ms`.padStart(8),
    ratio.toFixed(2).padStart(6),
  ];
  console.log(`${cells.join("  ")}  ${verdict}`.trimEnd());
});
process.exitCode = met ? 0 : 1;
