import { strict as assert } from "node:assert";
import { ManagedNodeGroup } from "../../../components/platform/managedNodeGroup";
import type { NodeGroupPlan, NodeTuningPlan } from "../../../planning/types";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import { changedInputs } from "../../support/changedInputs";
import { eksPlan } from "../../support/eksPlan";
import { rowOf, rowsOf } from "../../support/rowsOf";

const [plan] = eksPlan.nodeGroups;
const nodeGroup = "aws:eks/nodeGroup:NodeGroup::nodes";
const template = "aws:ec2/launchTemplate:LaunchTemplate::nodes";

interface Change {
  readonly group?: Partial<NodeGroupPlan>;
  readonly tuning?: Partial<NodeTuningPlan>;
  readonly kubernetesVersion?: string;
}

function groupRows(change: Change = {}): Promise<readonly RegistrationRow[]> {
  return rowsOf(
    () =>
      new ManagedNodeGroup("nodes", {
        plan: { ...plan!, ...change.group },
        tuning: { ...eksPlan.nodeTuning, ...change.tuning },
        clusterName: "mine",
        kubernetesVersion: change.kubernetesVersion ?? "1.36",
        nodeRoleArn: "arn:aws:iam::111122223333:role/nodes",
        subnetIds: ["subnet-1"],
        securityGroupIds: ["sg-cluster", "sg-more"],
        tags: { owner: "platform-team" },
      }),
  );
}

describe("ManagedNodeGroup", () => {
  it("takes cluster, role, subnets and security groups as they are given", async () => {
    const rows = await groupRows();
    const { inputs, options } = rowOf(rows, "aws:eks/nodeGroup:NodeGroup", "nodes");
    assert.equal(inputs.clusterName, "mine");
    assert.equal(inputs.nodeRoleArn, "arn:aws:iam::111122223333:role/nodes");
    assert.deepEqual(inputs.subnetIds, ["subnet-1"]);
    assert.equal(options.deleteBeforeReplace, true);
    const launch = rowOf(rows, "aws:ec2/launchTemplate:LaunchTemplate", "nodes").inputs;
    assert.equal(launch.name, "mine-worker");
    assert.equal(launch.keyName, undefined);
    assert.match(
      JSON.stringify(launch.networkInterfaces),
      /"securityGroups":\["sg-cluster","sg-more"\]/,
    );
  });

  describe("changes exactly what one number of the plan says", () => {
    const cases: Readonly<Record<string, readonly [Change, readonly string[]]>> = {
      count: [
        { group: { count: 13 } },
        ["desiredSize", "maxSize", "minSize"].map((size) => `${nodeGroup} scalingConfig.${size}`),
      ],
      role: [{ group: { role: "kafka" } }, [`${nodeGroup} labels.role`]],
      // In the template alone: on the group it would replace the group.
      "instance type": [{ group: { instanceType: "m6a.2xlarge" } }, [`${template} instanceType`]],
      architecture: [{ group: { architecture: "arm64" } }, [`${nodeGroup} amiType`]],
      // A reservation is a matter of the bill: the node stays on demand.
      "spot purchase": [{ group: { purchase: "spot" } }, [`${nodeGroup} capacityType`]],
      "reserved purchase": [{ group: { purchase: "reserved3Years" } }, []],
      "root volume": [
        { group: { rootVolumeGiB: 33 } },
        [`${template} blockDeviceMappings.0.ebs.volumeSize`],
      ],
      "conntrack table": [{ group: { conntrackMax: 2_097_152 } }, [`${template} userData`]],
      "conntrack buckets": [{ group: { conntrackBuckets: 524_288 } }, [`${template} userData`]],
      "kernel key": [
        { tuning: { sysctls: { "net.core.netdev_max_backlog": "8192" } } },
        [`${template} userData`],
      ],
      "tracking timeout": [
        { tuning: { tcpEstablishedTimeoutSeconds: 600 } },
        [`${template} networkInterfaces.0.connectionTrackingSpecification.tcpEstablishedTimeout`],
      ],
      "Kubernetes version": [{ kubernetesVersion: "1.35" }, [`${nodeGroup} version`]],
    };
    for (const [what, [change, expected]] of Object.entries(cases)) {
      it(what, async () => {
        assert.deepEqual(changedInputs(await groupRows(), await groupRows(change)), expected);
      });
    }
  });
});
