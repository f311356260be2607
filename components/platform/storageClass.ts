import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/**
 * The cluster's default StorageClass: gp3, encrypted, expandable, its volumes made in the zone of the pod that asks
 * first (seed, lines 262 to 284). Since Kubernetes 1.30 EKS makes no default class, so there is no gp2 to unset.
 */
export function gp3StorageClass(
  name: string,
  args: { readonly storageClass: string },
  options: pulumi.CustomResourceOptions,
): kubernetes.storage.v1.StorageClass {
  return new kubernetes.storage.v1.StorageClass(
    name,
    {
      metadata: {
        name: args.storageClass,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true", "csi.storage.k8s.io/fstype": "ext4" },
      allowVolumeExpansion: true,
      volumeBindingMode: "WaitForFirstConsumer",
      // Nothing that bills stays behind a destroyed stage.
      reclaimPolicy: "Delete",
    },
    options,
  );
}
