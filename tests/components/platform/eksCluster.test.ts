import { strict as assert } from "node:assert";
import { type ControlPlanePlan, EksCluster } from "../../../components/platform/eksCluster";
import type { AccountPlan } from "../../../planning/types";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import { changedInputs } from "../../support/changedInputs";
import { eksPlan } from "../../support/eksPlan";
import { rowOf, rowsOf } from "../../support/rowsOf";

const control = "eks:index:Cluster::cluster";

function clusterRows(changed: Partial<ControlPlanePlan> = {}): Promise<readonly RegistrationRow[]> {
  return rowsOf(
    () =>
      new EksCluster("cluster", {
        plan: { ...eksPlan, ...changed },
        vpcId: "vpc-1",
        subnetIds: ["subnet-1", "subnet-2"],
      }),
  );
}

function withAccount(changed: Partial<AccountPlan>): Partial<ControlPlanePlan> {
  return { account: { ...eksPlan.account, ...changed } };
}

describe("EksCluster", () => {
  it("keeps in its own inputs what it reads of the plan, and nothing of the nodes", async () => {
    const { inputs } = rowOf(await clusterRows(), "thingsboard-scale:index:EksCluster", "cluster");
    assert.deepEqual(inputs.plan, {
      clusterName: eksPlan.clusterName,
      kubernetesVersion: eksPlan.kubernetesVersion,
      logRetentionDays: eksPlan.logRetentionDays,
      account: eksPlan.account,
      addons: { vpcCniVersion: "v1.23.1-eksbuild.1", kubeProxyVersion: "v1.36.0-eksbuild.14" },
    });
  });

  it("has an access entry a principal, and none that nobody asked for", async () => {
    const rows = await clusterRows(withAccount({ administrators: [], viewers: [] }));
    assert.deepEqual(rowOf(rows, "eks:index:Cluster", "cluster").inputs.accessEntries, {});
  });

  describe("changes exactly what one value of the plan says", () => {
    const cases: Readonly<Record<string, readonly [Partial<ControlPlanePlan>, readonly string[]]>> =
      {
        "log retention": [
          { logRetentionDays: 30 },
          ["aws:cloudwatch/logGroup:LogGroup::cluster retentionInDays"],
        ],
        "Kubernetes version": [{ kubernetesVersion: "1.35" }, [`${control} version`]],
        "vpc-cni version": [
          { addons: { ...eksPlan.addons, vpcCniVersion: "v1.22.1-eksbuild.1" } },
          [`${control} vpcCniOptions.addonVersion`],
        ],
        "kube-proxy version": [
          { addons: { ...eksPlan.addons, kubeProxyVersion: "v1.36.1-eksbuild.1" } },
          [`${control} kubeProxyAddonOptions.version`],
        ],
        "addresses of the API": [
          withAccount({ apiCidrs: ["203.0.113.7/32"] }),
          [`${control} publicAccessCidrs.0`],
        ],
        owner: [
          withAccount({ tags: { ...eksPlan.account.tags, owner: "others" } }),
          [`${control} tags.owner`],
        ],
      };
    for (const [what, [changed, expected]] of Object.entries(cases)) {
      it(what, async () => {
        assert.deepEqual(changedInputs(await clusterRows(), await clusterRows(changed)), expected);
      });
    }
  });
});
