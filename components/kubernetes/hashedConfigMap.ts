import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { hashedName } from "./contentHash";

/** A ConfigMap and the name that pods refer to it by. */
export interface HashedConfigMap {
  readonly objectName: string;
  readonly resource: kubernetes.core.v1.ConfigMap;
}

/**
 * A ConfigMap that never changes: other content is another object, `<baseName>-<hash>`, so that a changed setting rolls
 * exactly the pods that read it. The old one goes when no pod refers to it any more.
 */
export function hashedConfigMap(
  name: string,
  content: {
    readonly baseName: string;
    readonly namespace: string;
    readonly data: Readonly<Record<string, string>>;
  },
  options: pulumi.CustomResourceOptions,
): HashedConfigMap {
  const { baseName, namespace, data } = content;
  const objectName = hashedName(baseName, data);
  const resource = new kubernetes.core.v1.ConfigMap(
    name,
    { metadata: { name: objectName, namespace }, immutable: true, data: { ...data } },
    options,
  );
  return { objectName, resource };
}
