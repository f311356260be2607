import { ecrImage } from "./ecrImage";
import { fleetParameterNames } from "./fleetParameters";

/** Files that one process may have open: one for each connection (seed, lines 1811 and 1874). */
const openFiles = 1_048_576;

/** What EC2 takes as user data at most, before base64 (EC2 user guide, "User data"). */
const maximumBytes = 16_384;

/** systemd unit, container and programme: all have one name. */
export const generatorUnit = "load-generator";

/** Tags of an instance by which it knows its share; changed in place, and read at every start. */
export const generatorTags = {
  index: "load-generator-index",
  start: "device-start-index",
  end: "device-end-index",
} as const;

/** What is the same for every generator and does not change without replacing the instances. */
export interface GeneratorMachine {
  readonly region: string;
  readonly image: string;
  readonly sysctls: Readonly<Record<string, string>>;
  /** Log group that exists; each generator writes a stream of its own. */
  readonly logGroupName: string;
  /** What the names of the fleet's parameters begin with. */
  readonly parameterPrefix: string;
}

/**
 * The script that makes a load generator of a fresh Amazon Linux 2023 instance: kernel settings and file limits, Docker,
 * the agent's image (32 instances that pull at the start of a run would meet the public registry's limit), and a
 * systemd unit that a run starts. The unit is written last: where it is, the generator is ready.
 *
 * @throws Error when the script is longer than EC2 takes.
 */
export function generatorUserData(machine: GeneratorMachine): string {
  const script = [
    "#!/bin/bash",
    "set -euo pipefail",
    "",
    kernelSettings(machine.sysctls),
    installation(machine.image),
    file(`/usr/local/sbin/${generatorUnit}`, "0755", startScript(machine)),
    file(`/etc/systemd/system/${generatorUnit}.service`, "0644", unit),
    "systemctl daemon-reload",
    "",
  ].join("\n");
  if (Buffer.byteLength(script) > maximumBytes) {
    throw new Error(
      `The load generator's user data is longer than the ${maximumBytes} bytes that EC2 takes.`,
    );
  }
  return script;
}

/** Conntrack's keys exist only once its module is loaded. Source: seed, lines 1807 to 1812. */
function kernelSettings(sysctls: Readonly<Record<string, string>>): string {
  const lines = Object.keys(sysctls)
    .sort()
    .map((key) => `${key} = ${sysctls[key] ?? ""}`);
  return [
    file("/etc/modules-load.d/load-generator.conf", "0644", "nf_conntrack"),
    "modprobe nf_conntrack",
    file("/etc/sysctl.d/90-load-generator.conf", "0644", lines.join("\n")),
    "sysctl --quiet --load=/etc/sysctl.d/90-load-generator.conf",
    file("/etc/security/limits.d/90-load-generator.conf", "0644", `* - nofile ${openFiles}`),
  ].join("\n");
}

function installation(image: string): string {
  const ecr = ecrImage(image);
  return [
    "retry() {",
    "  local attempt",
    "  for attempt in 1 2 3 4 5 6 7 8 9; do",
    '    if "$@"; then return 0; fi',
    "    sleep $((attempt * 5 + RANDOM % 10))",
    "  done",
    '  "$@"',
    "}",
    "retry dnf install --assumeyes docker",
    "systemctl enable --now docker",
    ...(ecr === undefined
      ? []
      : [
          "registry_login() {",
          `  aws ecr get-login-password --region ${quoted(ecr.region)} |`,
          `    docker login --username AWS --password-stdin ${quoted(ecr.host)}`,
          "}",
          "retry registry_login",
        ]),
    `retry docker pull ${quoted(image)}`,
    "",
  ].join("\n");
}

/**
 * Asks for the generator's share, the endpoints and the password, and runs the agent on the host's network, so that the
 * host's port range counts. The password goes through a file that root alone may read, in memory, which systemd
 * removes with the unit's runtime directory.
 */
function startScript(machine: GeneratorMachine): string {
  const { index, start, end } = generatorTags;
  const { environment, restUrl, mqttHost, tenantPassword } = fleetParameterNames;
  return `#!/bin/bash
set -euo pipefail
umask 077
metadata=http://169.254.169.254/latest
token=$(curl --fail --silent --show-error --retry 3 --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/api/token")
tag() {
  curl --fail --silent --show-error --retry 3 --header "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/tags/instance/$1"
}
parameter() {
  aws ssm get-parameter --region ${quoted(machine.region)} --name ${quoted(`${machine.parameterPrefix}/`)}"$1" --with-decryption --query Parameter.Value --output text
}
index=$(tag ${index})
start=$(tag ${start})
end=$(tag ${end})
environment=$(parameter ${environment})
rest_url=$(parameter ${restUrl})
mqtt_host=$(parameter ${mqttHost})
password=$(parameter ${tenantPassword})
cat > "$RUNTIME_DIRECTORY/agent.env" <<END
$environment
REST_URL=$rest_url
REST_PASSWORD=$password
MQTT_HOST=$mqtt_host
DEVICE_START_IDX=$start
DEVICE_END_IDX=$end
END
exec /usr/bin/docker run --rm --pull never --name ${generatorUnit} --network host \\
  --ulimit nofile=${openFiles}:${openFiles} --env-file "$RUNTIME_DIRECTORY/agent.env" \\
  --log-driver awslogs --log-opt awslogs-region=${quoted(machine.region)} \\
  --log-opt awslogs-group=${quoted(machine.logGroupName)} --log-opt awslogs-stream="${generatorUnit}-$index" \\
  ${quoted(machine.image)}`;
}

/**
 * No [Install] section: the unit cannot be enabled, so a boot starts nothing. Killed and not stopped, since the agent's
 * start script passes no signal on (thingsboard/performance-tests, docker/start-tests.sh). That script ends with 0
 * whatever happened: judge a run by the log.
 */
const unit = `[Unit]
Description=ThingsBoard load generator, started by a run
Requires=docker.service
Wants=network-online.target
After=docker.service network-online.target

[Service]
Type=simple
RuntimeDirectory=${generatorUnit}
RuntimeDirectoryMode=0700
LimitNOFILE=${openFiles}
ExecStartPre=-/usr/bin/docker rm --force ${generatorUnit}
ExecStart=/usr/local/sbin/${generatorUnit}
ExecStop=-/usr/bin/docker kill ${generatorUnit}`;

/** Lines that write a file with the content as it is. */
function file(path: string, mode: string, content: string): string {
  return [
    `cat > ${path} <<'END_OF_FILE'`,
    content,
    "END_OF_FILE",
    `chmod ${mode} ${path}`,
    "",
  ].join("\n");
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
