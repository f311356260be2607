import { join } from "node:path";
import { loadProgram, type ProgramRun, runProgram } from "../../cli/dump/runProgram";
import { readStack } from "../../cli/stack";
import { accountKey, dayKey, sizingKey } from "../../sizing";
import { testDay } from "./stages";

const program = join(__dirname, "..", "..", "index.ts");

/** Which run of the program; what is left out is as the committed stack has it. */
export interface StageRun {
  /** Name of the Pulumi stack. */
  readonly stack: string;
  /** Committed stack whose file is read. Default: the stack's own. */
  readonly file?: string;
  /** Values to state otherwise, by their path in the sizing, such as `kafka.storageGiB`. */
  readonly change?: Readonly<Record<string, unknown>>;
  /** Default: the account of the repository, which is empty. */
  readonly account?: Readonly<Record<string, unknown>>;
  /** Default true. */
  readonly preview?: boolean;
}

/** What an update on EKS needs of an account, and nothing else. */
export const neededAccount = {
  administrators: ["arn:aws:iam::111122223333:role/Admin"],
  apiCidrs: ["203.0.113.0/25"],
  owner: "platform-team",
  expiresOn: "2027-03-01",
} as const;

const runs = new Map<string, Promise<ProgramRun>>();
let last: Promise<unknown> = Promise.resolve();

/** Runs the whole program in this process. Each run is made once for all tests; runs wait for one another. */
export function stageRun(run: StageRun): Promise<ProgramRun> {
  const { stack, file = stack, change = {}, account, preview = true } = run;
  const key = JSON.stringify([stack, file, change, account, preview]);
  const known = runs.get(key);
  if (known !== undefined) {
    return known;
  }
  const read = readStack(file);
  const made = last.then(() =>
    runProgram({
      program: () => loadProgram(program),
      stack,
      preview,
      config: {
        [dayKey]: testDay,
        [sizingKey]: JSON.stringify(changed(read.sizing, change)),
        ...(account !== undefined && { [accountKey]: JSON.stringify(account) }),
      },
    }),
  );
  runs.set(key, made);
  last = made.catch(() => undefined);
  return made;
}

/** The sizing with other values at some paths. */
function changed(sizing: unknown, change: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(change).reduce(
    (whole, [path, value]) => withValue(whole, path.split("."), value),
    sizing,
  );
}

function withValue(whole: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) {
    return value;
  }
  const fields = new Map(typeof whole === "object" && whole !== null ? Object.entries(whole) : []);
  fields.set(key, withValue(fields.get(key), rest, value));
  return Object.fromEntries(fields);
}
