import { blockingFindings } from "../planning";
import type { StagePlan } from "../planning/types";
import { stageReport } from "../report/text/stageReport";
import { stagesTable } from "../report/text/stagesTable";
import { ExitStatus } from "./exitStatus";
import type { CommandContext } from "./main";
import { planDocument } from "./planDocument";
import { planAll, planOf } from "./plans";
import { readStack } from "./stack";

/** What the command line of `plan` says beside the stack. */
export interface PlanCommandOptions {
  readonly configFile?: string;
  readonly on?: string;
  readonly json?: true;
}

/** One stage in full, or all side by side. Ends with 1 when a check says that one cannot work. */
export async function runPlan(
  stack: string | undefined,
  options: PlanCommandOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { configFile, on, json } = options;
  const day = { on, today: context.today };
  const isOne = stack !== undefined || configFile !== undefined;
  const plans = isOne ? [planOf(readStack(stack, configFile), day)] : planAll(day);
  const [first] = plans;
  if (json === true) {
    const documents = plans.map(planDocument);
    context.writeResult(`${JSON.stringify(isOne ? documents[0] : documents, null, 2)}\n`);
  } else {
    context.writeResult(isOne && first !== undefined ? stageReport(first) : stagesTable(plans));
  }
  return Promise.resolve(statusOf(plans));
}

function statusOf(plans: readonly StagePlan[]): ExitStatus {
  const hasError = plans.some(({ findings }) => blockingFindings(findings).length > 0);
  return hasError ? ExitStatus.finding : ExitStatus.fine;
}
