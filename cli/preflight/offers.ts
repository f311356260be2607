import { paginateDescribeInstanceTypeOfferings } from "@aws-sdk/client-ec2";
import { ask, type Answer } from "./answer";
import type { Clients } from "./clients";
import type { RegionNeed } from "./needs";

/** Whether each type is offered in each zone that the stage puts it in. */
export function offerAnswers(need: RegionNeed, { ec2 }: Clients): Promise<readonly Answer[]> {
  const title = `instance types in ${need.region}`;
  return ask("offer", title, async () => {
    const offered = new Set<string>();
    const pages = paginateDescribeInstanceTypeOfferings(
      { client: ec2 },
      {
        LocationType: "availability-zone",
        Filters: [{ Name: "instance-type", Values: need.types.map(({ type }) => type) }],
      },
    );
    for await (const { InstanceTypeOfferings = [] } of pages) {
      for (const { InstanceType, Location } of InstanceTypeOfferings) {
        offered.add(`${InstanceType ?? ""} ${Location ?? ""}`);
      }
    }
    return need.types.map(({ type, zones }) => {
      const missing = zones.filter((zone) => !offered.has(`${type} ${zone}`));
      return {
        topic: "offer",
        what: `${type} in ${zones.join(", ")}`,
        state: missing.length === 0 ? "ok" : "problem",
        says:
          missing.length === 0
            ? "offered"
            : `not offered in ${missing.join(", ")}. Choose another type or zone.`,
      };
    });
  });
}
