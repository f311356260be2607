import { DescribeClusterCommand, type EKSClient } from "@aws-sdk/client-eks";
import { GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import type { EksPlan } from "../../planning/types";
import { ask, type Answer } from "./answer";
import type { Clients } from "./clients";

/** Names of the stage's roles behind the cluster's name, as the components make them. */
const roleEndings = [
  "node",
  "control-plane",
  "volumes",
  "load-balancers",
  "load-generator",
] as const;

/**
 * Whether the physical names of a stage are free. A stage that stands has taken them itself, so a name that is taken is a
 * problem only for the first update.
 */
export async function nameAnswers(
  { clusterName }: EksPlan,
  { eks, iam }: Clients,
): Promise<readonly Answer[]> {
  const names = [
    { what: `cluster ${clusterName}`, exists: () => clusterExists(eks, clusterName) },
    ...roleEndings.map((ending) => ({
      what: `role ${clusterName}-${ending}`,
      exists: () => roleExists(iam, `${clusterName}-${ending}`),
    })),
  ];
  const answers = names.map(({ what, exists }) =>
    ask("name", what, async () => {
      const taken = await exists();
      return [
        {
          topic: "name",
          what,
          state: taken ? "problem" : "ok",
          says: taken
            ? "taken. Fine where this stage stands already; else choose another stack name."
            : "free",
        },
      ];
    }),
  );
  return (await Promise.all(answers)).flat();
}

async function clusterExists(client: EKSClient, name: string): Promise<boolean> {
  return existsUnless("ResourceNotFoundException", () =>
    client.send(new DescribeClusterCommand({ name })),
  );
}

async function roleExists(client: IAMClient, RoleName: string): Promise<boolean> {
  return existsUnless("NoSuchEntityException", () => client.send(new GetRoleCommand({ RoleName })));
}

async function existsUnless(absence: string, look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === absence) {
      return false;
    }
    throw error;
  }
}
