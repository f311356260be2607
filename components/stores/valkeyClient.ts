import type * as kubernetes from "@pulumi/kubernetes";
import { fromSecret } from "../kubernetes/containers";
import type { SecretKey } from "../references";

/** User and group of the official valkey image. */
export const valkeyUser = 999;

/** The password under the names that valkey-cli reads: 8.0 knows the first only, later ones both. */
export function clientPassword(
  password: SecretKey,
): readonly kubernetes.types.input.core.v1.EnvVar[] {
  return ["REDISCLI_AUTH", "VALKEYCLI_AUTH"].map((variable) =>
    fromSecret(variable, password.secretName, password.key),
  );
}
