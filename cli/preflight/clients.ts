import { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { IAMClient } from "@aws-sdk/client-iam";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { STSClient } from "@aws-sdk/client-sts";
import { withAction } from "./answer";

/** Clients of one region; IAM answers the same everywhere. */
export interface Clients {
  readonly ec2: EC2Client;
  readonly eks: EKSClient;
  readonly iam: IAMClient;
  readonly quotas: ServiceQuotasClient;
  readonly sts: STSClient;
}

/** A wrong region or a machine without a network must not hold the whole preflight up. */
const patience = { connectionTimeout: 3_000, requestTimeout: 15_000 };

/** Credentials, and an endpoint in place of AWS, come from the environment and the profile as everywhere. */
export function clientsOf(region: string): Clients {
  const options = { region, maxAttempts: 2, requestHandler: patience };
  const clients = {
    ec2: new EC2Client(options),
    eks: new EKSClient(options),
    iam: new IAMClient(options),
    quotas: new ServiceQuotasClient(options),
    sts: new STSClient(options),
  };
  clients.ec2.middlewareStack.add(namingActions("ec2"), place);
  clients.eks.middlewareStack.add(namingActions("eks"), place);
  clients.iam.middlewareStack.add(namingActions("iam"), place);
  clients.quotas.middlewareStack.add(namingActions("servicequotas"), place);
  clients.sts.middlewareStack.add(namingActions("sts"), place);
  return clients;
}

/** Outermost: sees what is left after the last attempt. */
const place = { step: "initialize", name: "namingActions", priority: "high" } as const;

/** Names the action, as policies write it, in a refusal of AWS: its own words often leave it out. */
function namingActions(service: string) {
  return <Input, Output>(
      next: (given: Input) => Promise<Output>,
      { commandName = "" }: { readonly commandName?: string },
    ) =>
    async (given: Input): Promise<Output> => {
      try {
        return await next(given);
      } catch (error) {
        throw withAction(error, `${service}:${commandName.replace(/Command$/, "")}`);
      }
    };
}
