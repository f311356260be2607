import { blockingFindings } from "../planning";
import type { StagePlan } from "../planning/types";
import { stagesMarkdown } from "../report/markdown/stagesMarkdown";
import { explanation } from "../report/text/explanation";
import { stageReport } from "../report/text/stageReport";
import { stagesTable } from "../report/text/stagesTable";
import { coloured, plain, type Style } from "../report/text/style";
import { isComparison, runComparison, type CompareOptions } from "./compare/run";
import { ExitStatus } from "./exitStatus";
import { explain } from "./explain";
import type { CommandContext } from "./context";
import { planDocument } from "./planDocument";
import { pageStages } from "./page";
import { everyPlan, planAll, planOf, type Day } from "./plans";
import { readStack } from "./stack";
import type { ReadStack } from "./stackFiles";

/** What the command line of `plan` says beside the stack. */
export interface PlanCommandOptions extends CompareOptions {
  readonly configFile?: string;
  readonly on?: string;
  readonly json?: true;
  readonly explain?: string;
  readonly html?: string;
}

/** One stage in full, or all side by side. Ends with 1 when a check says that one cannot work. */
export async function runPlan(
  stack: string | undefined,
  options: PlanCommandOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { configFile, on, json } = options;
  const day = { on, today: context.today };
  if (options.explain !== undefined) {
    return runExplain(options.explain, readStack(stack, configFile), { day, json, context });
  }
  if (isComparison(options)) {
    return runComparison(stack, options, { ...context, style: styleOf(context), day });
  }
  if (options.html !== undefined) {
    const stages = pageStages(stack, configFile, day);
    const { writePage } = await context.loadPageCommands();
    context.writeResult(`${await writePage(stages, options.html)}\n`);
    return statusOf(stages.map(({ plan }) => plan));
  }
  const isOne = stack !== undefined || configFile !== undefined;
  if (!isOne && json !== true && options.markdown !== true) {
    return tellAll(day, context);
  }
  const plans = isOne ? [planOf(readStack(stack, configFile), day)] : everyPlan(day);
  const [first] = plans;
  if (json === true) {
    const documents = plans.map(planDocument);
    context.writeResult(`${JSON.stringify(isOne ? documents[0] : documents, null, 2)}\n`);
  } else if (options.markdown === true) {
    context.writeResult(stagesMarkdown(plans));
  } else if (first !== undefined) {
    context.writeResult(stageReport(first, styleOf(context)));
  }
  return statusOf(plans);
}

/** All stages side by side. A file that cannot be planned is told beneath and hides no other. */
function tellAll(day: Day, context: CommandContext): ExitStatus {
  const { plans, mistakes } = planAll(day);
  if (plans.length > 0) {
    context.writeResult(stagesTable(plans, styleOf(context)));
  }
  mistakes.forEach(context.writeNote);
  return mistakes.length > 0 ? ExitStatus.badInput : statusOf(plans);
}

function runExplain(
  path: string,
  read: ReadStack,
  { day, json, context }: { day: Day; json: true | undefined; context: CommandContext },
): ExitStatus {
  const entries = explain(path, planOf(read, day), read);
  context.writeResult(
    json === true
      ? `${JSON.stringify(entries, null, 2)}\n`
      : explanation(entries, styleOf(context)),
  );
  return ExitStatus.fine;
}

export function styleOf({ colour }: CommandContext): Style {
  return colour ? coloured : plain;
}

function statusOf(plans: readonly StagePlan[]): ExitStatus {
  const hasError = plans.some(({ findings }) => blockingFindings(findings).length > 0);
  return hasError ? ExitStatus.finding : ExitStatus.fine;
}
