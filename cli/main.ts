import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { Command, CommanderError, Option } from "commander";
import type { CommandContext } from "./context";
import { ExitStatus, isUserError } from "./exitStatus";
import { runImages } from "./images/run";
import { runPlan, styleOf, type PlanCommandOptions } from "./plan";
import { dayOf, planOf } from "./plans";
import { runRepair } from "./repair";
import { writeSchema } from "./schema";
import { readStack, stackConfig, stageConfig } from "./stack";
import { listStacks } from "./stackFiles";

interface StackOptions {
  readonly configFile?: string;
  readonly on?: string;
}

interface RepairCommandOptions extends StackOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly restart?: true;
}

type PreflightCommandOptions = Pick<ImagesCommandOptions, "configFile" | "json">;

interface ImagesCommandOptions {
  readonly configFile?: string;
  readonly json?: true;
  readonly strict?: true;
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
    .option("--compare <stacks...>", "say what changes between two stacks or stack files")
    .option("--compare-to <ref>", "say what changes since a version in git, such as main")
    .option("--markdown", "print what a pull request shows")
    .addOption(
      new Option(
        "--html <folder>",
        "write one HTML page, index.html, and print its path",
      ).conflicts(["json", "compare", "compareTo", "markdown", "explain"]),
    )
    .option("--explain <path>", "say where values come from, such as kafka.storageGiB or cost")
    .action(async (stack: string | undefined, options: PlanCommandOptions) => {
      end(await runPlan(stack, options, context));
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
          plan: planOf(readStack(stack, configFile), { today: context.today }),
          print,
          warn: context.writeNote,
          ...more,
        }),
      );
    });

  command
    .command("images")
    .description("list a stage's images and charts and ask their registries whether they exist")
    .argument("[stack]", "name of a stack, such as million")
    .option(...CONFIG_FILE)
    .option("--json", "print the list for other programs")
    .option("--strict", "take what nobody answered for as a finding: exit status 1")
    .addHelpText(
      "after",
      "\nExit status: 0 nothing is missing, 1 something is, 2 bad input.\n" +
        "What a registry did not answer for is unknown: 0, with --strict 1.\n",
    )
    .action(async (stack: string | undefined, options: ImagesCommandOptions) => {
      const { configFile, json, strict } = options;
      const plan = planOf(readStack(stack, configFile), { today: context.today });
      end(await runImages({ plan, json, strict, ...context }));
    });

  command
    .command("preflight")
    .description("ask the account and this machine for what an update of a stage needs")
    .argument("[stack]", "name of a stack, such as million")
    .option(...CONFIG_FILE)
    .option("--json", "print the answers for other programs")
    .action(async (stack: string | undefined, { configFile, json }: PreflightCommandOptions) => {
      const plan = planOf(readStack(stack, configFile), { today: context.today });
      const { runPreflight } = await context.loadAwsCommands();
      end(await runPreflight({ plan, json, style: styleOf(context), ...context }));
    });

  command
    .command("prices")
    .description("the price tables of planning/facts/prices")
    .command("refresh")
    .description("renew them from AWS's price list and spot prices; needs credentials of AWS")
    .option("--region <regions...>", "regions beside those that the tables have")
    .action(async ({ region = [] }: { readonly region?: readonly string[] }) => {
      const { refreshPrices } = await context.loadAwsCommands();
      end(await refreshPrices({ regions: region, ...context }));
    });

  command
    .command("schema")
    .description("write the JSON Schema of a stack file, for editors")
    .action(() => {
      context.writeNote(`Wrote ${relative(context.projectFolder, writeSchema())}.`);
    });

  return command;
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
  const read = readStack(stack, configFile);
  const config = stackConfig(read, dayOf(read, { on, today: context.today }));
  const { dumpStack } = await context.loadProgramCommands();
  const rows = await dumpStack(config, context.programFile);
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
