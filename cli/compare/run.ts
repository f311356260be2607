import { existsSync } from "node:fs";
import path from "node:path";
import { blockingFindings } from "../../planning";
import type { Comparison, StagePlan } from "../../planning/types";
import { comparisonMarkdown } from "../../report/markdown/comparisonMarkdown";
import { comparisonReport } from "../../report/text/comparisonReport";
import type { Style } from "../../report/text/style";
import { InputError } from "../../sizing";
import { ExitStatus } from "../exitStatus";
import { everyPlan, planOf, type Day } from "../plans";
import { readStack } from "../stack";
import type { ReadStack } from "../stackFiles";
import { compareTwo, compareWithVersion } from "./compareVersions";

/** What the command line says of a comparison. */
export interface CompareOptions {
  /** Two stacks or stack files. */
  readonly compare?: readonly string[];
  /** A version in git. */
  readonly compareTo?: string;
  readonly configFile?: string;
  readonly json?: true;
  readonly markdown?: true;
}

/** What the comparison needs of the process. */
export interface CompareContext {
  readonly projectFolder: string;
  readonly writeResult: (text: string) => void;
  readonly writeNote: (line: string) => void;
  readonly style: Style;
  readonly day: Day;
}

/** Whether the command line asks for a comparison. */
export function isComparison({ compare, compareTo }: CompareOptions): boolean {
  return compare !== undefined || compareTo !== undefined;
}

/**
 * Compares two stages, or the working tree with a version in git. Ends with 1 when a check says that the later side
 * cannot work.
 *
 * @throws InputError for arguments that do not go together
 */
export async function runComparison(
  stack: string | undefined,
  options: CompareOptions,
  context: CompareContext,
): Promise<ExitStatus> {
  const { compare, compareTo, configFile } = options;
  if (compare !== undefined && compareTo !== undefined) {
    throw refused("--compare-to", compareTo, "one of --compare and --compare-to");
  }
  const { comparison, plans } =
    compare === undefined
      ? await withVersion(compareTo ?? "", stack, configFile, context)
      : ofTwo(compare, stack, context.day);
  if (options.json === true) {
    context.writeResult(`${JSON.stringify(comparison, null, 2)}\n`);
  } else if (options.markdown === true) {
    context.writeResult(comparisonMarkdown(comparison));
  } else {
    context.writeResult(comparisonReport(comparison, context.style));
  }
  const hasError = plans.some(({ findings }) => blockingFindings(findings).length > 0);
  return hasError ? ExitStatus.finding : ExitStatus.fine;
}

interface Compared {
  readonly comparison: Comparison;
  /** Plans of the later side. */
  readonly plans: readonly StagePlan[];
}

function ofTwo(compare: readonly string[], stack: string | undefined, day: Day): Compared {
  const [first, second, ...more] = stack === undefined ? compare : [...compare, stack];
  if (first === undefined || second === undefined || more.length > 0) {
    throw refused(
      "--compare",
      compare.length === 0 ? "nothing" : compare.join(" "),
      "two stacks or stack files, such as --compare 500k million",
    );
  }
  const [before, after] = [planOf(stageOf(first), day), planOf(stageOf(second), day)];
  return { comparison: compareTwo(before, after), plans: [after] };
}

/** A stack, or a file where what is named looks like one that exists. */
function stageOf(named: string): ReadStack {
  const isFile =
    /[./\\]/.test(named) && existsSync(path.resolve(process.env.INIT_CWD ?? process.cwd(), named));
  return isFile ? readStack(undefined, named) : readStack(named);
}

async function withVersion(
  ref: string,
  stack: string | undefined,
  configFile: string | undefined,
  { projectFolder, day }: CompareContext,
): Promise<Compared> {
  const isOne = stack !== undefined || configFile !== undefined;
  const plans = isOne ? [planOf(readStack(stack, configFile), day)] : everyPlan(day);
  const comparison = await compareWithVersion(
    ref,
    { folder: projectFolder, plans, day },
    isOne ? plans.map((plan) => plan.stack) : undefined,
  );
  return { comparison, plans };
}

function refused(option: string, given: string, allowed: string): InputError {
  return new InputError("the command", [{ path: option, given, allowed }]);
}
