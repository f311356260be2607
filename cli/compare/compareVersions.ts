import { compareStages, comparedFindings, comparedStageOf } from "../../planning/comparison";
import type { Comparison, StackComparison, StagePlan } from "../../planning/types";
import { parseAccount, parseProjectFile, parseSizing, parseStackFile } from "../../sizing";
import { planStage } from "../../planning";
import { isUserError } from "../exitStatus";
import { dayOf, type Day } from "../plans";
import { gitVersion, type GitVersion } from "./gitVersion";
import { olderPlanner, plannerFolders, type OlderPlanner, type StackText } from "./olderPlanner";

/** The working tree's side of a comparison. */
export interface Present {
  /** The project's folder. */
  readonly folder: string;
  /** Plans of today, in the order in which they are told. */
  readonly plans: readonly StagePlan[];
  readonly day: Day;
}

const stackFile = /^Pulumi\.(.+)\.yaml$/;

/**
 * Compares the stacks of a version in git, planned by the code of that version, with those of the working tree.
 *
 * @param only names of the stacks to compare; all when left out
 * @throws InputError when there is no such version
 */
export async function compareWithVersion(
  ref: string,
  { folder, plans, day }: Present,
  only?: readonly string[],
): Promise<Comparison> {
  const version = gitVersion(folder, ref, plannerFolders);
  const names = version.files.filter((path) => {
    const stack = stackFile.exec(path)?.[1];
    return stack !== undefined && (only === undefined || only.includes(stack));
  });
  const texts = version.read([...names, "Pulumi.yaml"]);
  const notes: string[] = [];
  const planner = await plannerOf(version, folder, notes);
  const before = new Map<string, object>();
  for (const name of names) {
    const stack = stackFile.exec(name)?.[1] ?? name;
    const text = texts.get(name) ?? "";
    const file: StackText = {
      stack,
      name,
      text,
      project: texts.get("Pulumi.yaml"),
      on: dayOf(dayIn(text, name), day),
    };
    const plan = planOfVersion(file, planner, version, notes);
    if (plan !== undefined) {
      before.set(stack, plan);
    }
  }
  const gone = [...before.keys()].filter((stack) => plans.every((plan) => plan.stack !== stack));
  return {
    from: version.name,
    to: "the working tree",
    stacks: [
      ...plans.map((plan) => compared(before.get(plan.stack), plan)),
      ...gone.map((stack) => oneSided("removed", before.get(stack) ?? {}, stack)),
    ],
    notes,
  };
}

/** Compares two stages: the second as a change of the first. */
export function compareTwo(before: StagePlan, after: StagePlan): Comparison {
  return {
    from: before.stack,
    to: after.stack,
    stacks: [compared(before, after)],
    notes: [],
  };
}

function compared(before: object | undefined, after: StagePlan): StackComparison {
  if (before === undefined) {
    return oneSided("new", after, after.stack);
  }
  const comparison = compareStages(before, after);
  return {
    stack: after.stack,
    change: comparison.same ? "same" : "changed",
    comparison,
  };
}

function oneSided(change: "new" | "removed", plan: object, stack: string): StackComparison {
  return { stack, change, stage: comparedStageOf(plan), findings: comparedFindings(plan) };
}

async function plannerOf(
  version: GitVersion,
  folder: string,
  notes: string[],
): Promise<OlderPlanner | undefined> {
  try {
    return await olderPlanner(version, folder);
  } catch (error) {
    notes.push(
      `The planner of ${version.name} cannot be built, so its sizings are planned with today's: ${firstLine(error)}`,
    );
    return undefined;
  }
}

/** By the version's own planner; by today's where that fails; not at all where both do. */
function planOfVersion(
  file: StackText,
  planner: OlderPlanner | undefined,
  version: GitVersion,
  notes: string[],
): object | undefined {
  if (planner !== undefined) {
    try {
      return planner(file);
    } catch (error) {
      notes.push(
        `${file.name} of ${version.name} is planned with today's code, since its own refuses it: ${firstLine(error)}`,
      );
    }
  }
  try {
    return plannedToday(file);
  } catch (error) {
    if (!isUserError(error)) throw error;
    notes.push(
      `${file.name} of ${version.name} cannot be planned, so the stack counts as new: ${firstLine(error)}`,
    );
    return undefined;
  }
}

function plannedToday({ stack, name, text, project, on }: StackText): StagePlan {
  const { sizing, account } = parseStackFile(text, name);
  return planStage(parseSizing(sizing, name), {
    stack,
    on,
    account: parseAccount(
      account ??
        (project === undefined ? undefined : parseProjectFile(project, "Pulumi.yaml").account),
      name,
    ),
  });
}

/** The day that a stack file names, as far as it can be read. */
function dayIn(text: string, name: string): { readonly day?: string } {
  try {
    return parseStackFile(text, name);
  } catch (error) {
    if (!isUserError(error)) throw error;
    return {};
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, " ").slice(0, 300);
}
