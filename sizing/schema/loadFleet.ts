import { z } from "zod";
import {
  addressRange,
  containerResources,
  heapMiB,
  instanceType,
  region,
  storageGiB,
  zone,
} from "./fields";

/** Load generators: EC2 instances in another region; on an existing cluster pods. Source: seed, lines 1724 to 1914. */
export const loadFleetSchema = z
  .strictObject({
    region: region()
      .default("ap-south-1")
      .describe("Region of the fleet: Mumbai (seed, line 1726)."),
    zone: zone()
      .default("ap-south-1a")
      .describe(
        "Zone of the fleet's subnet, in the fleet's region. Chosen: the first; the seed names none.",
      ),
    instanceType: instanceType()
      .default("t3a.small")
      .describe("EC2 type of a generator (seed, line 1922)."),
    spot: z
      .boolean()
      .default(false)
      .describe("Spot instances. Chosen: none; they are cheaper, and a lost one voids the run."),
    rootVolumeGiB: storageGiB()
      .default(16)
      .describe(
        "Root volume in GiB, gp3, encrypted. Chosen: room for Amazon Linux, one image and the logs of a run.",
      ),
    vpcCidr: addressRange()
      .default("10.40.0.0/20")
      .describe(
        "Address range of the fleet's network. Chosen: private, and apart from the cluster's 10.20.0.0/16.",
      ),
    heapMiB: heapMiB()
      .default(1_024)
      .describe("Java heap of the agent in MiB. Chosen: half of the 2048 that a t3a.small has."),
    pod: z
      .strictObject(
        containerResources(
          {
            cpuRequestMilli: 100,
            memoryRequestMiB: 1_536,
            memoryLimitMiB: 1_536,
          },
          {
            cpu: "thingsboard.github.io, performance-aws-eks-cluster-minimal.md: 100m",
            memory: "Chosen: the agent's heap of 1024 and 512 beside it",
          },
        ),
      )
      .prefault({})
      .describe(
        "Resources of a generator where it is a pod (existing cluster), and of the provisioning Job.",
      ),
  })
  .prefault({});
