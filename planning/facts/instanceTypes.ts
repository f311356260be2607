/**
 * EC2 instance types that a sizing may name.
 *
 * Shape, interfaces, network and EBS figures: `DescribeInstanceTypes` as published in PyPI moto 5.2.5, interfaces and
 * baseline bandwidth checked against karpenter-provider-aws v1.15.1 (zz_generated.vpclimits.go, zz_generated.bandwidth.go).
 * All of these types are offered in us-east-1, eu-west-1 and ap-south-1 (moto, instance_type_offerings).
 */
export interface InstanceType {
  readonly vCpu: number;
  /** Memory as AWS states it; a node sees less. */
  readonly memoryMiB: number;
  readonly architecture: "amd64" | "arm64";
  /** Network interfaces that the type takes, and IPv4 addresses of each. */
  readonly enis: number;
  readonly ipv4PerEni: number;
  readonly networkBaselineMbps: number;
  readonly ebsBaselineMbps: number;
  readonly ebsBaselineIops: number;
  /** CPU by credits (T3, T4g). */
  readonly burstable: boolean;
  /** Idle seconds after which EC2 forgets a tracked TCP connection unless the interface says otherwise (350 on Nitro v6). */
  readonly defaultTcpEstablishedTimeoutSeconds: number;
}

const fiveDays = 432_000;

/** Types by name. */
// prettier-ignore
export const instanceTypes: Readonly<Record<string, InstanceType>> = {
  "m6a.xlarge": {
    vCpu: 4, memoryMiB: 16_384, architecture: "amd64", enis: 4, ipv4PerEni: 15, networkBaselineMbps: 1_562,
    ebsBaselineMbps: 1_250, ebsBaselineIops: 6_000,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "m6a.2xlarge": {
    vCpu: 8, memoryMiB: 32_768, architecture: "amd64", enis: 4, ipv4PerEni: 15, networkBaselineMbps: 3_125,
    ebsBaselineMbps: 2_500, ebsBaselineIops: 12_000,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c6a.large": {
    vCpu: 2, memoryMiB: 4_096, architecture: "amd64", enis: 3, ipv4PerEni: 10, networkBaselineMbps: 781,
    ebsBaselineMbps: 650, ebsBaselineIops: 3_600,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c6a.xlarge": {
    vCpu: 4, memoryMiB: 8_192, architecture: "amd64", enis: 4, ipv4PerEni: 15, networkBaselineMbps: 1_562,
    ebsBaselineMbps: 1_250, ebsBaselineIops: 6_000,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c6a.2xlarge": {
    vCpu: 8, memoryMiB: 16_384, architecture: "amd64", enis: 4, ipv4PerEni: 15, networkBaselineMbps: 3_125,
    ebsBaselineMbps: 2_500, ebsBaselineIops: 12_000,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c6i.large": {
    vCpu: 2, memoryMiB: 4_096, architecture: "amd64", enis: 3, ipv4PerEni: 10, networkBaselineMbps: 781,
    ebsBaselineMbps: 650, ebsBaselineIops: 3_600,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c6i.xlarge": {
    vCpu: 4, memoryMiB: 8_192, architecture: "amd64", enis: 4, ipv4PerEni: 15, networkBaselineMbps: 1_562,
    ebsBaselineMbps: 1_250, ebsBaselineIops: 6_000,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c6i.2xlarge": {
    vCpu: 8, memoryMiB: 16_384, architecture: "amd64", enis: 4, ipv4PerEni: 15, networkBaselineMbps: 3_125,
    ebsBaselineMbps: 2_500, ebsBaselineIops: 12_000,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "t3a.small": {
    vCpu: 2, memoryMiB: 2_048, architecture: "amd64", enis: 2, ipv4PerEni: 4, networkBaselineMbps: 128,
    ebsBaselineMbps: 175, ebsBaselineIops: 1_000,
    burstable: true, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "t3a.medium": {
    vCpu: 2, memoryMiB: 4_096, architecture: "amd64", enis: 3, ipv4PerEni: 6, networkBaselineMbps: 256,
    ebsBaselineMbps: 350, ebsBaselineIops: 2_000,
    burstable: true, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c6g.medium": {
    vCpu: 1, memoryMiB: 2_048, architecture: "arm64", enis: 2, ipv4PerEni: 4, networkBaselineMbps: 500,
    ebsBaselineMbps: 315, ebsBaselineIops: 2_500,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c6g.large": {
    vCpu: 2, memoryMiB: 4_096, architecture: "arm64", enis: 3, ipv4PerEni: 10, networkBaselineMbps: 750,
    ebsBaselineMbps: 630, ebsBaselineIops: 3_600,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c7g.large": {
    vCpu: 2, memoryMiB: 4_096, architecture: "arm64", enis: 3, ipv4PerEni: 10, networkBaselineMbps: 937,
    ebsBaselineMbps: 630, ebsBaselineIops: 3_600,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c7g.xlarge": {
    vCpu: 4, memoryMiB: 8_192, architecture: "arm64", enis: 4, ipv4PerEni: 15, networkBaselineMbps: 1_876,
    ebsBaselineMbps: 1_250, ebsBaselineIops: 6_000,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "m7g.xlarge": {
    vCpu: 4, memoryMiB: 16_384, architecture: "arm64", enis: 4, ipv4PerEni: 15, networkBaselineMbps: 1_876,
    ebsBaselineMbps: 1_250, ebsBaselineIops: 6_000,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c8g.large": {
    vCpu: 2, memoryMiB: 4_096, architecture: "arm64", enis: 3, ipv4PerEni: 10, networkBaselineMbps: 937,
    ebsBaselineMbps: 630, ebsBaselineIops: 3_600,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "t4g.small": {
    vCpu: 2, memoryMiB: 2_048, architecture: "arm64", enis: 3, ipv4PerEni: 4, networkBaselineMbps: 128,
    ebsBaselineMbps: 174, ebsBaselineIops: 1_000,
    burstable: true, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "r6i.large": {
    vCpu: 2, memoryMiB: 16_384, architecture: "amd64", enis: 3, ipv4PerEni: 10, networkBaselineMbps: 781,
    ebsBaselineMbps: 650, ebsBaselineIops: 3_600,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "r7g.large": {
    vCpu: 2, memoryMiB: 16_384, architecture: "arm64", enis: 3, ipv4PerEni: 10, networkBaselineMbps: 937,
    ebsBaselineMbps: 630, ebsBaselineIops: 3_600,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "i4i.large": {
    vCpu: 2, memoryMiB: 16_384, architecture: "amd64", enis: 3, ipv4PerEni: 10, networkBaselineMbps: 781,
    ebsBaselineMbps: 625, ebsBaselineIops: 2_500,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: fiveDays,
  },
  "c8i.large": {
    vCpu: 2, memoryMiB: 4_096, architecture: "amd64", enis: 3, ipv4PerEni: 20, networkBaselineMbps: 937,
    ebsBaselineMbps: 650, ebsBaselineIops: 3_600,
    burstable: false, defaultTcpEstablishedTimeoutSeconds: 350,
  },
};
