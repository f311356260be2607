import { spawn } from "node:child_process";
import { resolve } from "node:path";
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  DeploymentInfo,
  ResourceMonitorFeature,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  type RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { StackConfig } from "../../cli/dump/commands";
import { Recording, type ProgramRun } from "../../cli/dump/recording";

const PROJECT = "thingsboard-scale";
const PROJECT_FOLDER = resolve(__dirname, "..", "..");
const CMD_RUN = resolve(PROJECT_FOLDER, "node_modules", "@pulumi", "pulumi", "cmd", "run");

/** What an engine of today can do. */
const ALL_FEATURES = Object.values(ResourceMonitorFeature).filter(
  (feature): feature is ResourceMonitorFeature => Number.isInteger(feature),
);

/** How a program ended that the SDK itself ran. */
export interface EngineRun {
  /** Exit status of the SDK's `cmd/run`; 32 after a failure that it has told the user about. */
  readonly status: number | null;
  readonly registered: ProgramRun;
  /** Registrations that the table could not answer. */
  readonly errors: readonly unknown[];
  /** What the program told the engine, in order, without debug messages. */
  readonly messages: readonly string[];
  readonly milliseconds: number;
}

/**
 * Runs `index.ts` as `pulumi preview` does: the SDK's own `cmd/run` with the arguments and the environment of the
 * language host (pulumi/pulumi, sdk/nodejs/cmd/pulumi-language-nodejs/main.go, constructArguments and execRuntime),
 * against an engine that records registrations. Methods that it lacks answer UNIMPLEMENTED.
 */
export async function runUnderEngine({ stack, config }: StackConfig): Promise<EngineRun> {
  const recording = new Recording({ stack, project: PROJECT, preview: true });
  const messages: string[] = [];
  const server = new Server();
  server.addService(ResourceMonitorService, monitorOf(recording));
  server.addService(EngineService, {
    log: (call: ServerUnaryCall<LogRequest, Empty>, callback: sendUnaryData<Empty>): void => {
      if (call.request.getSeverity() !== LogSeverity.DEBUG) {
        messages.push(call.request.getMessage());
      }
      callback(null, new Empty());
    },
  });
  const startedAt = performance.now();
  try {
    const address = `127.0.0.1:${await listen(server)}`;
    const status = await runProgram(address, stack, config);
    const milliseconds = performance.now() - startedAt;
    return {
      status,
      registered: recording.read(),
      errors: recording.errors,
      messages,
      milliseconds,
    };
  } finally {
    server.forceShutdown();
  }
}

function monitorOf(recording: Recording): UntypedServiceImplementation {
  return {
    getDeploymentInfo: (_call: unknown, callback: sendUnaryData<DeploymentInfo>): void => {
      const info = new DeploymentInfo();
      info.setSupportedfeaturesList(ALL_FEATURES);
      callback(null, info);
    },
    registerResource: (
      call: ServerUnaryCall<RegisterResourceRequest, RegisterResourceResponse>,
      callback: sendUnaryData<RegisterResourceResponse>,
    ): void => {
      callback(null, recording.registerResource(call.request));
    },
    registerResourceOutputs: (
      call: ServerUnaryCall<RegisterResourceOutputsRequest, Empty>,
      callback: sendUnaryData<Empty>,
    ): void => {
      recording.registerResourceOutputs(call.request);
      callback(null, new Empty());
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((settle, fail) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) {
        settle(port);
      } else {
        fail(error);
      }
    });
  });
}

function runProgram(
  address: string,
  stack: string,
  config: StackConfig["config"],
): Promise<number | null> {
  // The language host writes `project:key` in its old form, which older SDKs read.
  const hostConfig = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace(":", ":config:"), value]),
  );
  const child = spawn(
    process.execPath,
    [
      CMD_RUN,
      ...["--monitor", address],
      ...["--engine", address],
      ...["--organization", "organization"],
      ...["--project", PROJECT],
      ...["--root-directory", PROJECT_FOLDER],
      ...["--stack", stack],
      ...["--pwd", PROJECT_FOLDER],
      "--dry-run",
      ...["--parallel", "16"],
      "index.ts",
    ],
    {
      cwd: PROJECT_FOLDER,
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(hostConfig),
        PULUMI_CONFIG_SECRET_KEYS: "[]",
        PULUMI_NODEJS_TYPESCRIPT: "true",
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  return new Promise((settle, fail) => {
    child.on("error", fail);
    child.on("close", settle);
  });
}
