/**
 * What preflight found out about one thing. `ok` is what AWS itself has said; `known` is what this machine knows without
 * asking; what nobody answers is `unknown`, never taken for either.
 */
export type State = "ok" | "known" | "problem" | "unknown";

/** One line of the preflight. */
export interface Answer {
  readonly topic: "caller" | "quota" | "offer" | "addon" | "name" | "permission" | "tool" | "price";
  /** What was asked: `on-demand vCPU in eu-west-1 (L-1216C47A)`. */
  readonly what: string;
  readonly state: State;
  /** What came back, in words and figures. */
  readonly says: string;
}

/** What every line says whose question could not be sent. */
export const NO_CREDENTIALS = "no credentials of AWS here";

/** Errors by which the SDK says that it found no credentials to sign a request with. */
const credentialErrors: ReadonlySet<string> = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
]);

/** Errors by which AWS says that the caller may not ask: EKS and Service Quotas, IAM and STS, EC2. */
const denials: ReadonlySet<string> = new Set([
  "AccessDeniedException",
  "AccessDenied",
  "UnauthorizedOperation",
]);

/** A question that AWS refused to answer this caller. */
class DeniedError extends Error {}

/** Puts the action that was refused into a refusal; every other error is as it was. */
export function withAction(error: unknown, action: string): unknown {
  if (!(error instanceof Error) || !denials.has(error.name)) {
    return error;
  }
  // AWS's own word first: what a call needs is not always named like it.
  const named = /not authorized to perform:? ([a-z0-9-]+:\w+)/.exec(error.message)?.[1];
  const denied = new DeniedError(`these credentials may not call ${named ?? action}`, {
    cause: error,
  });
  denied.name = error.name;
  return denied;
}

/** The answer to a question that nobody could answer: why, in the words of the error. */
export function unknownAnswer(topic: Answer["topic"], what: string, error: unknown): Answer {
  return { topic, what, state: "unknown", says: reasonOf(error) };
}

/** An error's name and its first line; a stack trace says nothing to the person who runs this. Without credentials, that. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (credentialErrors.has(error.name)) {
    return NO_CREDENTIALS;
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
