import {
  RegisterResourceResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { answerRegistration, urnOf } from "./answers";
import { readRegistrations, STACK_TYPE, type RegistrationRow } from "./registrations";
import { readWireRecord, referenceFromUrn, type JsonValue } from "./wire";

type Values = Readonly<Record<string, JsonValue>>;

/** What a run registered. */
export interface ProgramRun {
  readonly rows: readonly RegistrationRow[];
  /** The stack's outputs; a secret shows as `<secret>`. */
  readonly outputs: Values;
  /** Outputs of each component by `type::name`. */
  readonly componentOutputs: Readonly<Record<string, Values>>;
}

/** The run that is recorded. */
export interface Deployment {
  readonly stack: string;
  readonly project: string;
  readonly preview: boolean;
}

/** Hears every registration of one run as it leaves the SDK, and answers it. */
export class Recording {
  /** Registrations that nothing could answer. Told at the end: a failed one would fail what waits for it as well. */
  public readonly errors: unknown[] = [];
  private readonly requests: RegisterResourceRequest[] = [];
  private readonly outputRequests: RegisterResourceOutputsRequest[] = [];

  public constructor(private readonly deployment: Deployment) {}

  public registerResource(request: RegisterResourceRequest): RegisterResourceResponse {
    const { stack, project, preview } = this.deployment;
    this.requests.push(request);
    const response = new RegisterResourceResponse();
    response.setUrn(urnOf(request, stack, project));
    try {
      const answer = answerRegistration(request, preview);
      response.setId(answer.id);
      response.setObject(Struct.fromJavaScript({ ...answer.outputs }));
    } catch (error) {
      this.errors.push(error);
      response.setObject(Struct.fromJavaScript({}));
    }
    return response;
  }

  public registerResourceOutputs(request: RegisterResourceOutputsRequest): void {
    this.outputRequests.push(request);
  }

  /** What was registered until now. */
  public read(): ProgramRun {
    const componentOutputs: Record<string, Values> = {};
    let outputs: Values = {};
    for (const request of this.outputRequests) {
      const reference = referenceFromUrn(request.getUrn());
      const values = readWireRecord(request.getOutputs()?.toJavaScript() ?? {});
      if (reference.startsWith(`${STACK_TYPE}::`)) {
        outputs = values;
      } else {
        componentOutputs[reference] = values;
      }
    }
    return { rows: readRegistrations(this.requests), outputs, componentOutputs };
  }
}
