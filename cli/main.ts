import { existsSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { Command, CommanderError } from "commander";
import { blockingFindings, PlanError, planStage } from "../planning";
import type { StagePlan } from "../planning/types";
import { parseAccount, parseDay, parseSizing } from "../sizing";
import type * as programCommands from "./dump/commands";
import { ConfigError, ExitStatus, isUserError } from "./exitStatus";
import { planDocument } from "./planDocument";
import { runRepair } from "./repair";
import { writeSchema } from "./schema";
import { readStack, stackConfig, stageConfig } from "./stack";
import { listStacks } from "./stackFiles";
import { stageReport } from "../report/text/stageReport";
import { stagesTable } from "../report/text/stagesTable";

/** What a command needs of the process that runs it. */
export interface CommandContext {
  /** Takes the result, and nothing but it. */
  readonly writeResult: (text: string) => void;
  /** Takes everything else, without its line end. */
  readonly writeNote: (line: string) => void;
  /** Folder of the project. */
  readonly projectFolder: string;
  /** Today as year-month-day: the day of the test unless `--on` names another. */
  readonly today: string;
  /** The Pulumi program: its source or what was built of it. */
  readonly programFile: string;
  /** What runs the Pulumi program, loaded only by the commands that need it: the SDK takes a second. */
  readonly loadProgramCommands: () => Promise<typeof programCommands>;
}

interface StackOptions {
  readonly configFile?: string;
  readonly on?: string;
}

interface PlanOptions extends StackOptions {
  readonly json?: true;
}

interface RepairCommandOptions extends StackOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly restart?: true;
}

const CONFIG_FILE = [
  "--config-file <file>",
  "read this stack file instead of Pulumi.<stack>.yaml",
] as const;

const ON = ["--on <day>", "day of the test, as year-month-day (default: today)"] as const;

/** Runs the command that the arguments name. Returns how the process shall end. */
export async function main(
  commandLine: readonly string[],
  context: CommandContext,
): Promise<ExitStatus> {
  let status: ExitStatus = ExitStatus.fine;
  const command = commands(context, (ended) => {
    status = ended;
  });
  try {
    await command.parseAsync(commandLine, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? ExitStatus.fine : ExitStatus.badInput;
    }
    if (isUserError(error)) {
      context.writeNote(error.message);
      return ExitStatus.badInput;
    }
    context.writeNote(faultText(error));
    return ExitStatus.fault;
  }
}

function commands(context: CommandContext, end: (status: ExitStatus) => void): Command {
  const command = new Command("npm run")
    .description("Plans a ThingsBoard cluster at every stage of one performance test.")
    .addHelpText(
      "after",
      "\nExit status: 0 fine, 1 a check found an error, 2 bad input.\n" +
        "In front of arguments npm wants two dashes: npm run plan -- million --json\n",
    )
    .exitOverride()
    .configureOutput({
      writeOut: context.writeResult,
      writeErr: (text) => {
        context.writeNote(text.trim().replaceAll(/\s*\n\s*/g, " "));
      },
    });

  command
    .command("plan")
    .description("plan one stage in full, or every committed stage side by side")
    .argument("[stack]", "name of a stack, such as million")
    .option(...CONFIG_FILE)
    .option(...ON)
    .option("--json", "print the plan for other programs; a list of plans without a stack")
    .action((stack: string | undefined, options: PlanOptions) => {
      end(plan(stack, options, context));
    });

  command
    .command("dump")
    .description("run the Pulumi program as a preview and print every registration as JSON")
    .argument("[stack]", "name of a stack, such as million")
    .option(...CONFIG_FILE)
    .option(...ON)
    .action(async (stack: string | undefined, options: StackOptions) => {
      await dump(stack, options, context);
    });

  command
    .command("golden")
    .description("rewrite the dumps in tests/golden; a stack that is named gets one")
    .argument("[stacks...]", "names of stacks that have no dump yet")
    .action((added: readonly string[]) => writeGoldens(added, context));

  command
    .command("repair")
    .description("repair a stage's Cassandra, one node after the other; goes on where it stopped")
    .argument("[stack]", "name of a stack, such as million")
    .option(...CONFIG_FILE)
    .option("--context <name>", "context of the kubeconfig")
    .option("--kubeconfig <file>", "file that kubectl reads")
    .option("--restart", "begin with the first node again")
    .action(async (stack: string | undefined, options: RepairCommandOptions) => {
      const { configFile, ...more } = options;
      const print = (line: string): void => {
        context.writeResult(`${line}\n`);
      };
      end(
        await runRepair({
          plan: planOf(stack, context.today, configFile),
          print,
          warn: context.writeNote,
          ...more,
        }),
      );
    });

  command
    .command("schema")
    .description("write the JSON Schema of a stack file, for editors")
    .action(() => {
      context.writeNote(`Wrote ${relative(context.projectFolder, writeSchema())}.`);
    });

  return command;
}

function plan(
  stack: string | undefined,
  { configFile, json, on }: PlanOptions,
  { writeResult, today }: CommandContext,
): ExitStatus {
  const isOne = stack !== undefined || configFile !== undefined;
  const day = on === undefined ? today : parseDay(on, "--on");
  const plans = isOne ? [planOf(stack, day, configFile)] : planAll(day);
  const [first] = plans;
  if (json === true) {
    const documents = plans.map(planDocument);
    writeResult(`${JSON.stringify(isOne ? documents[0] : documents, null, 2)}\n`);
  } else {
    writeResult(isOne && first !== undefined ? stageReport(first) : stagesTable(plans));
  }
  const hasError = plans.some(({ findings }) => blockingFindings(findings).length > 0);
  return hasError ? ExitStatus.finding : ExitStatus.fine;
}

function planOf(stack: string | undefined, on: string, configFile?: string): StagePlan {
  const file = readStack(stack, configFile);
  const name = basename(file.path);
  return planStage(parseSizing(file.sizing, name), {
    stack: file.stack,
    account: parseAccount(file.account, name),
    on,
  });
}

/** Plans every stack. A mistake in one does not hide those in the others. */
function planAll(on: string): StagePlan[] {
  const mistakes: string[] = [];
  const plans = listStacks().flatMap((stack) => {
    try {
      return [planOf(stack, on)];
    } catch (error) {
      if (!isUserError(error)) throw error;
      mistakes.push(
        error instanceof PlanError ? `Pulumi.${stack}.yaml: ${error.message}` : error.message,
      );
      return [];
    }
  });
  if (mistakes.length > 0) throw new ConfigError(mistakes.join("\n"));
  return plans;
}

function faultText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const hasFrames = text.includes("\n    at ");
  return hasFrames
    ? text
    : `${text}\nFor a stack trace set NODE_OPTIONS=--stack-trace-limit=50 and run it again.`;
}

async function dump(
  stack: string | undefined,
  { configFile, on }: StackOptions,
  context: CommandContext,
): Promise<void> {
  const day = on === undefined ? context.today : parseDay(on, "--on");
  const { dumpStack } = await context.loadProgramCommands();
  const rows = await dumpStack(stackConfig(readStack(stack, configFile), day), context.programFile);
  context.writeResult(`${JSON.stringify(rows, null, 2)}\n`);
}

async function writeGoldens(
  added: readonly string[],
  { loadProgramCommands, programFile, projectFolder, today, writeNote }: CommandContext,
): Promise<void> {
  const folder = join("tests", "golden");
  // A copied stage file is nobody's but the user's: it gets a dump only when it is named.
  const hasDump = (stack: string) => existsSync(join(projectFolder, folder, `${stack}.json`));
  const stacks = new Set([...listStacks().filter(hasDump), ...added]);
  const commandsOfProgram = await loadProgramCommands();
  const names = await commandsOfProgram.writeGoldens(
    [...stacks].map((stack) => stageConfig(stack, today)),
    programFile,
    join(projectFolder, folder),
  );
  writeNote(`Wrote ${names.map((name) => join(folder, name)).join(", ")}.`);
}
