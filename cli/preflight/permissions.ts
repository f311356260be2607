import { SimulatePrincipalPolicyCommand, type IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { ask, unknownAnswer, type Answer } from "./answer";
import type { Clients } from "./clients";

/** Actions without which an update stops early: one or two of each kind that docs/deployer-policy.json allows. */
const neededActions = [
  "ec2:CreateVpc",
  "ec2:CreateLaunchTemplate",
  "ec2:CreateManagedPrefixList",
  "ec2:CreateSecurityGroup",
  "ec2:RunInstances",
  "ec2:CreateTags",
  "eks:CreateCluster",
  "eks:CreateNodegroup",
  "eks:CreateAddon",
  "eks:CreateAccessEntry",
  "eks:CreatePodIdentityAssociation",
  "iam:CreateRole",
  "iam:PassRole",
  "iam:CreatePolicy",
  "kms:CreateKey",
  "logs:CreateLogGroup",
  "ssm:PutParameter",
] as const;

/** Who asks, and whether the policies of that principal allow what an update does. */
export async function callerAnswers({ sts, iam }: Clients): Promise<readonly Answer[]> {
  return ask("caller", "caller", async () => {
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    if (Arn === undefined) {
      throw new Error("AWS names no caller");
    }
    const caller: Answer = { topic: "caller", what: "caller", state: "ok", says: Arn };
    return [caller, ...(await ask("permission", "permissions", () => simulate(iam, Arn)))];
  });
}

/** Policies belong to the role, not to its session. */
function principalOf(arn: string): string {
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn);
  return session === null
    ? arn
    : `arn:${session[1] ?? "aws"}:iam::${session[2] ?? ""}:role/${session[3] ?? ""}`;
}

async function simulate(iam: IAMClient, caller: string): Promise<readonly Answer[]> {
  const { EvaluationResults = [] } = await iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: principalOf(caller),
      ActionNames: [...neededActions],
    }),
  );
  const decisions = new Map(
    EvaluationResults.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]),
  );
  return neededActions.map((action) => {
    const decision = decisions.get(action);
    return decision === undefined
      ? unknownAnswer("permission", action, new Error("the simulation says nothing about it"))
      : {
          topic: "permission",
          what: action,
          state: decision === "allowed" ? "ok" : "problem",
          says:
            decision === "allowed"
              ? "allowed on any resource; conditions and organisation policies may still deny it"
              : `${decision} on any resource. docs/deployer-policy.json allows it on the stage's own.`,
        };
  });
}
