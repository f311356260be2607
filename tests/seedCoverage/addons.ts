import { strict as assert } from "node:assert";
import type { Sentence } from "./stage";

const control = "Cluster::platform-cluster";

/** EksCluster: add-ons, connection tracking, storage, controller, namespace. */
export const addonSentences: readonly Sentence[] = [
  {
    sentence: "vpc-cni from 1.22.1 on, and kube-proxy, by the control plane",
    stack: "million",
    holds: (stage) => {
      stage.is(control, {
        "vpcCniOptions addonVersion": "v1.23.1-eksbuild.1",
        "kubeProxyAddonOptions enabled": true,
        "kubeProxyAddonOptions version": "v1.35.3-eksbuild.13",
        "corednsAddonOptions enabled": false,
      });
    },
  },
  {
    sentence: "CoreDNS, Pod Identity agent, EBS CSI and metrics-server, after the nodes",
    stack: "million",
    holds: (stage) => {
      assert.deepEqual(
        stage.all("Addon").map(({ inputs }) => inputs.addonName),
        ["coredns", "aws-ebs-csi-driver", "metrics-server", "eks-pod-identity-agent"],
      );
      for (const { name } of stage.all("Addon")) {
        stage.after(`Addon::${name}`, "NodeGroup::platform-worker", control);
      }
    },
  },
  {
    sentence: "the EBS CSI driver has a role of its own by Pod Identity, before it starts",
    stack: "million",
    holds: (stage) => {
      stage.is("PodIdentityAssociation::platform-addons-ebs-csi", {
        serviceAccount: "ebs-csi-controller-sa",
        namespace: "kube-system",
      });
      stage.is("RolePolicyAttachment::platform-addons-ebs-csi-volumes", {
        policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicyV2",
        role: "thingsboard-million-volumes",
      });
      stage.after(
        "Addon::platform-addons-ebs-csi",
        "PodIdentityAssociation::platform-addons-ebs-csi",
        "RolePolicyAttachment::platform-addons-ebs-csi-volumes",
      );
    },
  },
  {
    sentence: "kube-proxy's connection tracking of the seed, by what takes effect on the node",
    stack: "million",
    holds: (stage) => {
      const userData = stage.text("LaunchTemplate::platform-transport", "userData");
      assert.match(userData, /^net\.netfilter\.nf_conntrack_max = 1048576$/m);
      assert.match(userData, /^options nf_conntrack hashsize=262144$/m);
      assert.match(
        userData,
        /^ExecStart=\/usr\/sbin\/sysctl --write net\.netfilter\.nf_conntrack_max=1048576$/m,
      );
      assert.match(userData, /^systemctl enable --now restore-nf-conntrack-max\.timer$/m);
      // 262144 a core: eight cores are past the minimum.
      assert.match(
        stage.text("LaunchTemplate::platform-pooler", "userData"),
        /^net\.netfilter\.nf_conntrack_max = 2097152$/m,
      );
      stage.is(control, { "kubeProxyAddonOptions configurationValues": undefined });
    },
  },
  {
    sentence: "before 500k the nodes keep kube-proxy's own 131072",
    stack: "100k-20k",
    holds: (stage) => {
      assert.match(
        stage.text("LaunchTemplate::platform-worker", "userData"),
        /^net\.netfilter\.nf_conntrack_max = 131072$/m,
      );
    },
  },
  {
    sentence: "gp3 is the default StorageClass: encrypted, expandable, bound where the pod is",
    stack: "million",
    holds: (stage) => {
      stage.is("StorageClass::platform-storage", {
        "metadata name": "gp3",
        "metadata annotations storageclass.kubernetes.io/is-default-class": "true",
        provisioner: "ebs.csi.aws.com",
        "parameters type": "gp3",
        "parameters encrypted": "true",
        allowVolumeExpansion: true,
        volumeBindingMode: "WaitForFirstConsumer",
        reclaimPolicy: "Delete",
      });
    },
  },
  {
    sentence: "the load balancer controller 3.x as a Release, with its policy and identity",
    stack: "million",
    holds: (stage) => {
      stage.is("Release::platform-load-balancers", {
        chart: "aws-load-balancer-controller",
        version: "3.5.0",
        "values clusterName": "thingsboard-million",
        "values region": "eu-west-1",
        "values vpcId": "aws:ec2/vpc:Vpc::platform-network",
        "values enableServiceMutatorWebhook": false,
        "values keepTLSSecret": true,
        "values serviceAccount name": "aws-load-balancer-controller",
      });
      stage.is("PodIdentityAssociation::platform-load-balancers", {
        serviceAccount: "aws-load-balancer-controller",
        namespace: "kube-system",
      });
      assert.match(
        stage.text("Policy::platform-load-balancers", "policy"),
        /elasticloadbalancing:CreateLoadBalancer/,
      );
      stage.after(
        "Release::platform-load-balancers",
        "PodIdentityAssociation::platform-load-balancers",
        "RolePolicyAttachment::platform-load-balancers-controller",
      );
    },
  },
  {
    sentence: "namespace `thingsboard` with pod-security labels",
    stack: "million",
    holds: (stage) => {
      stage.is("Namespace::platform", {
        "metadata name": "thingsboard",
        "metadata labels pod-security.kubernetes.io/enforce": "baseline",
        "metadata labels pod-security.kubernetes.io/enforce-version": "v1.35",
        "metadata labels pod-security.kubernetes.io/warn": "restricted",
        "metadata labels elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
      });
    },
  },
];
