/** What a registry or a repository says. `exists` only where it said so. */
export type Answer =
  | { readonly status: "exists"; readonly digest?: string }
  | { readonly status: "missing" }
  | { readonly status: "unknown"; readonly reason: string };

/** How servers are asked. */
export interface AskOptions {
  /** Milliseconds that one request may take. Default 10,000. */
  readonly timeoutMs?: number;
  /** Base address of a registry by its host. Default: `registryUrl`. */
  readonly urlOf?: (host: string) => string;
}

const usualTimeoutMs = 10_000;

/** One request; what kept it from an answer, in words, in place of an answer. */
export async function ask(
  url: string,
  { timeoutMs = usualTimeoutMs }: AskOptions,
  init: RequestInit = {},
): Promise<Response | { readonly status: "unknown"; readonly reason: string }> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    return { status: "unknown", reason: failureOf(error, url, timeoutMs) };
  }
}

/** Why no answer came. A body may break off as well. */
export function failureOf(error: unknown, url: string, timeoutMs = usualTimeoutMs): string {
  const host = URL.canParse(url) ? new URL(url).host : url;
  if (error instanceof Error && error.name === "TimeoutError") {
    return `${host} did not answer within ${timeoutMs / 1_000} s`;
  }
  return `${host} cannot be reached (${codeOf(error)})`;
}

/** The system's code where there is one: `ENOTFOUND`, `ECONNREFUSED`. fetch hides it, and what else it knows, in the cause. */
function codeOf(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause !== undefined) {
    deepest = deepest.cause;
  }
  if (!(deepest instanceof Error)) {
    return String(deepest);
  }
  return "code" in deepest && typeof deepest.code === "string" ? deepest.code : deepest.message;
}

/** A status that is no answer, in words. */
export function refusalOf(status: number, url: string): Answer {
  const { host } = new URL(url);
  const reasons: Readonly<Record<number, string>> = {
    401: `${host} asks for a login: private, or not there`,
    403: `${host} refuses: private, or not there`,
    429: `${host} has had too many requests from here`,
  };
  return { status: "unknown", reason: reasons[status] ?? `${host} answers with status ${status}` };
}
