import {
  DescribeVpcsCommand,
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import { readable } from "../../sizing/describe";
import { ask, type Answer } from "./answer";
import type { Clients } from "./clients";
import type { RegionNeed } from "./needs";

/** Quotas by what is counted against them (Service Quotas console; AWS counts vCPUs of the families A, C, D, H, I, M, R, T, Z). */
const quotas = {
  onDemand: { service: "ec2", code: "L-1216C47A", what: "on-demand vCPU" },
  spot: { service: "ec2", code: "L-34B43A08", what: "spot vCPU" },
  vpcs: { service: "vpc", code: "L-F678F1CE", what: "VPCs" },
} as const;
const standardFamily = /^[acdhimrtz]\d/;

/** Quota, what is used of it, and what the stage needs: both purchase kinds and the networks, in one region. */
export async function quotaAnswers(need: RegionNeed, clients: Clients): Promise<readonly Answer[]> {
  const running = runningVCpus(clients.ec2);
  // A question that is answered later must not count as one that nobody listens to.
  running.catch(() => undefined);
  const each = [
    quotaAnswer(
      need,
      clients,
      quotas.onDemand,
      need.vCpu.onDemand,
      async () => (await running).onDemand,
    ),
    quotaAnswer(need, clients, quotas.spot, need.vCpu.spot, async () => (await running).spot),
    quotaAnswer(need, clients, quotas.vpcs, need.vpcs, async () => {
      const { Vpcs = [] } = await clients.ec2.send(new DescribeVpcsCommand({}));
      return Vpcs.length;
    }),
  ];
  return (await Promise.all(each)).flat();
}

function quotaAnswer(
  { region }: RegionNeed,
  { quotas: client }: Clients,
  { service, code, what }: (typeof quotas)[keyof typeof quotas],
  needed: number,
  usedNow: () => Promise<number>,
): Promise<readonly Answer[]> {
  const title = `${what} in ${region} (${code})`;
  return ask("quota", title, async () => {
    const used = await usedNow();
    const { Quota } = await client.send(
      new GetServiceQuotaCommand({ ServiceCode: service, QuotaCode: code }),
    );
    const quota = Quota?.Value;
    if (quota === undefined) {
      throw new Error(`AWS names no value; ${needed} needed, ${used} used`);
    }
    const free = quota - used;
    return [
      {
        topic: "quota",
        what: title,
        state: needed <= free ? "ok" : "problem",
        says:
          `${readable(needed)} needed, ${readable(free)} free: ${readable(used)} of ${readable(quota)} used` +
          (needed <= free ? "" : ". Ask for more in Service Quotas."),
      },
    ];
  });
}

/** vCPUs of running instances of the standard families, by how they are paid. */
async function runningVCpus(
  client: EC2Client,
): Promise<{ readonly onDemand: number; readonly spot: number }> {
  const running: { readonly type: string; readonly paid: "onDemand" | "spot" }[] = [];
  const pages = paginateDescribeInstances(
    { client },
    { Filters: [{ Name: "instance-state-name", Values: ["pending", "running"] }] },
  );
  for await (const { Reservations = [] } of pages) {
    for (const { InstanceType, InstanceLifecycle } of Reservations.flatMap(
      ({ Instances = [] }) => Instances,
    )) {
      if (InstanceType !== undefined && standardFamily.test(InstanceType)) {
        running.push({
          type: InstanceType,
          paid: InstanceLifecycle === "spot" ? "spot" : "onDemand",
        });
      }
    }
  }
  const vCpus = await vCpusByType(client, [...new Set(running.map(({ type }) => type))]);
  const sums = { onDemand: 0, spot: 0 };
  for (const { type, paid } of running) {
    sums[paid] += vCpus.get(type) ?? 0;
  }
  return sums;
}

async function vCpusByType(
  client: EC2Client,
  types: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  if (types.length === 0) {
    return found;
  }
  const pages = paginateDescribeInstanceTypes(
    { client },
    { Filters: [{ Name: "instance-type", Values: [...types] }] },
  );
  for await (const { InstanceTypes = [] } of pages) {
    for (const { InstanceType, VCpuInfo } of InstanceTypes) {
      found.set(InstanceType ?? "", VCpuInfo?.DefaultVCpus ?? 0);
    }
  }
  return found;
}
