import { blockDevices, makesVolumes } from "../reading/blockDevices";
import { resourcePolicy, type Resource } from "../reading/policy";
import { at, elementsAt, isTrue, notKnown } from "../reading/values";

const eksComponent = "eks:index:Cluster";
const eksCluster = "aws:eks/cluster:Cluster";
const key = "aws:kms/key:Key";
const fileSystem = "aws:efs/fileSystem:FileSystem";

/**
 * Volumes, and the Secrets of the cluster, with a key of the stage that is rotated. CloudWatch encrypts every log group
 * by itself, so none is asked for a key.
 */
export const encryptionAtRest = resourcePolicy({
  name: "encryption-at-rest",
  description:
    "What is stored is encrypted: volumes, and Kubernetes Secrets by a key of the stage.",
  judges: (type) =>
    makesVolumes(type) || [eksComponent, eksCluster, key, fileSystem].includes(type),
  find: (resource) => [
    ...blockDevices(resource)
      .filter(({ encrypted }) => encrypted !== notKnown && !isTrue(encrypted))
      .map(({ path }) => `${path} is not encrypted: set encrypted to true.`),
    ...ofService(resource),
  ],
});

function ofService({ type, properties }: Resource): readonly string[] {
  switch (type) {
    case eksComponent:
      return at(properties, "encryptionConfigKeyArn") === undefined
        ? ["The cluster's Secrets have no key: set encryptionConfigKeyArn."]
        : [];
    case eksCluster:
      return encryptsSecrets(properties)
        ? []
        : ['The cluster\'s Secrets have no key: set encryptionConfig for "secrets".'];
    case key:
      return isSymmetric(at(properties, "customerMasterKeySpec")) &&
        at(properties, "enableKeyRotation") !== notKnown &&
        !isTrue(at(properties, "enableKeyRotation"))
        ? ["The key is never rotated: set enableKeyRotation to true."]
        : [];
    case fileSystem:
      return at(properties, "encrypted") !== notKnown && !isTrue(at(properties, "encrypted"))
        ? ["The file system is not encrypted: set encrypted to true."]
        : [];
    default:
      return [];
  }
}

function encryptsSecrets(properties: unknown): boolean {
  const config = at(properties, "encryptionConfig");
  const resources = at(config, "resources");
  return (
    config === notKnown ||
    resources === notKnown ||
    elementsAt(config, "resources").some((each) => each === "secrets" || each === notKnown)
  );
}

/** AWS rotates symmetric keys alone. */
function isSymmetric(spec: unknown): boolean {
  return spec === undefined || spec === "SYMMETRIC_DEFAULT";
}
