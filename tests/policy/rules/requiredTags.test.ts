import { strict as assert } from "node:assert";
import { requiredTags } from "../../../policy/rules/requiredTags";
import { judge, unknownValue } from "../support/judge";

const all = {
  project: "thingsboard-scale",
  stage: "million",
  owner: "platform-team",
  "expires-on": "2027-03-01",
};
const { owner, ...withoutOwner } = all;
const instance = "aws:ec2/instance:Instance";

type Props = Readonly<Record<string, unknown>>;
const said = (type: string, props: Props, provider?: Props) =>
  judge(requiredTags, { type, props, ...(provider !== undefined && { provider }) });

describe("rule required-tags", () => {
  it("finds the tags on the resource, as the provider checks it", () => {
    assert.deepEqual(said(instance, { tags: { Name: "one", ...all } }), []);
    assert.deepEqual(said(instance, { tagsAll: all }), []);
    assert.deepEqual(said(instance, { tags: withoutOwner }), [
      "It: tags or the provider's defaultTags lacks owner.",
    ]);
    assert.match(said(instance, {}).join(), /lacks project, stage, owner, expires-on/);
    assert.equal(said(instance, { tags: { ...all, owner: "" } }).length, 1);
  });

  it("counts the default tags of the provider, as JSON or as a mapping", () => {
    assert.deepEqual(said(instance, {}, { defaultTags: JSON.stringify({ tags: all }) }), []);
    assert.deepEqual(said(instance, {}, { defaultTags: { tags: all } }), []);
    assert.deepEqual(
      said(instance, { tags: { owner } }, { defaultTags: { tags: withoutOwner } }),
      [],
    );
    assert.equal(said(instance, {}, { defaultTags: { tags: withoutOwner } }).length, 1);
    assert.equal(said(instance, {}, {}).length, 1);
  });

  it("asks the same of all that bills, and nothing of what does not", () => {
    for (const type of [
      "aws:eks/cluster:Cluster",
      "aws:eks/nodeGroup:NodeGroup",
      "aws:kms/key:Key",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:ssm/parameter:Parameter",
      "aws:ebs/volume:Volume",
      "aws:ec2/natGateway:NatGateway",
      "eks:index:Cluster",
    ]) {
      assert.equal(said(type, {}).length, 1, type);
      assert.deepEqual(said(type, { tags: all }), [], type);
    }
    assert.deepEqual(said("aws:ec2/route:Route", {}), []);
    assert.deepEqual(said("kubernetes:core/v1:Service", {}), []);
  });

  it("asks it of what a launch template makes, which default tags do not reach", () => {
    const template = "aws:ec2/launchTemplate:LaunchTemplate";
    const made = (resourceType: string, tags: Props) => ({ resourceType, tags });
    const provider = { defaultTags: { tags: all } };
    assert.deepEqual(
      said(template, { tagSpecifications: [made("volume", all), made("instance", all)] }),
      [],
    );
    assert.deepEqual(
      said(
        template,
        { tagSpecifications: [made("volume", all), made("instance", withoutOwner)] },
        provider,
      ),
      ["instance: tagSpecifications lacks owner."],
    );
    assert.match(said(template, { tags: all }, provider).join(), /^volume: .* lacks project/);
    assert.match(
      said(template, { tagSpecifications: [made("instance", all)] }).join(),
      /^volume: /,
    );
  });

  it("asks it of the volumes and load balancers that controllers make", () => {
    const driver = (extraVolumeTags: unknown) => ({
      addonName: "aws-ebs-csi-driver",
      configurationValues: JSON.stringify({ controller: { extraVolumeTags } }),
    });
    assert.deepEqual(said("aws:eks/addon:Addon", driver(all)), []);
    assert.match(
      said("aws:eks/addon:Addon", driver(withoutOwner)).join(),
      /volumes of claims.*lacks owner/,
    );
    assert.equal(said("aws:eks/addon:Addon", { addonName: "aws-ebs-csi-driver" }).length, 1);
    assert.deepEqual(said("aws:eks/addon:Addon", { addonName: "coredns" }), []);
    const chart = (defaultTags: unknown) => ({
      chart: "aws-load-balancer-controller",
      values: { defaultTags },
    });
    assert.deepEqual(said("kubernetes:helm.sh/v3:Release", chart(all)), []);
    assert.equal(said("kubernetes:helm.sh/v3:Release", chart(withoutOwner)).length, 1);
    assert.deepEqual(said("kubernetes:helm.sh/v3:Release", { chart: "cass-operator" }), []);
  });

  it("judges nothing that is unknown", () => {
    assert.deepEqual(said(instance, { tags: unknownValue }), []);
    assert.deepEqual(said(instance, { tags: { ...withoutOwner, owner: unknownValue } }), []);
    assert.deepEqual(said(instance, {}, { defaultTags: unknownValue }), []);
    assert.deepEqual(
      said("aws:ec2/launchTemplate:LaunchTemplate", { tagSpecifications: unknownValue }),
      [],
    );
    assert.deepEqual(
      said("aws:eks/addon:Addon", {
        addonName: "aws-ebs-csi-driver",
        configurationValues: unknownValue,
      }),
      [],
    );
  });
});
