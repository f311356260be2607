import { strict as assert } from "node:assert";
import { neededAccount, stageRun } from "../support/stageRun";
import { fieldsOf } from "../support/fields";
import { Stage, type Sentence, valueAt } from "./stage";

const template = "LaunchTemplate::fleet";
const job = "Job::fleet-provisioning";
const userData = (stage: Stage) => stage.text(template, "userData");
const updated = async () =>
  new Stage(
    await stageRun({
      stack: "million",
      preview: false,
      account: neededAccount,
    }),
  );
const agentVariables = (stage: Stage) =>
  stage.text("Parameter::fleet-parameters-environment", "insecureValue").split("\n");

/** The load generators. */
export const fleetSentences: readonly Sentence[] = [
  {
    sentence: "a fleet in its own region, with its own provider and network",
    stack: "million",
    holds: (stage) => {
      stage.is("aws::fleet", { region: "ap-south-1" });
      stage.is("aws::platform", { region: "eu-west-1" });
      stage.is("Vpc::fleet-network", { cidrBlock: "10.40.0.0/20" });
      stage.is("Subnet::fleet-network", {
        availabilityZone: "ap-south-1a",
        vpcId: "aws:ec2/vpc:Vpc::fleet-network",
      });
      for (const name of ["Vpc::fleet-network", "Instance::fleet-0", template]) {
        assert.equal(stage.row(name).options.provider, "pulumi:providers:aws::fleet", name);
      }
    },
  },
  {
    sentence: "32 instances of t3a.small from one launch template",
    stack: "million",
    holds: (stage) => {
      const instances = stage.all("Instance");
      assert.equal(instances.length, 32);
      for (const { name, inputs } of instances) {
        assert.equal(
          valueAt(inputs, "launchTemplate id"),
          "aws:ec2/launchTemplate:LaunchTemplate::fleet",
          name,
        );
      }
      stage.is(template, {
        instanceType: "t3a.small",
        imageId:
          "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
        "blockDeviceMappings 0 ebs encrypted": "true",
        "metadataOptions httpTokens": "required",
        keyName: undefined,
      });
    },
  },
  {
    sentence: "20 at 500k",
    stack: "500k",
    holds: (stage) => {
      assert.equal(stage.all("Instance").length, 20);
      stage.is("Instance::fleet-19", {
        "tags device-start-index": "475000",
        "tags device-end-index": "500000",
      });
    },
  },
  {
    sentence: "10 at 100k",
    stack: "100k-20k",
    holds: (stage) => {
      assert.equal(stage.all("Instance").length, 10);
      assert.ok(agentVariables(stage).includes("MESSAGES_PER_SECOND=667"));
    },
  },
  {
    sentence: "user data with the seed's kernel settings and file limits",
    stack: "million",
    holds: (stage) => {
      const lines = userData(stage).split("\n");
      for (const line of [
        "net.ipv4.ip_local_port_range = 1024 65535",
        "net.netfilter.nf_conntrack_max = 1048576",
        "* - nofile 1048576",
        "LimitNOFILE=1048576",
        "modprobe nf_conntrack",
      ]) {
        assert.ok(lines.includes(line), line);
      }
      assert.match(userData(stage), /--ulimit nofile=1048576:1048576/);
    },
  },
  {
    sentence: "the official agent, pulled before a run",
    stack: "million",
    holds: (stage) => {
      assert.match(userData(stage), /docker pull 'thingsboard\/tb-ce-performance-test:4\.0\.1'/);
      assert.match(userData(stage), /--pull never/);
      stage.pod(job, { "containers 0 image": "thingsboard/tb-ce-performance-test:4.0.1" });
    },
  },
  {
    sentence: "index and shard are parameters of each generator",
    stack: "million",
    holds: (stage) => {
      for (const [index, start, end] of [
        [0, 0, 31_250],
        [1, 31_250, 62_500],
        [31, 968_750, 1_000_000],
      ] as const) {
        stage.is(`Instance::fleet-${String(index)}`, {
          "tags load-generator-index": String(index),
          "tags device-start-index": String(start),
          "tags device-end-index": String(end),
        });
      }
      assert.match(userData(stage), /^DEVICE_START_IDX=\$start$/m);
      assert.ok(agentVariables(stage).includes("MESSAGES_PER_SECOND=157"));
      stage.is(template, { "metadataOptions instanceMetadataTags": "enabled" });
    },
  },
  {
    sentence:
      "the tenant's password is an encrypted parameter in the fleet's region, not user data",
    stack: "million",
    holds: (stage) => {
      const password = "Parameter::fleet-parameters-tenant-password";
      stage.is(password, {
        name: "/thingsboard-million/load-generator/tenant-password",
        type: "SecureString",
        value: "<secret>",
      });
      assert.equal(stage.row(password).options.provider, "pulumi:providers:aws::fleet");
      stage.is("Key::fleet-parameters", { enableKeyRotation: true });
      assert.match(userData(stage), /^password=\$\(parameter tenant-password\)$/m);
      assert.ok(agentVariables(stage).includes("REST_CONNECT_SERVER=true"));
      assert.ok(agentVariables(stage).includes("REST_USERNAME=tenant@thingsboard.org"));
    },
  },
  {
    sentence: "warm-up packs of 25, as in the seed",
    stack: "million",
    holds: (stage) => {
      assert.ok(agentVariables(stage).includes("WARMUP_PACK_SIZE=25"));
      assert.ok(agentVariables(stage).includes("WARMUP_ENABLED=true"));
    },
  },
  {
    sentence: "a systemd unit that is installed but not started at boot",
    stack: "million",
    holds: (stage) => {
      assert.match(userData(stage), /\/etc\/systemd\/system\/load-generator\.service/);
      assert.doesNotMatch(userData(stage), /systemctl [^\n]*load-generator/);
      assert.doesNotMatch(userData(stage), /\[Install\]/);
    },
  },
  {
    sentence: "logs are shipped, a stream a generator",
    stack: "million",
    holds: (stage) => {
      stage.is("LogGroup::fleet", {
        name: "/thingsboard-million/load-generators",
        retentionInDays: 14,
      });
      assert.match(userData(stage), /--log-driver awslogs/);
      assert.match(userData(stage), /awslogs-group='\/thingsboard-million\/load-generators'/);
    },
  },
  {
    sentence: "a role for SSM, its log group and its parameters, and nothing else",
    stack: "million",
    holds: async (stage) => {
      stage.is("RolePolicyAttachment::fleet-role", {
        policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      });
      stage.is("InstanceProfile::fleet-role", { role: "thingsboard-million-load-generator" });
      const policy = fieldsOf((await updated()).json("RolePolicy::fleet-role", "policy"));
      const statements = policy.Statement as Record<string, unknown>[];
      const allowed = statements.filter(({ Effect: effect }) => effect === "Allow");
      assert.deepEqual(allowed.flatMap(({ Action: actions }) => actions).sort(), [
        "kms:Decrypt",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
        "ssm:GetParameter",
      ]);
      for (const { Resource: resource, Action: actions } of allowed) {
        assert.match(JSON.stringify(resource), /arn:aws:/, String(actions));
        assert.doesNotMatch(JSON.stringify(resource), /"\*"/, String(actions));
      }
      // What SSM's own policy allows beyond that is taken back.
      const denied = statements.find(({ Effect: effect }) => effect === "Deny");
      assert.deepEqual(denied?.Action, ["ssm:GetParameter", "ssm:GetParameters"]);
      const parameters = allowed.find(({ Action: actions }) =>
        (actions as string[]).includes("ssm:GetParameter"),
      );
      assert.deepEqual(denied.NotResource, parameters?.Resource);
    },
  },
  {
    sentence: "endpoints are read from parameters at start: no address stands in the user data",
    stack: "million",
    holds: async (stage) => {
      assert.match(userData(stage), /^mqtt_host=\$\(parameter mqtt-host\)$/m);
      assert.match(userData(stage), /^rest_url=\$\(parameter rest-url\)$/m);
      const later = await updated();
      later.is("Parameter::fleet-parameters-mqtt-host", {
        insecureValue: "transport-load-balancer.example.com",
      });
      later.is("Parameter::fleet-parameters-rest-url", {
        insecureValue: "http://core-ingress.example.com",
      });
      assert.doesNotMatch(userData(later), /example\.com/);
    },
  },
  {
    sentence: "no inbound rule",
    stack: "million",
    holds: (stage) => {
      stage.is("SecurityGroup::fleet-network", { ingress: [] });
      stage.is(template, {
        vpcSecurityGroupIds: ["aws:ec2/securityGroup:SecurityGroup::fleet-network"],
      });
      const ports = stage.value("SecurityGroup::fleet-network", "egress") as unknown[];
      assert.deepEqual(
        ports.map((rule) => valueAt(rule, "toPort")),
        [80, 443, 1883, 8883],
      );
    },
  },
  {
    sentence: "spot by choice",
    stack: "million",
    holds: async (stage) => {
      stage.is(template, { instanceMarketOptions: undefined });
      const run = await stageRun({ stack: "million", change: { "loadFleet.spot": true } });
      new Stage(run).is(template, { "instanceMarketOptions marketType": "spot" });
    },
  },
  {
    sentence: "devices are made by a suspended Job that a run releases",
    stack: "million",
    holds: (stage) => {
      stage.is(job, {
        "spec suspend": true,
        "spec backoffLimit": 0,
        "metadata annotations pulumi.com/skipAwait": "true",
      });
      assert.deepEqual(stage.row(job).options.ignoreChanges, ["spec.suspend"]);
      stage.variables(job, {
        DEVICE_CREATE_ON_START: "true",
        DEVICE_START_IDX: "0",
        DEVICE_END_IDX: "1000000",
        TEST_ENABLED: "false",
      });
      stage.fromSecret(job, "REST_PASSWORD", ["tb-accounts", "tenant"]);
    },
  },
  {
    sentence: "the workers create nothing",
    stack: "million",
    holds: (stage) => {
      for (const what of ["DEVICE", "CUSTOMER", "DASHBOARD", "GATEWAY"]) {
        assert.ok(agentVariables(stage).includes(`${what}_CREATE_ON_START=false`), what);
      }
    },
  },
  {
    sentence: "in dev the generators are pods: a StatefulSet at zero replicas until a run starts",
    stack: "dev",
    holds: (stage) => {
      stage.is("StatefulSet::fleet", { "metadata name": "load-generator", "spec replicas": 0 });
      assert.deepEqual(stage.row("StatefulSet::fleet").options.ignoreChanges, ["spec.replicas"]);
      stage.variables("StatefulSet::fleet", {
        DEVICE_COUNT: "500",
        MESSAGES_PER_SECOND: "50",
        DEVICE_CREATE_ON_START: "false",
        MQTT_HOST: "tb-mqtt.thingsboard.svc.cluster.local",
      });
      stage.fromSecret("StatefulSet::fleet", "REST_PASSWORD", ["tb-accounts", "tenant"]);
      stage.is("NetworkPolicy::fleet", { "spec ingress": [] });
      stage.variables(job, { DEVICE_END_IDX: "1000" });
      assert.deepEqual(stage.names("Instance"), []);
    },
  },
];
