import type { StagePlan } from "../../planning/types";
import type { Style } from "../../report/text/style";
import { tableLines, wrapWords } from "../../report/text/table";
import { ExitStatus } from "../exitStatus";
import { addonAnswers } from "./addons";
import { NO_CREDENTIALS, type Answer, type State } from "./answer";
import { clientsOf } from "./clients";
import { nameAnswers } from "./names";
import { needsOf } from "./needs";
import { offerAnswers } from "./offers";
import { callerAnswers } from "./permissions";
import { quotaAnswers } from "./quotas";
import { toolAnswers } from "./tools";

const whatToDo = [
  "No credentials of AWS here, so the account was asked nothing.",
  "Run `aws configure`, or set AWS_PROFILE to a profile that has them, and again:",
  "`npm run preflight`. docs/account.md says what they must be allowed to do.",
].join("\n");

export interface PreflightOptions {
  readonly plan: StagePlan;
  readonly json: true | undefined;
  readonly style: Style;
  readonly writeResult: (text: string) => void;
  readonly writeNote: (line: string) => void;
}

/**
 * Asks the account and this machine what an update needs, before anything is created. What nobody answers is unknown.
 * Ends with 1 when something stands in the way.
 */
export async function runPreflight(options: PreflightOptions): Promise<ExitStatus> {
  const { plan, json, style } = options;
  const answers = await preflight(plan);
  const count = (state: State) => answers.filter((each) => each.state === state).length;
  if (json === true) {
    options.writeResult(`${JSON.stringify(answers, null, 2)}\n`);
  } else {
    options.writeResult(`${answerLines(answers, style).join("\n")}\n`);
    options.writeNote(
      `${count("ok")} ok, ${count("known")} known here, ${count("problem")} in the way, ${count("unknown")} unknown.`,
    );
  }
  if (answers.some(({ says }) => says === NO_CREDENTIALS)) {
    options.writeNote(whatToDo);
  }
  return count("problem") > 0 ? ExitStatus.finding : ExitStatus.fine;
}

/** Every answer, in the order in which an update would meet what is asked. */
export async function preflight(plan: StagePlan): Promise<readonly Answer[]> {
  const { eks } = plan;
  const local = [...(await toolAnswers(process.versions.node)), priceAnswer(plan)];
  if (eks === undefined) {
    return local;
  }
  const here = clientsOf(eks.region);
  const regions = needsOf(plan).map((need) => ({ need, clients: clientsOf(need.region) }));
  const asked = await Promise.all([
    callerAnswers(here),
    ...regions.map(({ need, clients }) => quotaAnswers(need, clients)),
    ...regions.map(({ need, clients }) => offerAnswers(need, clients)),
    addonAnswers(eks, here),
    nameAnswers(eks, here),
  ]);
  return [...asked.flat(), ...local];
}

function priceAnswer({ cost }: StagePlan): Answer {
  const { cluster, fleetUsdPerTestHour: fleet } = cost;
  const what = "price of the first hour";
  if (cluster.usdPerHour === null || fleet === null) {
    return { topic: "price", what, state: "unknown", says: cost.unknown.join("; ") };
  }
  return {
    topic: "price",
    what,
    state: "known",
    says:
      `${(cluster.usdPerHour + fleet).toFixed(2)} USD: cluster ${cluster.usdPerHour.toFixed(2)}, ` +
      `load generators ${fleet.toFixed(2)}, by prices of ${cost.pricesOf}`,
  };
}

const WORDS: Readonly<Record<State, string>> = {
  ok: "ok",
  known: "known",
  problem: "PROBLEM",
  unknown: "unknown",
};

function answerLines(answers: readonly Answer[], style: Style): string[] {
  const tints = { ok: style.good, known: style.faint, problem: style.bad, unknown: style.caution };
  const heads = tableLines(
    [
      { head: [], align: "left" },
      { head: [], align: "left" },
    ],
    answers.map(({ state, topic, what }) => [WORDS[state], `${topic}: ${what}`]),
    "  ",
  );
  return answers.flatMap(({ state, says }, index) => [
    tints[state](heads[index] ?? ""),
    ...wrapWords(says.split(" "), "         "),
  ]);
}
