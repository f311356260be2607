import { strict as assert } from "node:assert";
import { parse } from "yaml";
import { nodeUserData } from "../../../components/platform/nodeUserData";
import { eksPlan } from "../../support/eksPlan";

const group = { conntrackMax: 1_048_577, conntrackBuckets: 262_145 };
const userData = nodeUserData(group, eksPlan.nodeTuning);

/** The parts of the message as a MIME reader sees them: headers up to the first empty line. */
function parts(message: string): readonly { readonly type: string; readonly body: string }[] {
  const [, ...rest] = message.split("\n--//\n");
  return rest.map((part) => {
    const end = part.indexOf("\n\n");
    return {
      type: part.slice("Content-Type: ".length, end),
      body: part.slice(end + 2).split("\n--//--")[0]!,
    };
  });
}

function fileIn(script: string, path: string): string {
  const start = `cat > ${path} <<'END'\n`;
  const from = script.indexOf(start);
  assert.notEqual(from, -1, `nothing is written to ${path}`);
  return script.slice(from + start.length, script.indexOf("\nEND\n", from));
}

describe("nodeUserData", () => {
  const [config, script] = parts(userData);

  it("is a MIME message of a NodeConfig and a shell script, which ends as it must", () => {
    assert.ok(
      userData.startsWith(
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="//"\n\n--//\n',
      ),
    );
    assert.ok(userData.endsWith("\n--//--\n"));
    assert.equal(config?.type, "application/node.eks.aws");
    assert.equal(script?.type, 'text/x-shellscript; charset="us-ascii"');
    assert.match(script.body, /^#!\/bin\/bash\n/);
    // Only ASCII: the part says so, and cloud-init would refuse the rest.
    assert.equal(/^[\n -~]*$/.test(userData), true);
  });

  it("raises the containers' open files, and states neither the cluster nor maxPods", () => {
    assert.deepEqual(parse(config!.body), {
      apiVersion: "node.eks.aws/v1alpha1",
      kind: "NodeConfig",
      spec: {
        containerd: {
          baseRuntimeSpec: {
            process: { rlimits: [{ type: "RLIMIT_NOFILE", soft: 1_048_576, hard: 1_048_576 }] },
          },
        },
      },
    });
  });

  it("writes every global key of the plan and the group's conntrack table", () => {
    assert.equal(
      fileIn(script!.body, "/etc/sysctl.d/99-thingsboard-scale.conf"),
      [
        "net.core.netdev_max_backlog = 4096",
        "net.ipv4.neigh.default.gc_thresh1 = 8096",
        "net.netfilter.nf_conntrack_max = 1048577",
      ].join("\n"),
    );
    assert.match(script!.body, /\nsysctl --load=\/etc\/sysctl\.d\/99-thingsboard-scale\.conf\n/);
  });

  it("loads today's module with the group's hash size, now and at each boot", () => {
    const { body } = script!;
    assert.equal(fileIn(body, "/etc/modules-load.d/thingsboard-scale.conf"), "nf_conntrack");
    assert.equal(
      fileIn(body, "/etc/modprobe.d/thingsboard-scale.conf"),
      "options nf_conntrack hashsize=262145",
    );
    assert.ok(body.indexOf("\nmodprobe nf_conntrack\n") < body.indexOf("\nsysctl --load"));
    assert.ok(body.includes("echo 262145 > /sys/module/nf_conntrack/parameters/hashsize"));
    assert.doesNotMatch(body, /ip_conntrack/);
  });

  it("writes the table's size again after kube-proxy did, by a timer that outlives a reboot", () => {
    const { body } = script!;
    const unit = "/etc/systemd/system/restore-nf-conntrack-max";
    assert.match(
      fileIn(body, `${unit}.service`),
      /\nType=oneshot\nExecStart=\/usr\/sbin\/sysctl --write net\.netfilter\.nf_conntrack_max=1048577$/,
    );
    assert.match(fileIn(body, `${unit}.timer`), /\nOnUnitActiveSec=60\n/);
    assert.match(fileIn(body, `${unit}.timer`), /\nWantedBy=timers\.target$/);
    assert.ok(body.includes("systemctl enable --now restore-nf-conntrack-max.timer"));
  });
});
