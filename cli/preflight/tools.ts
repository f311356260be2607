import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { unknownAnswer, type Answer } from "./answer";

const run = promisify(execFile);

/** Programs that an update or its follow-up runs, how to ask their version, and the oldest that will do. */
const tools = [
  { program: "pulumi", ask: ["version"], atLeast: 3, what: "runs the stage's program" },
  { program: "aws", ask: ["--version"], atLeast: 2, what: "gives kubeconfig its token" },
  { program: "kubectl", ask: ["version", "--client"], atLeast: 1, what: "looks at the cluster" },
] as const;

/** Which tools this machine has. */
export async function toolAnswers(nodeVersion: string): Promise<readonly Answer[]> {
  const node: Answer = { topic: "tool", what: "node", state: "known", says: nodeVersion };
  return [node, ...(await Promise.all(tools.map(toolAnswer)))];
}

async function toolAnswer({
  program,
  ask,
  atLeast,
  what,
}: (typeof tools)[number]): Promise<Answer> {
  try {
    const { stdout, stderr } = await run(program, [...ask], { timeout: 10_000 });
    const version = /\d+\.\d+(\.\d+)?/.exec(`${stdout} ${stderr}`)?.[0];
    if (version === undefined) {
      throw new Error("says no version");
    }
    const isNewEnough = Number(version.split(".")[0]) >= atLeast;
    return {
      topic: "tool",
      what: program,
      state: isNewEnough ? "known" : "problem",
      says: isNewEnough ? version : `${version}, and ${atLeast} or newer is needed`,
    };
  } catch (error) {
    return isMissing(error)
      ? { topic: "tool", what: program, state: "problem", says: `not installed; it ${what}` }
      : unknownAnswer("tool", program, error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
