import {
  paginateDescribeAddonVersions,
  ResourceNotFoundException,
  type EKSClient,
} from "@aws-sdk/client-eks";
import type { EksPlan } from "../../planning/types";
import { ask, type Answer } from "./answer";
import type { Clients } from "./clients";

/** One version of an add-on that AWS offers for the stage's Kubernetes version. */
interface OfferedVersion {
  readonly version: string;
  /** Whether AWS installs it where nobody names a version. */
  readonly isDefault: boolean;
}

/** The add-ons as the components name them, and the versions that the plan pins. AWS chooses the others. */
function wantedAddons({ addons }: EksPlan): readonly { name: string; version?: string }[] {
  return [
    { name: "vpc-cni", version: addons.vpcCniVersion },
    { name: "kube-proxy", version: addons.kubeProxyVersion },
    { name: "coredns" },
    { name: "metrics-server" },
    { name: "aws-ebs-csi-driver" },
    { name: "eks-pod-identity-agent" },
  ];
}

/** Whether EKS offers each add-on of the stage, in the version that the plan pins, for the plan's Kubernetes version. */
export async function addonAnswers(plan: EksPlan, { eks }: Clients): Promise<readonly Answer[]> {
  const { kubernetesVersion } = plan;
  const answers = wantedAddons(plan).map(({ name, version }) => {
    const what = version === undefined ? name : `${name} ${version}`;
    return ask("addon", what, async () => {
      const offered = await offeredVersions(eks, name, kubernetesVersion);
      return [{ topic: "addon", what, ...judge(offered, kubernetesVersion, version) }];
    });
  });
  return (await Promise.all(answers)).flat();
}

function judge(
  offered: readonly OfferedVersion[],
  kubernetesVersion: string,
  wanted: string | undefined,
): Pick<Answer, "state" | "says"> {
  const usual = offered.find(({ isDefault }) => isDefault)?.version;
  const usualWords = usual === undefined ? "" : `; AWS's default is ${usual}`;
  const isOffered =
    wanted === undefined ? offered.length > 0 : offered.some(({ version }) => version === wanted);
  if (isOffered) {
    return { state: "ok", says: `offered for Kubernetes ${kubernetesVersion}${usualWords}` };
  }
  const versions = offered.map(({ version }) => version).join(", ");
  return {
    state: "problem",
    says:
      `not offered for Kubernetes ${kubernetesVersion}` +
      (versions === "" ? ", in no version." : `${usualWords}. Offered: ${versions}.`),
  };
}

/** Versions that go with a Kubernetes version, by AWS's own word (EKS, DescribeAddonVersions). */
async function offeredVersions(
  client: EKSClient,
  addonName: string,
  kubernetesVersion: string,
): Promise<readonly OfferedVersion[]> {
  const offered: OfferedVersion[] = [];
  const pages = paginateDescribeAddonVersions({ client }, { addonName, kubernetesVersion });
  try {
    for await (const { addons = [] } of pages) {
      const ofName = addons.filter((each) => each.addonName === addonName);
      for (const { addonVersion, compatibilities = [] } of ofName.flatMap(
        ({ addonVersions = [] }) => addonVersions,
      )) {
        const fit = compatibilities.find((each) => each.clusterVersion === kubernetesVersion);
        if (addonVersion !== undefined && fit !== undefined) {
          offered.push({ version: addonVersion, isDefault: fit.defaultVersion === true });
        }
      }
    }
  } catch (error) {
    // AWS knows no add-on of that name: an answer, and no failure.
    if (!(error instanceof ResourceNotFoundException)) {
      throw error;
    }
  }
  return offered;
}
