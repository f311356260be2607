import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { cassandraPods } from "../planning/cassandraPods";
import type { StagePlan } from "../planning/types";
import { ExitStatus } from "./exitStatus";
import { forgetProgress, readProgress, saveProgress, type RepairProgress } from "./repairProgress";

/**
 * What runs on each node. Full: compares all data, as nothing was repaired before. Partitioner range: each node takes
 * the ranges that it comes first for, so that all nodes together repair everything once. Every keyspace, and so
 * `system_auth` too. JMX listens on the pod's localhost alone and asks for no password there (cassandra-env.sh).
 */
const repair = ["nodetool", "repair", "--full", "--partitioner-range"];

/** Runs kubectl with these arguments, its output on standard error; resolves to its exit status. */
export type Kubectl = (args: readonly string[]) => Promise<number>;

/** kubectl could not be started at all. */
export class KubectlMissing extends Error {
  public override readonly name = "KubectlMissing";
}

export interface RepairOptions {
  /** The stage whose Cassandra is repaired. */
  readonly plan: StagePlan;
  /** Context of the kubeconfig. Default: the one that the sizing of an existing cluster names; none on EKS. */
  readonly context?: string | undefined;
  /** File that kubectl reads. Default: kubectl's own; on EKS this or a context must be given. */
  readonly kubeconfig?: string | undefined;
  /** Begin with the first node, whatever an earlier run had done. Default false. */
  readonly restart?: boolean | undefined;
  /** Folder of the progress file. Default `.cache` where the user stands. */
  readonly folder?: string | undefined;
  /** Default: the `kubectl` on the PATH. */
  readonly kubectl?: Kubectl;
  /** A line of the result. Default: standard output. */
  readonly print?: (line: string) => void;
  /** A line for people. Default: standard error. */
  readonly warn?: (line: string) => void;
}

/**
 * Repairs a stage's Cassandra, one node after the other. What is done is kept in a file, so that a repair that was
 * stopped goes on with the node that it stopped at.
 *
 * Resolves to the exit status: 0 every node is repaired, 1 a node's repair failed, 2 it could not begin.
 */
export async function runRepair(options: RepairOptions): Promise<ExitStatus> {
  const { plan, kubectl = runKubectl, print = toStandardOutput, warn = toStandardError } = options;
  const { folder = join(userFolder(), ".cache") } = options;
  const target = kubectlTarget(options);
  if (target === undefined) {
    warn(noTarget(plan.stack));
    return ExitStatus.badInput;
  }
  const file = join(folder, `repair-${encodeURIComponent(plan.stack)}.json`);
  const pods = cassandraPods(plan.dataTier.cassandra);
  const fresh: RepairProgress = { target: target.join(" "), pods, repaired: [] };
  const found = options.restart === true ? undefined : readProgress(file);
  if (found === "unreadable") {
    warn(`${file}: not the progress of a repair. Delete it, or begin anew with --restart.`);
    return ExitStatus.badInput;
  }
  const resumed = found !== undefined && isSameRepair(found, fresh);
  if (found !== undefined && !resumed) {
    warn(`${file} tells of other nodes or another cluster: beginning with the first node.`);
  }
  let progress = resumed ? found : fresh;

  for (const [index, pod] of pods.entries()) {
    const place = `${index + 1}/${pods.length} ${pod}`;
    if (progress.repaired.includes(pod)) {
      print(`${place} repaired before`);
      continue;
    }
    const namespace = plan.dataTier.cassandra.placement.namespace;
    const exec = ["--namespace", namespace, "exec", pod, "--container", "cassandra", "--"];
    let status: number;
    try {
      saveProgress(file, progress);
      status = await kubectl([...target, ...exec, ...repair]);
    } catch (error) {
      if (!(error instanceof KubectlMissing)) {
        throw error;
      }
      warn("kubectl could not be started: install it, or put it on the PATH.");
      return ExitStatus.badInput;
    }
    if (status !== 0) {
      print(`${place} failed`);
      warn(
        `${repair.join(" ")} on ${pod} ended with ${status}; the reason stands above. All nodes must be up. ` +
          `The same command goes on with this node.`,
      );
      return ExitStatus.finding;
    }
    progress = { ...progress, repaired: [...progress.repaired, pod] };
    saveProgress(file, progress);
    print(`${place} repaired`);
  }
  forgetProgress(file);
  return ExitStatus.fine;
}

/** Where the user stands: npm itself goes to the project's folder. */
function userFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

/** Arguments that say which cluster; undefined when nobody said, since the current context may be any cluster. */
function kubectlTarget({ plan, context, kubeconfig }: RepairOptions): string[] | undefined {
  const named = context ?? (kubeconfig === undefined ? plan.existingCluster?.context : undefined);
  const target = [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", resolve(userFolder(), kubeconfig)]),
    ...(named === undefined ? [] : ["--context", named]),
  ];
  return target.length === 0 ? undefined : target;
}

function noTarget(stack: string): string {
  return [
    `repair: which cluster? Neither --kubeconfig nor --context was given, and ${stack} names none.`,
    `For example: pulumi stack output kubeconfig --show-secrets -s ${stack} > kubeconfig.json`,
    `             npm run repair -- ${stack} --kubeconfig kubeconfig.json`,
  ].join("\n");
}

function isSameRepair(found: RepairProgress, wanted: RepairProgress): boolean {
  return found.target === wanted.target && found.pods.join() === wanted.pods.join();
}

function runKubectl(args: readonly string[]): Promise<number> {
  return new Promise((end, reject) => {
    const child = spawn("kubectl", args, { stdio: ["ignore", process.stderr, process.stderr] });
    child.on("error", (error) => {
      reject(new KubectlMissing(error.message));
    });
    child.on("close", (code) => {
      // Null: a signal ended it, which is no success.
      end(code ?? 1);
    });
  });
}

function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
