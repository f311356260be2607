import type { StagePlan } from "../../planning/types";
import { ExitStatus } from "../exitStatus";
import type { Answer, AskOptions } from "./answer";
import { askChartRepository } from "./chartRepository";
import { itemsOf, type Item } from "./items";
import { askRegistry } from "./registry";
import { countLine, imagesReport } from "./report";

/** An item and what became of the question. */
export interface AnsweredItem {
  readonly kind: Item["kind"];
  readonly name: string;
  readonly usedBy: readonly string[];
  readonly status: Answer["status"] | "not asked";
  readonly digest?: string;
  /** Why nobody knows, or why nobody was asked. */
  readonly reason?: string;
}

export interface ImagesOptions {
  readonly plan: StagePlan;
  readonly json?: true | undefined;
  /** Counts what nobody answered for as a finding. */
  readonly strict?: true | undefined;
  /** Takes the result. */
  readonly writeResult: (text: string) => void;
  /** Takes what a person should hear beside it. */
  readonly writeNote: (line: string) => void;
  readonly ask?: AskOptions;
}

/** Questions at once: registries count requests from one address. */
const atOnce = 4;

/**
 * Lists what a stage pulls and installs, and asks registries and repositories whether it exists.
 *
 * Resolves to the exit status: 1 when something is missing. What nobody answered for is unknown, never ok, and by itself
 * no failure: it may be the network here. `strict` makes it one.
 */
export async function runImages(options: ImagesOptions): Promise<ExitStatus> {
  const { plan, json, strict, writeResult, writeNote } = options;
  const items = await eachOf(itemsOf(plan), (item) => answered(item, options.ask ?? {}));
  if (json === true) {
    writeResult(`${JSON.stringify({ stack: plan.stack, items }, null, 2)}\n`);
    writeNote(countLine(items));
  } else {
    writeResult(imagesReport(plan.stack, items));
  }
  const isFinding = ({ status }: AnsweredItem): boolean =>
    status === "missing" || (strict === true && status === "unknown");
  return items.some(isFinding) ? ExitStatus.finding : ExitStatus.fine;
}

async function answered(item: Item, ask: AskOptions): Promise<AnsweredItem> {
  const { kind, name, usedBy } = item;
  switch (item.kind) {
    case "image":
      return { kind, name, usedBy, ...(await askRegistry(name, ask)) };
    case "chart":
      return { kind, name, usedBy, ...(await askChartRepository(item.chart, ask)) };
    default:
      return { kind, name, usedBy, status: "not asked", reason: item.why };
  }
}

/** Results in the items' order, a few at once. */
async function eachOf<Given, Result>(
  given: readonly Given[],
  work: (each: Given) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const open = given.entries();
  const worker = async (): Promise<void> => {
    for (const [index, each] of open) {
      results.set(index, await work(each));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return given.flatMap((_, index) => {
    const result = results.get(index);
    return result === undefined ? [] : [result];
  });
}
