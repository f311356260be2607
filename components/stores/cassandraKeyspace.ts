import type * as kubernetes from "@pulumi/kubernetes";
import type { CassandraPlan } from "../../planning/types";
import { containerOf, environment, fromSecret, resourcesOf } from "../kubernetes/containers";
import { hashedName } from "../kubernetes/contentHash";
import { runOnce } from "../kubernetes/jobs";
import { appLabel } from "../kubernetes/labels";
import { scheduling } from "../kubernetes/scheduling";
import { containerSecurity, podSecurity } from "../kubernetes/security";
import type { CredentialsSecret } from "../references";

/** User of the official cassandra image. */
const cassandraUser = 999;

/** 30 attempts of at most 10 seconds, 5 seconds apart, and what follows, end before the Job's deadline. */
const connectAttempts = 30;
const secondsBetweenAttempts = 5;
const deadlineSeconds = 600;

/**
 * The Job that makes the keyspace with its copies, or gives a keyspace that stands the number of copies that the plan
 * says. It can be run again; another number of copies makes another Job.
 */
export function keyspaceJob(
  plan: CassandraPlan,
  credentials: CredentialsSecret,
): kubernetes.batch.v1.JobArgs {
  const { keyspaceJob: workload, placement } = plan;
  const { secretName, usernameKey, passwordKey } = credentials;
  const pod: kubernetes.types.input.core.v1.PodSpec = {
    ...scheduling(workload, placement),
    automountServiceAccountToken: false,
    securityContext: podSecurity(cassandraUser),
    containers: [
      {
        name: "cqlsh",
        image: plan.toolsImage,
        command: ["/bin/sh", "-c", keyspaceScript(plan)],
        resources: resourcesOf(containerOf(workload, "cqlsh")),
        securityContext: containerSecurity(),
        env: [
          ...environment({
            CONNECT_ATTEMPTS: String(connectAttempts),
            SECONDS_BETWEEN_ATTEMPTS: String(secondsBetweenAttempts),
          }),
          fromSecret("CQL_USERNAME", secretName, usernameKey),
          fromSecret("CQL_PASSWORD", secretName, passwordKey),
        ],
      },
    ],
  };
  return runOnce(
    hashedName(workload.name, pod),
    placement.namespace,
    appLabel(workload.name),
    pod,
    { deadlineSeconds },
  );
}

/**
 * A POSIX shell script for an image with cqlsh. Reads CQL_USERNAME, CQL_PASSWORD, CONNECT_ATTEMPTS and
 * SECONDS_BETWEEN_ATTEMPTS. Ends with 0 only when the keyspace has the wanted copies.
 */
export function keyspaceScript(
  plan: Pick<CassandraPlan, "contactPoint" | "datacenter" | "keyspace" | "replicationFactor">,
): string {
  const { contactPoint, datacenter, keyspace, replicationFactor } = plan;
  const [host = contactPoint, port = "9042"] = contactPoint.split(":");
  const replication = `{'class': 'NetworkTopologyStrategy', '${datacenter}': ${replicationFactor}}`;
  return `set -eu
umask 077
# cqlsh reads the password from a file (authproviderhandling.py), so that no list of processes shows it.
HOME=$(mktemp -d)
export HOME
printf '[PlainTextAuthProvider]\\nusername = %s\\npassword = %s\\n' "$CQL_USERNAME" "$CQL_PASSWORD" >"$HOME/credentials"

cql() {
  cqlsh --credentials="$HOME/credentials" --connect-timeout=10 --request-timeout=60 --execute="$1" ${host} ${port}
}

copies() {
  cql "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = '${keyspace}'"
}

is_wanted() {
  case $1 in
    *NetworkTopologyStrategy*"'${datacenter}': '${replicationFactor}'"*) return 0 ;;
    *) return 1 ;;
  esac
}

attempt=1
until before=$(copies); do
  if [ "$attempt" -ge "$CONNECT_ATTEMPTS" ]; then
    echo "Cassandra at ${contactPoint} did not answer $attempt times; cqlsh says why above." >&2
    exit 1
  fi
  attempt=$((attempt + 1))
  sleep "$SECONDS_BETWEEN_ATTEMPTS"
done

if is_wanted "$before"; then
  echo "Keyspace ${keyspace} stands with ${replicationFactor} in ${datacenter}."
  exit 0
fi
cql "CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication = ${replication}"
case $before in
  *"'class'"*)
    cql "ALTER KEYSPACE ${keyspace} WITH replication = ${replication}"
    echo "Keyspace ${keyspace} now has ${replicationFactor} in ${datacenter}. Fill the copies: npm run repair -- <stack>"
    ;;
esac
after=$(copies)
if ! is_wanted "$after"; then
  echo "Keyspace ${keyspace} should have ${replication} and has: $after" >&2
  exit 1
fi
echo "Keyspace ${keyspace} has ${replicationFactor} in ${datacenter}."`;
}
