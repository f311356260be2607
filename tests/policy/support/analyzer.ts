import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  EnforcementLevel,
  type AnalyzeResponse,
  type AnalyzerInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { AnalyzerPropertyDependencies } from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { StackConfig } from "../../../cli/dump/commands";
import { urnOf, type Given } from "./judge";

const PROJECT = "thingsboard-scale";
const PROJECT_FOLDER = resolve(__dirname, "..", "..", "..");
const PACK = resolve(PROJECT_FOLDER, "policy");
const RUN = resolve(PROJECT_FOLDER, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
/** Nobody listens there: the pack logs nothing to the engine as long as it loads. */
const NO_ENGINE = "127.0.0.1:1";

/** What a pack says of a resource or a stack. */
export interface AnalyzerDiagnostic {
  readonly policy: string;
  readonly level: string;
  readonly message: string;
}

/**
 * The pack under the SDK's own server, started with the arguments, the folder and the environment of the language host
 * (pulumi/pulumi, sdk/nodejs/cmd/pulumi-language-nodejs/main.go, RunPlugin), and asked as the engine asks it.
 */
export class Analyzer {
  private static readonly started: Analyzer[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  /** Starts the pack for one stack. Ends with what the pack wrote when it does not load. */
  public static async start({ stack, config }: StackConfig): Promise<Analyzer> {
    const child = spawn(process.execPath, [RUN, NO_ENGINE, PACK], {
      cwd: PACK,
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_NODEJS_ORGANIZATION: "organization",
        PULUMI_NODEJS_PROJECT: PROJECT,
        PULUMI_NODEJS_STACK: stack,
        PULUMI_NODEJS_DRY_RUN: "true",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await firstLine(child);
    const address = `127.0.0.1:${port}`;
    const client = new AnalyzerClient(address, credentials.createInsecure());
    const analyzer = new Analyzer(child, client);
    Analyzer.started.push(analyzer);
    return analyzer;
  }

  /** Ends every pack that has been started. */
  public static async stopAll(): Promise<void> {
    await Promise.all(Analyzer.started.splice(0).map((analyzer) => analyzer.stop()));
  }

  private async stop(): Promise<void> {
    this.client.close();
    const ended = new Promise((settle) => this.child.once("close", settle));
    this.child.kill();
    await ended;
  }

  public async info(): Promise<{
    readonly name: string;
    readonly policies: readonly { readonly name: string; readonly level: string }[];
  }> {
    const info = await answer<AnalyzerInfo>((done) => {
      this.client.getAnalyzerInfo(new Empty(), done);
    });
    return {
      name: info.getName(),
      policies: info
        .getPoliciesList()
        .map((each) => ({ name: each.getName(), level: levelName(each.getEnforcementlevel()) })),
    };
  }

  public async analyze(given: Given): Promise<readonly AnalyzerDiagnostic[]> {
    const request = new AnalyzeRequest();
    request.setType(given.type);
    request.setName(given.name ?? "it");
    request.setUrn(urnOf(given));
    request.setProperties(structOf(given.props));
    request.setOptions(new AnalyzerResourceOptions());
    request.setProvider(providerOf(given));
    return diagnosticsOf(
      await answer<AnalyzeResponse>((done) => {
        this.client.analyze(request, done);
      }),
    );
  }

  public async analyzeStack(all: readonly Given[]): Promise<readonly AnalyzerDiagnostic[]> {
    const request = new AnalyzeStackRequest();
    request.setResourcesList(
      all.map((given) => {
        const resource = new AnalyzerResource();
        resource.setType(given.type);
        resource.setName(given.name ?? "it");
        resource.setUrn(urnOf(given));
        resource.setProperties(structOf(given.props));
        resource.setOptions(new AnalyzerResourceOptions());
        resource.setProvider(providerOf(given));
        for (const [property, names] of Object.entries(given.from ?? {})) {
          const dependencies = new AnalyzerPropertyDependencies();
          dependencies.setUrnsList(
            all.filter(({ name = "it" }) => names.includes(name)).map(urnOf),
          );
          resource.getPropertydependenciesMap().set(property, dependencies);
        }
        return resource;
      }),
    );
    return diagnosticsOf(
      await answer<AnalyzeResponse>((done) => {
        this.client.analyzeStack(request, done);
      }),
    );
  }
}

function structOf(values: Given["props"]): Struct {
  return Struct.fromJavaScript(structuredClone(values) as Record<string, JavaScriptValue>);
}

function providerOf({ provider }: Given): AnalyzerProviderResource | undefined {
  if (provider === undefined) {
    return undefined;
  }
  const resource = new AnalyzerProviderResource();
  resource.setType("pulumi:providers:aws");
  resource.setProperties(structOf(provider));
  return resource;
}

function diagnosticsOf(response: AnalyzeResponse): readonly AnalyzerDiagnostic[] {
  return response.getDiagnosticsList().map((each) => ({
    policy: each.getPolicyname(),
    level: levelName(each.getEnforcementlevel()),
    message: each.getMessage(),
  }));
}

function levelName(level: EnforcementLevel): string {
  return level === EnforcementLevel.MANDATORY ? "mandatory" : `level ${level}`;
}

function answer<Response>(
  ask: (done: (error: ServiceError | null, response: Response) => void) => void,
): Promise<Response> {
  return new Promise((settle, fail) => {
    ask((error, response) => {
      if (error === null) {
        settle(response);
      } else {
        fail(error);
      }
    });
  });
}

/** The server prints its port when it listens, and nothing before. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((settle, fail) => {
    let errors = "";
    child.stderr?.on("data", (data: Buffer) => {
      errors += data.toString();
    });
    child.stdout?.once("data", (data: Buffer) => {
      settle(data.toString().trim());
    });
    child.once("error", fail);
    child.once("close", (status) => {
      fail(new Error(`The pack ended with ${String(status)}:\n${errors}`));
    });
  });
}
