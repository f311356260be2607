/**
 * What preflight found out about one thing. `ok` is what AWS itself has said; `known` is what this machine knows without
 * asking; what nobody answers is `unknown`, never taken for either.
 */
export type State = "ok" | "known" | "problem" | "unknown";

/** One line of the preflight. */
export interface Answer {
  readonly topic: "caller" | "quota" | "offer" | "name" | "permission" | "tool" | "price";
  /** What was asked: `on-demand vCPU in eu-west-1 (L-1216C47A)`. */
  readonly what: string;
  readonly state: State;
  /** What came back, in words and figures. */
  readonly says: string;
}

/** The answer to a question that nobody could answer: why, in the words of the error. */
export function unknownAnswer(topic: Answer["topic"], what: string, error: unknown): Answer {
  return { topic, what, state: "unknown", says: reasonOf(error) };
}

/** An error's name and its first line; a stack trace says nothing to the person who runs this. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const [line = ""] = error.message.split("\n");
  return error.name === "Error" || line.startsWith(error.name) ? line : `${error.name}: ${line}`;
}

/** Asks once, and turns a failure into an answer. */
export async function ask(
  topic: Answer["topic"],
  what: string,
  question: () => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  try {
    return await question();
  } catch (error) {
    return [unknownAnswer(topic, what, error)];
  }
}
