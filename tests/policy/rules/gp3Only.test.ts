import { strict as assert } from "node:assert";
import { gp3Only } from "../../../policy/rules/gp3Only";
import { judge, unknownValue } from "../support/judge";

const said = (type: string, props: Readonly<Record<string, unknown>>) =>
  judge(gp3Only, { type, props });

describe("rule gp3-only", () => {
  it("takes gp3 and nothing else, in every kind of resource that makes volumes", () => {
    for (const volumeType of ["gp2", "io2", "standard", undefined]) {
      const count = (type: string, props: Readonly<Record<string, unknown>>) =>
        said(type, JSON.parse(JSON.stringify(props)) as Record<string, unknown>).length;
      assert.equal(
        count("aws:ec2/launchTemplate:LaunchTemplate", {
          blockDeviceMappings: [{ ebs: { volumeType } }],
        }),
        1,
      );
      assert.equal(count("aws:ec2/instance:Instance", { rootBlockDevice: { volumeType } }), 1);
      assert.equal(count("aws:ebs/volume:Volume", { type: volumeType }), 1);
      assert.equal(
        count("kubernetes:storage.k8s.io/v1:StorageClass", {
          provisioner: "ebs.csi.aws.com",
          parameters: { type: volumeType },
        }),
        1,
      );
    }
    assert.deepEqual(
      said("aws:ec2/launchTemplate:LaunchTemplate", {
        blockDeviceMappings: [{ ebs: { volumeType: "gp3" } }],
      }),
      [],
    );
    assert.deepEqual(said("aws:ebs/volume:Volume", { type: "gp3" }), []);
  });

  it("says where, and what stands there", () => {
    assert.deepEqual(
      said("aws:ec2/launchTemplate:LaunchTemplate", {
        blockDeviceMappings: [{ ebs: { volumeType: "gp3" } }, { ebs: { volumeType: "gp2" } }],
      }),
      ['blockDeviceMappings[1].ebs states "gp2" as volume type: set gp3.'],
    );
  });

  it("leaves a type that is unknown, and storage that is not EBS", () => {
    assert.deepEqual(said("aws:ebs/volume:Volume", { type: unknownValue }), []);
    assert.deepEqual(
      said("kubernetes:storage.k8s.io/v1:StorageClass", { provisioner: "local-path" }),
      [],
    );
  });
});
