import { blockDevices, makesVolumes } from "../reading/blockDevices";
import { resourcePolicy } from "../reading/policy";
import { notKnown, shown } from "../reading/values";

/** The plan counts with gp3's throughput and operations; gp2 has less, by size, and costs more. */
export const gp3Only = resourcePolicy({
  name: "gp3-only",
  description: "Every volume is of type gp3, and says so.",
  judges: makesVolumes,
  find: (resource) =>
    blockDevices(resource)
      .filter(({ volumeType }) => volumeType !== notKnown && volumeType !== "gp3")
      .map(
        ({ path, volumeType }) => `${path} states ${shown(volumeType)} as volume type: set gp3.`,
      ),
});
