import { at, elementsAt } from "./values";
import type { Resource } from "./policy";

/** A volume that a resource makes, or lets others make, and where in the resource it stands. */
export interface BlockDevice {
  readonly path: string;
  readonly encrypted: unknown;
  readonly volumeType: unknown;
}

const instance = "aws:ec2/instance:Instance";
const launchTemplate = "aws:ec2/launchTemplate:LaunchTemplate";
const volume = "aws:ebs/volume:Volume";
const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";

/** Whether resources of a type make volumes of EBS. */
export function makesVolumes(type: string): boolean {
  return [instance, launchTemplate, volume, storageClass].includes(type);
}

/**
 * The volumes of a resource. A template or an instance that names none gets its image's root volume, of the image's
 * kind and unencrypted, so it counts as one that states nothing; what a template says stands for its instances.
 */
export function blockDevices({ type, properties }: Resource): readonly BlockDevice[] {
  switch (type) {
    case volume:
      return [device("the volume", properties, "type")];
    case storageClass:
      return isOfEbs(at(properties, "provisioner"))
        ? [device("parameters", at(properties, "parameters"), "type")]
        : [];
    case launchTemplate:
      return orRootOfImage(
        at(properties, "blockDeviceMappings"),
        elementsAt(properties, "blockDeviceMappings").flatMap((mapping, index) => {
          const ebs = at(mapping, "ebs");
          return ebs === undefined ? [] : [device(`blockDeviceMappings[${index}].ebs`, ebs)];
        }),
      );
    case instance: {
      const root = at(properties, "rootBlockDevice");
      const more = elementsAt(properties, "ebsBlockDevices").map((each, index) =>
        device(`ebsBlockDevices[${index}]`, each),
      );
      const isFromTemplate = at(properties, "launchTemplate") !== undefined;
      return root === undefined && isFromTemplate
        ? more
        : [
            ...orRootOfImage(root, root === undefined ? [] : [device("rootBlockDevice", root)]),
            ...more,
          ];
    }
    default:
      return [];
  }
}

function isOfEbs(provisioner: unknown): boolean {
  return provisioner === "ebs.csi.aws.com" || provisioner === "kubernetes.io/aws-ebs";
}

function device(path: string, value: unknown, typeKey = "volumeType"): BlockDevice {
  return { path, encrypted: at(value, "encrypted"), volumeType: at(value, typeKey) };
}

function orRootOfImage(stated: unknown, devices: readonly BlockDevice[]): readonly BlockDevice[] {
  const isStated = typeof stated === "symbol" || devices.length > 0;
  return isStated
    ? devices
    : [{ path: "the image's root volume", encrypted: undefined, volumeType: undefined }];
}
