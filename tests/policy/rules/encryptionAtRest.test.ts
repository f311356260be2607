import { strict as assert } from "node:assert";
import { encryptionAtRest } from "../../../policy/rules/encryptionAtRest";
import { judge, unknownValue } from "../support/judge";

const said = (type: string, props: Readonly<Record<string, unknown>>) =>
  judge(encryptionAtRest, { type, props });

const template = "aws:ec2/launchTemplate:LaunchTemplate";
const instance = "aws:ec2/instance:Instance";
const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";
const cluster = "aws:eks/cluster:Cluster";
const mappings = (ebs: unknown) => ({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] });

describe("rule encryption-at-rest", () => {
  it("wants every volume of a launch template encrypted", () => {
    assert.deepEqual(said(template, mappings({ encrypted: "true" })), []);
    assert.deepEqual(said(template, mappings({ encrypted: true })), []);
    for (const ebs of [{ encrypted: "false" }, {}]) {
      assert.deepEqual(said(template, mappings(ebs)), [
        "blockDeviceMappings[0].ebs is not encrypted: set encrypted to true.",
      ]);
    }
  });

  it("wants a template to name its volume, since an image's own is not encrypted", () => {
    assert.match(said(template, {}).join(), /the image's root volume is not encrypted/);
    // An entry without EBS is no volume.
    assert.match(
      said(template, {
        blockDeviceMappings: [{ deviceName: "/dev/sdb", noDevice: "true" }],
      }).join(),
      /the image's root volume/,
    );
  });

  it("wants the volumes of an instance encrypted, unless its template says so", () => {
    assert.match(said(instance, {}).join(), /the image's root volume/);
    assert.deepEqual(said(instance, { launchTemplate: { id: unknownValue } }), []);
    assert.deepEqual(said(instance, { rootBlockDevice: { encrypted: true } }), []);
    assert.deepEqual(
      said(instance, {
        launchTemplate: { id: "lt-1" },
        rootBlockDevice: { volumeSize: 8 },
        ebsBlockDevices: [{ encrypted: true }, { encrypted: false }],
      }),
      [
        "rootBlockDevice is not encrypted: set encrypted to true.",
        "ebsBlockDevices[1] is not encrypted: set encrypted to true.",
      ],
    );
  });

  it("wants a StorageClass of EBS to encrypt, and leaves other storage alone", () => {
    const ebs = (parameters: unknown) => ({ provisioner: "ebs.csi.aws.com", parameters });
    assert.deepEqual(said(storageClass, ebs({ encrypted: "true" })), []);
    assert.equal(said(storageClass, ebs({ encrypted: "false" })).length, 1);
    assert.equal(said(storageClass, { provisioner: "ebs.csi.aws.com" }).length, 1);
    assert.deepEqual(said(storageClass, { provisioner: "k8s.io/minikube-hostpath" }), []);
  });

  it("wants a key for the Secrets of the cluster", () => {
    assert.match(said("eks:index:Cluster", {}).join(), /encryptionConfigKeyArn/);
    assert.deepEqual(said("eks:index:Cluster", { encryptionConfigKeyArn: unknownValue }), []);
    assert.match(said(cluster, {}).join(), /encryptionConfig/);
    const provider = { keyArn: unknownValue };
    assert.deepEqual(said(cluster, { encryptionConfig: { provider, resources: ["secrets"] } }), []);
    assert.equal(said(cluster, { encryptionConfig: { provider, resources: [] } }).length, 1);
  });

  it("wants volumes and file systems encrypted, and symmetric keys rotated", () => {
    assert.equal(said("aws:ebs/volume:Volume", { size: 1 }).length, 1);
    assert.deepEqual(said("aws:ebs/volume:Volume", { encrypted: true }), []);
    assert.equal(said("aws:efs/fileSystem:FileSystem", {}).length, 1);
    assert.deepEqual(said("aws:efs/fileSystem:FileSystem", { encrypted: true }), []);
    assert.equal(said("aws:kms/key:Key", {}).length, 1);
    assert.deepEqual(said("aws:kms/key:Key", { enableKeyRotation: true }), []);
    assert.deepEqual(said("aws:kms/key:Key", { customerMasterKeySpec: "RSA_2048" }), []);
  });

  it("judges nothing that is unknown", () => {
    assert.deepEqual(said(template, { blockDeviceMappings: unknownValue }), []);
    assert.deepEqual(said(template, mappings(unknownValue)), []);
    assert.deepEqual(said(template, mappings({ encrypted: unknownValue })), []);
    assert.deepEqual(said(cluster, { encryptionConfig: unknownValue }), []);
    assert.deepEqual(said("aws:kms/key:Key", { enableKeyRotation: unknownValue }), []);
    assert.deepEqual(said("aws:ebs/volume:Volume", { encrypted: unknownValue }), []);
  });

  it("judges nothing else", () => {
    assert.deepEqual(said("aws:ec2/vpc:Vpc", {}), []);
  });
});
