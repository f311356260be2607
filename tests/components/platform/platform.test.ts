import { strict as assert } from "node:assert";
import { createPlatform, type PlatformPlan } from "../../../components/platform/platform";
import { nodeUserData } from "../../../components/platform/nodeUserData";
import type { AccountPlan, EksPlan } from "../../../planning/types";
import type { RegistrationRow } from "../../../cli/dump/registrations";
import { eksPlan, eksPlatformPlan, existingPlatformPlan } from "../../support/eksPlan";
import { rowOf, rowsOf, runOf } from "../../support/rowsOf";

type Rows = readonly RegistrationRow[];

const clusterType = "eks:index:Cluster";
const nodeGroupType = "aws:eks/nodeGroup:NodeGroup";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const addonType = "aws:eks/addon:Addon";
const namespaceType = "kubernetes:core/v1:Namespace";
const { tags } = eksPlan.account;

function platformRows(changed: Partial<EksPlan> = {}): Promise<Rows> {
  return rowsOf(() => createPlatform("platform", withEks(changed)));
}

function withEks(changed: Partial<EksPlan>): PlatformPlan {
  return { ...eksPlatformPlan, eks: { ...eksPlan, ...changed } };
}

function withAccount(changed: Partial<AccountPlan>): Partial<EksPlan> {
  return { account: { ...eksPlan.account, ...changed } };
}

function identities(rows: Rows): readonly string[] {
  return rows.map(({ type, name }) => `${type}::${name}`);
}

/** What a JSON string among the inputs says. */
function parsed(input: unknown): unknown {
  assert.ok(typeof input === "string");
  return JSON.parse(input);
}

function configurationOf(rows: Rows, addon: string): unknown {
  return parsed(rowOf(rows, addonType, `platform-addons-${addon}`).inputs.configurationValues);
}

describe("createPlatform on EKS", () => {
  let rows: Rows;
  let updated: Rows;
  before(async () => {
    rows = await platformRows();
    updated = await rowsOf(() => createPlatform("platform", eksPlatformPlan), { preview: false });
  });

  describe("control plane", () => {
    it("has the plan's name and version, access entries, standard support and every log", () => {
      const { inputs } = rowOf(rows, clusterType, "platform-cluster");
      assert.equal(inputs.name, "thingsboard-test");
      assert.equal(inputs.version, "1.36");
      assert.equal(inputs.authenticationMode, "API");
      assert.deepEqual(inputs.upgradePolicy, { supportType: "STANDARD" });
      assert.deepEqual(inputs.enabledClusterLogTypes, [
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
      ]);
      assert.deepEqual(inputs.accessEntries, {
        "administrator-111122223333-role-ops-Admin": {
          principalArn: "arn:aws:iam::111122223333:role/ops/Admin",
          accessPolicies: {
            AmazonEKSClusterAdminPolicy: {
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
              accessScope: { type: "cluster" },
            },
          },
        },
        "viewer-111122223333-user-Console": {
          principalArn: "arn:aws:iam::111122223333:user/Console",
          accessPolicies: {
            AmazonEKSAdminViewPolicy: {
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy",
              accessScope: { type: "cluster" },
            },
          },
        },
      });
      assert.deepEqual(inputs.tags, tags);
    });

    it("pins vpc-cni with network policies and kube-proxy, and leaves CoreDNS for when nodes are there", () => {
      const { inputs } = rowOf(rows, clusterType, "platform-cluster");
      const conflicts = {
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      };
      assert.deepEqual(inputs.vpcCniOptions, {
        addonVersion: "v1.23.1-eksbuild.1",
        enableNetworkPolicy: true,
        ...conflicts,
      });
      assert.deepEqual(inputs.kubeProxyAddonOptions, {
        enabled: true,
        version: "v1.36.0-eksbuild.14",
        ...conflicts,
      });
      assert.deepEqual(inputs.corednsAddonOptions, { enabled: false, ...conflicts });
      assert.equal(inputs.skipDefaultNodeGroup, true);
      assert.equal(inputs.skipDefaultSecurityGroups, true);
    });

    it("encrypts secrets with a key of its own that rotates", () => {
      assert.deepEqual(rowOf(rows, "aws:kms/key:Key", "platform-cluster").inputs, {
        description: "Kubernetes secrets of thingsboard-test",
        enableKeyRotation: true,
        deletionWindowInDays: 7,
        tags: { Name: "thingsboard-test" },
      });
      assert.equal(
        rowOf(rows, "aws:kms/alias:Alias", "platform-cluster").inputs.name,
        "alias/thingsboard-test",
      );
      assert.equal(
        rowOf(updated, clusterType, "platform-cluster").inputs.encryptionConfigKeyArn,
        "arn:aws:aws:kms/key:Key/platform-cluster",
      );
    });

    it("opens its endpoint to the account's addresses alone", () => {
      const { inputs } = rowOf(rows, clusterType, "platform-cluster");
      assert.equal(inputs.endpointPublicAccess, true);
      assert.equal(inputs.endpointPrivateAccess, true);
      assert.deepEqual(inputs.publicAccessCidrs, ["203.0.113.0/24"]);
    });

    it("has a private endpoint while the account names no address", async () => {
      const { inputs } = rowOf(
        await platformRows(withAccount({ apiCidrs: [] })),
        clusterType,
        "platform-cluster",
      );
      assert.equal(inputs.endpointPublicAccess, false);
      assert.equal(inputs.endpointPrivateAccess, true);
      assert.equal(inputs.publicAccessCidrs, undefined);
    });

    it("comes after its log group, with the plan's retention, and after its role's policy", () => {
      assert.deepEqual(rowOf(rows, "aws:cloudwatch/logGroup:LogGroup", "platform-cluster").inputs, {
        name: "/aws/eks/thingsboard-test/cluster",
        retentionInDays: 7,
      });
      const { inputs, options } = rowOf(rows, clusterType, "platform-cluster");
      assert.equal(inputs.serviceRole, "aws:iam/role:Role::platform-cluster");
      assert.deepEqual(options.dependsOn, [
        "aws:cloudwatch/logGroup:LogGroup::platform-cluster",
        "aws:iam/role:Role::platform-cluster",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment::platform-cluster-cluster",
      ]);
    });

    it("builds its hidden children in the plan's region: the provider is handed to the plugin", () => {
      assert.deepEqual(rowOf(rows, clusterType, "platform-cluster").options.providers, {
        aws: "pulumi:providers:aws::platform",
      });
      const { inputs } = rowOf(rows, "pulumi:providers:aws", "platform");
      assert.equal(inputs.region, "eu-west-1");
      assert.deepEqual(parsed(inputs.defaultTags), { tags });
    });

    it("has no child, and its kubeconfig reaches the provider as a secret with a fixed identity", () => {
      assert.deepEqual(
        rows.filter(({ parent }) => parent?.startsWith(clusterType)),
        [],
      );
      assert.deepEqual(rowOf(rows, "pulumi:providers:kubernetes", "platform-cluster").inputs, {
        kubeconfig: "<secret>",
        clusterIdentifier: "thingsboard-test",
        enableServerSideApply: "true",
      });
    });
  });

  describe("node groups", () => {
    it("are one managed group a plan entry, of its count, architecture and role", () => {
      const groups = rows.filter(({ type }) => type === nodeGroupType);
      assert.equal(groups.length, eksPlan.nodeGroups.length);
      for (const plan of eksPlan.nodeGroups) {
        const { inputs } = rowOf(rows, nodeGroupType, `platform-${plan.name}`);
        assert.deepEqual(inputs, {
          clusterName: "thingsboard-test",
          nodeGroupName: plan.name,
          nodeRoleArn: "<unknown>",
          subnetIds: plan.zones.map((zone) => `aws:ec2/subnet:Subnet::platform-network-${zone}`),
          version: "1.36",
          amiType:
            plan.architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD",
          capacityType: "ON_DEMAND",
          launchTemplate: { id: `${templateType}::platform-${plan.name}`, version: "<unknown>" },
          scalingConfig: { minSize: plan.count, maxSize: plan.count, desiredSize: plan.count },
          updateConfig: { maxUnavailable: 1 },
          labels: { role: plan.role },
          tags: { ...tags, Name: `thingsboard-test-${plan.name}` },
        });
      }
    });

    it("take the version of the template as a string", () => {
      const { inputs } = rowOf(updated, nodeGroupType, "platform-worker");
      assert.deepEqual(inputs.launchTemplate, {
        id: `${templateType}::platform-worker`,
        version: "1",
      });
    });

    it("have a template with encrypted gp3, IMDSv2, a tracked public interface and tags, and no ssh key", () => {
      const [, plan] = eksPlan.nodeGroups;
      const nodeTags = { ...tags, Name: "thingsboard-test-transport" };
      assert.deepEqual(rowOf(rows, templateType, "platform-transport").inputs, {
        name: "thingsboard-test-transport",
        updateDefaultVersion: true,
        instanceType: "c7g.large",
        userData: nodeUserData(plan!, eksPlan.nodeTuning),
        blockDeviceMappings: [
          {
            deviceName: "/dev/xvda",
            ebs: {
              volumeType: "gp3",
              volumeSize: 20,
              encrypted: "true",
              deleteOnTermination: "true",
            },
          },
        ],
        metadataOptions: {
          httpEndpoint: "enabled",
          httpTokens: "required",
          httpPutResponseHopLimit: 1,
        },
        networkInterfaces: [
          {
            deviceIndex: 0,
            associatePublicIpAddress: "true",
            deleteOnTermination: "true",
            securityGroups: [`${clusterType}::platform-cluster.clusterSecurityGroupId`],
            connectionTrackingSpecification: { tcpEstablishedTimeout: 1_234 },
          },
        ],
        tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
          resourceType,
          tags: nodeTags,
        })),
        tags: nodeTags,
      });
    });

    it("share a role with the four policies, and wait for it, the control plane and the routes", () => {
      assert.deepEqual(
        rows
          .filter(
            ({ type, parent }) =>
              type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment" &&
              parent === "thingsboard-scale:index:ServiceRole::platform-node",
          )
          .map(({ inputs }) => inputs.policyArn),
        [
          "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
          "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
          "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
          "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        ],
      );
      const { options } = rowOf(
        rows,
        "thingsboard-scale:index:ManagedNodeGroup",
        "platform-transport",
      );
      const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment::platform-node";
      const association = "aws:ec2/routeTableAssociation:RouteTableAssociation::platform-network";
      assert.deepEqual(options.dependsOn, [
        "aws:ec2/route:Route::platform-network",
        `${association}-eu-west-1a`,
        `${association}-eu-west-1c`,
        "aws:iam/role:Role::platform-node",
        `${attachment}-images`,
        `${attachment}-network`,
        `${attachment}-ssm`,
        `${attachment}-worker`,
        "eks:index:Cluster::platform-cluster",
      ]);
    });
  });

  describe("add-ons", () => {
    it("are CoreDNS, the Pod Identity agent, EBS CSI and metrics-server, all after the nodes", () => {
      const addons = rows.filter(({ type }) => type === addonType);
      assert.deepEqual(
        addons.map(({ inputs }) => [
          inputs.addonName,
          inputs.clusterName,
          inputs.resolveConflictsOnCreate,
        ]),
        ["coredns", "aws-ebs-csi-driver", "metrics-server", "eks-pod-identity-agent"].map(
          (addonName) => [addonName, "thingsboard-test", "OVERWRITE"],
        ),
      );
      assert.ok(
        addons.every(({ inputs }) => JSON.stringify(inputs.tags) === JSON.stringify(sorted(tags))),
      );
      const { options } = rowOf(rows, "thingsboard-scale:index:ClusterAddons", "platform-addons");
      for (const { name } of eksPlan.nodeGroups) {
        assert.ok(options.dependsOn?.includes(`${nodeGroupType}::platform-${name}`));
      }
    });

    it("run on the worker group with the plan's replicas and resources", () => {
      const resources = (memoryMiB: number) => ({
        requests: { cpu: "100m", memory: `${memoryMiB}Mi` },
        limits: { memory: `${memoryMiB + 100}Mi` },
      });
      const nodeSelector = { role: "worker" };
      assert.deepEqual(configurationOf(rows, "coredns"), {
        replicaCount: 2,
        nodeSelector,
        resources: resources(101),
      });
      assert.deepEqual(configurationOf(rows, "metrics-server"), {
        replicas: 3,
        nodeSelector,
        resources: resources(102),
      });
      assert.deepEqual(configurationOf(rows, "ebs-csi"), {
        controller: {
          replicaCount: 4,
          nodeSelector,
          resources: resources(103),
          extraVolumeTags: tags,
        },
        node: { volumeAttachLimit: 20 },
      });
    });

    it("give EBS CSI its role by Pod Identity before its pods start", () => {
      const { inputs } = rowOf(
        rows,
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "platform-addons-ebs-csi",
      );
      assert.equal(inputs.namespace, "kube-system");
      assert.equal(inputs.serviceAccount, "ebs-csi-controller-sa");
      assert.equal(
        rowOf(
          rows,
          "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          "platform-addons-ebs-csi-volumes",
        ).inputs.policyArn,
        "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicyV2",
      );
      const { options } = rowOf(rows, addonType, "platform-addons-ebs-csi");
      assert.ok(
        options.dependsOn?.includes(
          "aws:eks/podIdentityAssociation:PodIdentityAssociation::platform-addons-ebs-csi",
        ),
      );
      assert.ok(options.dependsOn?.includes(`${addonType}::platform-addons-pod-identity`));
      assert.deepEqual(
        parsed(rowOf(rows, "aws:iam/role:Role", "platform-addons-ebs-csi").inputs.assumeRolePolicy),
        {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "pods.eks.amazonaws.com" },
              Action: ["sts:AssumeRole", "sts:TagSession"],
            },
          ],
        },
      );
    });
  });

  it("makes a default StorageClass: gp3, encrypted, expandable, bound where the pod runs", () => {
    const { inputs, options } = rowOf(
      rows,
      "kubernetes:storage.k8s.io/v1:StorageClass",
      "platform-storage",
    );
    assert.deepEqual(inputs, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: "gp3",
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true", "csi.storage.k8s.io/fstype": "ext4" },
      allowVolumeExpansion: true,
      volumeBindingMode: "WaitForFirstConsumer",
      reclaimPolicy: "Delete",
    });
    // Volumes are removed by the driver, so the class goes first.
    assert.ok(options.dependsOn?.includes(`${addonType}::platform-addons-ebs-csi`));
  });

  it("installs the load balancer controller with its identity, without its Service webhook", () => {
    const { inputs, options } = rowOf(
      rows,
      "kubernetes:helm.sh/v3:Release",
      "platform-load-balancers",
    );
    assert.equal(inputs.chart, "aws-load-balancer-controller");
    assert.equal(inputs.version, "3.5.0");
    assert.equal(inputs.namespace, "kube-system");
    assert.deepEqual(inputs.repositoryOpts, { repo: "https://aws.github.io/eks-charts" });
    assert.deepEqual(inputs.values, {
      clusterName: "thingsboard-test",
      region: "eu-west-1",
      vpcId: "aws:ec2/vpc:Vpc::platform-network",
      serviceAccount: { create: true, name: "aws-load-balancer-controller" },
      replicaCount: 5,
      resources: { requests: { cpu: "100m", memory: "104Mi" }, limits: { memory: "204Mi" } },
      nodeSelector: { role: "worker" },
      podDisruptionBudget: { maxUnavailable: 1 },
      defaultTags: tags,
      enableServiceMutatorWebhook: false,
      enableCertManager: false,
      keepTLSSecret: true,
    });
    assert.equal(options.provider, "pulumi:providers:kubernetes::platform-cluster");
    assert.ok(
      options.dependsOn?.includes(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation::platform-load-balancers",
      ),
    );
    assert.equal(
      rowOf(
        rows,
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "platform-load-balancers",
      ).inputs.serviceAccount,
      "aws-load-balancer-controller",
    );
  });

  it("makes the namespace last, with pod security and readiness gates", () => {
    const { inputs, options } = rowOf(rows, namespaceType, "platform");
    assert.deepEqual(inputs.metadata, {
      name: "thingsboard",
      labels: {
        "pod-security.kubernetes.io/enforce": "baseline",
        "pod-security.kubernetes.io/enforce-version": "v1.35",
        "pod-security.kubernetes.io/warn": "restricted",
        "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
      },
    });
    assert.ok(
      options.dependsOn?.includes("kubernetes:helm.sh/v3:Release::platform-load-balancers"),
    );
    assert.ok(
      options.dependsOn?.includes("kubernetes:storage.k8s.io/v1:StorageClass::platform-storage"),
    );
  });

  it("puts the account's boundary on every role, and none where it names none", async () => {
    const boundaries = (all: Rows) =>
      all
        .filter(({ type }) => type === "aws:iam/role:Role")
        .map(({ inputs }) => inputs.permissionsBoundary);
    assert.deepEqual(boundaries(rows), Array(4).fill(eksPlan.account.permissionsBoundaryArn));
    const { administrators, viewers, apiCidrs } = eksPlan.account;
    const account = { administrators, viewers, apiCidrs, tags };
    assert.deepEqual(boundaries(await platformRows({ account })), Array(4).fill(undefined));
  });

  it("gives the tiers what they need, the kubeconfig as a secret", async () => {
    const { outputs } = await runOf(
      () => {
        const platform = createPlatform("platform", eksPlatformPlan);
        return {
          ui: platform.uiLoadBalancer?.securityGroupIds,
          mqtt: platform.mqttLoadBalancer?.securityGroupIds,
          fleet: platform.fleetPrefixListIds,
          controllers: [
            platform.uiLoadBalancer?.controller.urn,
            platform.mqttLoadBalancer?.controller.urn,
          ],
          cluster: platform.cluster,
          ready: platform.ready.length,
        };
      },
      { preview: false },
    );
    const group = (name: string) => `aws:ec2/securityGroup:SecurityGroup::platform-network-${name}`;
    const list = (name: string) =>
      `aws:ec2/managedPrefixList:ManagedPrefixList::platform-network-${name}`;
    assert.deepEqual(outputs.ui, [group("alb-fleet-1"), group("alb-fleet-2"), group("alb-ui")]);
    assert.deepEqual(outputs.mqtt, [group("nlb-fleet-1"), group("nlb-fleet-2"), group("nlb-mqtt")]);
    assert.deepEqual(outputs.fleet, [list("fleet-1"), list("fleet-2")]);
    assert.match(
      JSON.stringify(outputs.controllers),
      /^(.*kubernetes:helm\.sh\/v3:Release::platform-load-balancers.*){2}$/,
    );
    assert.deepEqual(outputs.cluster, {
      name: "thingsboard-test",
      kubeconfig: "<secret>",
      logGroupName: "/aws/eks/thingsboard-test/cluster",
    });
    assert.equal(outputs.ready, eksPlan.nodeGroups.length + 4);
  });

  it("registers the same in a preview and in an update", () => {
    assert.deepEqual(identities(updated), identities(rows));
  });
});

describe("createPlatform on an existing cluster", () => {
  it("makes no AWS resource: a provider with the context by name, and the namespace", async () => {
    const rows = await rowsOf(() => createPlatform("platform", existingPlatformPlan));
    assert.deepEqual(identities(rows), [
      `${namespaceType}::platform`,
      "pulumi:providers:kubernetes::platform",
    ]);
    assert.deepEqual(rowOf(rows, "pulumi:providers:kubernetes", "platform").inputs, {
      context: "kind-test",
      clusterIdentifier: "kind-test",
      enableServerSideApply: "true",
    });
    const namespace = rowOf(rows, namespaceType, "platform");
    assert.deepEqual(namespace.inputs.metadata, {
      name: "thingsboard",
      labels: {
        "pod-security.kubernetes.io/enforce": "baseline",
        "pod-security.kubernetes.io/enforce-version": "v1.35",
        "pod-security.kubernetes.io/warn": "restricted",
      },
    });
    assert.equal(namespace.options.provider, "pulumi:providers:kubernetes::platform");
  });

  it("has neither load balancers nor an AWS provider", async () => {
    const { outputs } = await runOf(() => {
      const platform = createPlatform("platform", existingPlatformPlan);
      return { keys: Object.keys(platform).sort() };
    });
    assert.deepEqual(outputs.keys, ["fleetPrefixListIds", "kubernetes", "ready"]);
  });
});

function sorted(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
