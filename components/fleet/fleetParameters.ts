import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { componentType } from "../componentType";

/** Parameters of the fleet, by the last part of their name. The generators' start script asks for these. */
export const fleetParameterNames = {
  environment: "environment",
  restUrl: "rest-url",
  mqttHost: "mqtt-host",
  tenantPassword: "tenant-password",
} as const;

export interface FleetParametersArgs {
  readonly plan: {
    /** What every parameter's name begins with, such as `/thingsboard-million/load-generator`. */
    readonly prefix: string;
    /** The agent's variables that are the same for each generator. */
    readonly environment: Readonly<Record<string, string>>;
  };
  /** Base URL of the REST API. */
  readonly restUrl: pulumi.Input<string>;
  /** Host that devices connect to. */
  readonly mqttHost: pulumi.Input<string>;
  /** Password of the tenant that owns the devices. */
  readonly tenantPassword: pulumi.Input<string>;
}

/**
 * What generators read when they start: the endpoints, the agent's variables and the tenant's password, which alone is
 * encrypted, with a key of its own. Read at start and not baked in, so that neither a changed load balancer nor a
 * changed load replaces the fleet.
 * Cost: the key, 1 USD a month.
 */
export class FleetParameters extends pulumi.ComponentResource {
  /** Of all parameters, for the generators' role. */
  readonly arns: readonly pulumi.Output<string>[];
  /** Key that the password is encrypted with. */
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, args: FleetParametersArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentType("FleetParameters"), name, { plan: args.plan }, options);
    const { prefix, environment } = args.plan;

    const key = new aws.kms.Key(
      name,
      {
        description: `Tenant password of the load generators (${prefix})`,
        enableKeyRotation: true,
        deletionWindowInDays: 7,
      },
      { parent: this },
    );
    const parameter = (suffix: string, parameterArgs: Omit<aws.ssm.ParameterArgs, "name">) =>
      new aws.ssm.Parameter(
        `${name}-${suffix}`,
        { name: `${prefix}/${suffix}`, ...parameterArgs },
        { parent: this },
      );
    const plain = (suffix: string, value: pulumi.Input<string>) =>
      // A diff may show these; `value` is a secret always.
      parameter(suffix, { type: "String", insecureValue: value });
    const parameters = [
      plain(fleetParameterNames.environment, environmentFile(environment)),
      plain(fleetParameterNames.restUrl, args.restUrl),
      plain(fleetParameterNames.mqttHost, args.mqttHost),
      parameter(fleetParameterNames.tenantPassword, {
        type: "SecureString",
        keyId: key.arn,
        value: pulumi.secret(args.tenantPassword),
      }),
    ];

    this.arns = parameters.map(({ arn }) => arn);
    this.keyArn = key.arn;
    this.registerOutputs({ arns: this.arns, keyArn: this.keyArn });
  }
}

/** Lines as `docker run --env-file` takes them: the value is everything behind the first equals sign. */
function environmentFile(values: Readonly<Record<string, string>>): string {
  return Object.keys(values)
    .sort()
    .map((variable) => `${variable}=${values[variable] ?? ""}`)
    .join("\n");
}
