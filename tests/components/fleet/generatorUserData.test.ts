import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  generatorUserData,
  type GeneratorMachine,
} from "../../../components/fleet/generatorUserData";

const machine: GeneratorMachine = {
  region: "ap-south-1",
  image: "thingsboard/tb-ce-performance-test:4.0.1",
  sysctls: {
    "net.ipv4.ip_local_port_range": "1024 65535",
    "fs.file-max": "1048576",
  },
  logGroupName: "/stage/load-generators",
  parameterPrefix: "/stage/load-generator",
};

/** Content of a file that the script writes. */
function written(script: string, path: string): string {
  const [, content] = script.split(`cat > ${path} <<'END_OF_FILE'\n`);
  assert.ok(content !== undefined, `${path} is not written`);
  return content.slice(0, content.indexOf("\nEND_OF_FILE"));
}

describe("generatorUserData", () => {
  const script = generatorUserData(machine);
  const start = written(script, "/usr/local/sbin/load-generator");
  const unit = written(script, "/etc/systemd/system/load-generator.service");

  it("is a script that bash reads, and so is the one that it writes", () => {
    for (const text of [script, start]) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
      assert.equal(status, 0, stderr);
    }
  });

  it("sets the plan's kernel keys, once conntrack's module is there", () => {
    assert.equal(
      written(script, "/etc/sysctl.d/90-load-generator.conf"),
      "fs.file-max = 1048576\nnet.ipv4.ip_local_port_range = 1024 65535",
    );
    assert.ok(script.indexOf("modprobe nf_conntrack") < script.indexOf("sysctl --quiet"));
    assert.equal(written(script, "/etc/modules-load.d/load-generator.conf"), "nf_conntrack");
  });

  it("allows a million open files to shells, the unit and the container", () => {
    assert.equal(
      written(script, "/etc/security/limits.d/90-load-generator.conf"),
      "* - nofile 1048576",
    );
    assert.match(unit, /^LimitNOFILE=1048576$/m);
    assert.match(start, /--ulimit nofile=1048576:1048576 /);
  });

  it("pulls the image at boot and never at the start of a run", () => {
    assert.match(script, /^retry docker pull 'thingsboard\/tb-ce-performance-test:4\.0\.1'$/m);
    assert.match(start, /docker run --rm --pull never /);
  });

  it("installs a unit that no boot starts", () => {
    assert.doesNotMatch(unit, /\[Install\]/);
    assert.doesNotMatch(script, /systemctl (enable|start)[^\n]*load-generator/);
    assert.match(unit, /^ExecStart=\/usr\/local\/sbin\/load-generator$/m);
  });

  it("writes the unit last: where it is, the image is too", () => {
    assert.ok(script.indexOf("retry docker pull") < script.indexOf("load-generator.service"));
  });

  it("ships the log to the fleet's group, a stream a generator", () => {
    assert.match(start, /--log-driver awslogs --log-opt awslogs-region='ap-south-1' /);
    assert.match(start, /--log-opt awslogs-group='\/stage\/load-generators' /);
    assert.match(start, /--log-opt awslogs-stream="load-generator-\$index" /);
  });

  it("keeps the password in a file in memory that root alone may read", () => {
    assert.match(unit, /^RuntimeDirectory=load-generator\nRuntimeDirectoryMode=0700$/m);
    assert.match(start, /^umask 077$/m);
    assert.match(start, /^cat > "\$RUNTIME_DIRECTORY\/agent\.env"/m);
  });

  it("logs in to a private registry of AWS before it pulls", () => {
    const mirrored = generatorUserData({
      ...machine,
      image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror/agent:4.0.1",
    });
    assert.match(mirrored, /aws ecr get-login-password --region 'eu-west-1' \|/);
    assert.match(mirrored, /--password-stdin '111122223333\.dkr\.ecr\.eu-west-1\.amazonaws\.com'/);
    assert.doesNotMatch(script, /aws ecr/);
  });

  it("fits into what EC2 takes, and says so where it does not", () => {
    assert.ok(Buffer.byteLength(script) < 8_192);
    const sysctls = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [`net.ipv4.key${index}`, "1"]),
    );
    assert.throws(() => generatorUserData({ ...machine, sysctls }), /longer than the 16384 bytes/);
  });

  describe("the start script", () => {
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "load-generator-"));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    /** Runs the script with stand-ins for what it calls; `docker` prints what it was given. */
    function run(standIns: Readonly<Record<string, string>>): {
      status: number | null;
      stdout: string;
    } {
      for (const [name, body] of Object.entries(standIns)) {
        writeFileSync(join(folder, name), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
      }
      const text = start.replace("exec /usr/bin/docker", "exec docker");
      const { status, stdout } = spawnSync("bash", ["-s"], {
        input: text,
        encoding: "utf8",
        env: { PATH: `${folder}:/usr/bin:/bin`, RUNTIME_DIRECTORY: folder },
      });
      return { status, stdout };
    }

    const curl = `case "$*" in
      *api/token) echo session;;
      *"X-aws-ec2-metadata-token: session"*load-generator-index) echo 3;;
      *"X-aws-ec2-metadata-token: session"*device-start-index) echo 93750;;
      *"X-aws-ec2-metadata-token: session"*device-end-index) echo 125000;;
      *) exit 22;;
    esac`;
    const docker = 'echo "$@"; stat --format %a "$RUNTIME_DIRECTORY/agent.env"';
    const aws = `case "$*" in
      *"--name /stage/load-generator/environment "*) printf 'JAVA_OPTS=-Xms1M -Xmx2M\\nMESSAGES_PER_SECOND=157\\n';;
      *"--name /stage/load-generator/rest-url "*) echo http://rest.example.com;;
      *"--name /stage/load-generator/mqtt-host "*) echo mqtt.example.com;;
      *"--name /stage/load-generator/tenant-password "*) echo 'pa$$ word\`id\`';;
      *) exit 255;;
    esac`;

    it("hands the agent its share, the endpoints and the password as it is", () => {
      const { status, stdout } = run({ curl, aws, docker });
      assert.equal(status, 0);
      assert.deepEqual(readFileSync(join(folder, "agent.env"), "utf8").trimEnd().split("\n"), [
        "JAVA_OPTS=-Xms1M -Xmx2M",
        "MESSAGES_PER_SECOND=157",
        "REST_URL=http://rest.example.com",
        "REST_PASSWORD=pa$$ word`id`",
        "MQTT_HOST=mqtt.example.com",
        "DEVICE_START_IDX=93750",
        "DEVICE_END_IDX=125000",
      ]);
      assert.match(stdout, /^run --rm --pull never --name load-generator --network host /);
      assert.match(
        stdout,
        /awslogs-stream=load-generator-3 thingsboard\/tb-ce-performance-test:4\.0\.1$/m,
      );
      assert.match(stdout, /^600$/m);
      assert.doesNotMatch(stdout, /pa\$\$/);
    });

    it("does not start the agent without its password", () => {
      const { status, stdout } = run({ curl, aws: aws.replace("tenant-password", "gone"), docker });
      assert.notEqual(status, 0);
      assert.equal(stdout, "");
    });

    it("does not start the agent without its share", () => {
      const { status, stdout } = run({ curl: curl.replace("device-end", "gone"), aws, docker });
      assert.notEqual(status, 0);
      assert.equal(stdout, "");
    });
  });
});
