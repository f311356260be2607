import { createRequire } from "node:module";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ResourceError, RunError, runtime } from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Recording, type ProgramRun } from "./recording";

export type { ProgramRun } from "./recording";

/** What to run, and as what. */
export interface RunArguments {
  /** Runs inside a fresh stack; what it returns are the stack's outputs. */
  readonly program: () => unknown;
  readonly stack: string;
  /** Default `thingsboard-scale`. */
  readonly project?: string;
  /** Values by `project:key`, objects as JSON, as `pulumi` hands them to a program. Default none. */
  readonly config?: Readonly<Record<string, string>>;
  /** Whether outputs of resources stay unknown. Default true. */
  readonly preview?: boolean;
}

/** A mistake of the user that the program names: the message says all. */
export class ProgramError extends Error {
  public override readonly name = "ProgramError";
}

type Answer<Response> = (error: Error | null, response: Response) => void;

let running = false;

/**
 * Runs a Pulumi program in this process, against answers of the table instead of an engine. Its registrations are
 * recorded as they leave the SDK, before anything answers them. One run at a time.
 *
 * @throws ProgramError for a mistake that the program names; otherwise the first error of the run.
 */
export async function runProgram({
  program,
  stack,
  project = "thingsboard-scale",
  config = {},
  preview = true,
}: RunArguments): Promise<ProgramRun> {
  if (running) {
    throw new Error("Another program runs in this process: wait for it.");
  }
  running = true;
  // The SDK takes a stack trace for every promise: more than half of a run.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const rejections = collectRejections();
  try {
    const recording = new Recording({ stack, project, preview });
    await runtime.setMocks(refusingMocks(recording.errors), project, stack, preview);
    runtime.setAllConfig({ ...config });
    attach(recording);
    await runtime
      .runInPulumiStack(() => Promise.resolve().then(program))
      .catch((error: unknown) => rejections.errors.unshift(error));
    await runtime.disconnect();
    await nextTurn();
    const [error] = [...recording.errors, ...rejections.errors];
    if (error !== undefined) {
      throw readableError(error);
    }
    return recording.read();
  } finally {
    rejections.stop();
    Error.stackTraceLimit = stackTraceLimit;
    running = false;
  }
}

/** Loads a program file anew: its top level is the program. What it imports stays loaded, since it holds no state. */
export function loadProgram(file: string): unknown {
  const load = createRequire(__filename);
  Reflect.deleteProperty(load.cache, load.resolve(file));
  return load(file);
}

/** Refuses what is no registration: reads of resources that exist, and invokes. */
function refusingMocks(errors: unknown[]): runtime.Mocks {
  const refuse = (what: string): never => {
    const error = new Error(
      `Unknown ${what}. The program asks nothing: a preview without an account has no answer.`,
    );
    errors.push(error);
    throw error;
  };
  return {
    newResource: ({ type, name }) => refuse(`read of ${type}::${name}`),
    call: ({ token }) => refuse(`invoke ${token}`),
  };
}

/** Puts the recording between the SDK and its mock monitor, which sees no parents and no options. */
function attach(recording: Recording): void {
  const monitor = runtime.getMonitor();
  if (!(monitor instanceof MockMonitor)) {
    throw new Error("The SDK has no monitor: its mocks are not set.");
  }
  Object.assign(monitor, {
    registerResource(
      request: RegisterResourceRequest,
      callback: Answer<RegisterResourceResponse>,
    ): void {
      const response = recording.registerResource(request);
      // A resource that is passed to a plugin's component is read back by its URN.
      monitor.resources.set(response.getUrn(), {
        urn: response.getUrn(),
        id: response.getId(),
        state: response.getObject()?.toJavaScript() ?? {},
      });
      callback(null, response);
    },
    registerResourceOutputs(
      request: RegisterResourceOutputsRequest,
      callback: Answer<object>,
    ): void {
      recording.registerResourceOutputs(request);
      callback(null, {});
    },
  });
}

/** The SDK leaves a program's asynchronous errors to the process: they are collected while a program runs. */
function collectRejections(): { readonly errors: unknown[]; readonly stop: () => void } {
  const errors: unknown[] = [];
  const listener = (error: unknown): void => {
    errors.push(error);
  };
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", listener);
  return {
    errors,
    stop: () => {
      process.removeListener("unhandledRejection", listener);
      others.forEach((other) => process.on("unhandledRejection", other));
    },
  };
}

function readableError(error: unknown): Error {
  if (RunError.isInstance(error) || ResourceError.isInstance(error)) {
    return new ProgramError(error.message);
  }
  return error instanceof Error ? error : new Error(String(error));
}
