import { resourcePolicy, type Resource } from "../reading/policy";
import { at, elementsAt, entries, notKnown, parsed } from "../reading/values";

/** Whose it is, what for, and after which day it may go: what bills is found, and asked for, by these. */
const required = ["project", "stage", "owner", "expires-on"] as const;

/** What AWS bills, or what makes something that it bills, and takes tags. */
const tagged = [
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:ebs/snapshot:Snapshot",
  "aws:ebs/volume:Volume",
  "aws:ec2/eip:Eip",
  "aws:ec2/instance:Instance",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ecr/repository:Repository",
  "aws:efs/fileSystem:FileSystem",
  "aws:eks/cluster:Cluster",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:kms/key:Key",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
  "aws:ssm/parameter:Parameter",
  "eks:index:Cluster",
];
const launchTemplate = "aws:ec2/launchTemplate:LaunchTemplate";
const addon = "aws:eks/addon:Addon";
const release = "kubernetes:helm.sh/v3:Release";

/**
 * On the resource itself, or by its provider's default tags, which the provider puts into the inputs only when it checks
 * them. Default tags reach neither what a launch template makes nor what the controllers in the cluster make.
 */
export const requiredTags = resourcePolicy({
  name: "required-tags",
  description: `Everything that AWS bills says its ${required.join(", ")}.`,
  judges: (type) => [...tagged, launchTemplate, addon, release].includes(type),
  find: (resource) => {
    const { type, properties } = resource;
    switch (type) {
      case launchTemplate:
        return ofTemplate(resource);
      case addon:
        return at(properties, "addonName") === "aws-ebs-csi-driver"
          ? missing(
              "The volumes of claims",
              "extraVolumeTags of the EBS driver",
              at(parsed(at(properties, "configurationValues")), "controller", "extraVolumeTags"),
            )
          : [];
      case release:
        return at(properties, "chart") === "aws-load-balancer-controller"
          ? missing(
              "The load balancers",
              "defaultTags of the controller",
              at(properties, "values", "defaultTags"),
            )
          : [];
      default:
        return missing("It", "tags or the provider's defaultTags", ...ownTags(resource));
    }
  },
});

function ownTags({ properties, provider }: Resource): readonly unknown[] {
  return [
    at(parsed(at(provider, "defaultTags")), "tags"),
    at(properties, "tagsAll"),
    at(properties, "tags"),
  ];
}

/** EC2 tags the volumes of an instance by the template alone. */
function ofTemplate({ properties }: Resource): readonly string[] {
  if (at(properties, "tagSpecifications") === notKnown) {
    return [];
  }
  const specifications = elementsAt(properties, "tagSpecifications");
  const kindOf = (each: unknown): unknown => at(each, "resourceType");
  const hasVolumes = specifications.some(
    (each) => kindOf(each) === notKnown || kindOf(each) === "volume",
  );
  return [
    ...(hasVolumes ? [] : missing("volume", "tagSpecifications", undefined)),
    ...specifications.flatMap((each) =>
      missing(String(kindOf(each)), "tagSpecifications", at(each, "tags")),
    ),
  ];
}

function missing(what: string, where: string, ...tags: readonly unknown[]): readonly string[] {
  if (tags.includes(notKnown)) {
    return [];
  }
  const stated = new Map(tags.flatMap((each) => [...entries(each)]));
  const lacking = required.filter((key) => {
    const value = stated.get(key);
    return value === undefined || value === null || value === "";
  });
  return lacking.length === 0 ? [] : [`${what}: ${where} lacks ${lacking.join(", ")}.`];
}
