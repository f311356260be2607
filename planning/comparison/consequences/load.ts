import { readable } from "../../../sizing/describe";
import type { Consequence } from "../../types";
import { isEarlier } from "../versions";
import { changedKeys, changeOf, differs, listed } from "./consequence";
import type { ConsequenceRule } from "./consequence";

/** Generators are instances of one launch template: whatever changes it replaces them all. */
const generators: ConsequenceRule = ({ before, after }) => {
  const [old, now] = [before.fleet, after.fleet];
  if (!old || !now || old.kind !== "ec2" || now.kind !== "ec2") {
    return [];
  }
  const reasons = [
    ...(differs(old.region, now.region) ? [`region ${now.region ?? ""}`] : []),
    ...(differs(old.zone, now.zone) ? ["another zone"] : []),
    ...(differs(old.vpcCidr, now.vpcCidr) ? ["another network"] : []),
    ...(differs(old.instanceType, now.instanceType)
      ? [`${now.instanceType ?? ""} in place of ${old.instanceType ?? ""}`]
      : []),
    ...(differs(old.rootVolumeGiB, now.rootVolumeGiB) ? ["another root volume"] : []),
    ...(differs(old.spot, now.spot) ? [now.spot === true ? "spot" : "on demand"] : []),
    ...(differs(old.image, now.image) ? ["another image of the agent"] : []),
    ...(changedKeys(old.sysctls, now.sysctls).length > 0 ? ["other kernel settings"] : []),
  ];
  return reasons.length === 0
    ? []
    : [
        {
          rule: "generators.replaced",
          effect: "replaced",
          what: "load generators",
          path: "loadFleet",
          message: `All ${readable(old.count ?? 0)} are made anew (${listed(reasons)}). They keep nothing, so nothing is lost, but a run that goes on ends here.`,
          source:
            "components/fleet/loadFleet.ts; terraform-provider-aws, internal/service/ec2/ec2_instance.go (launch_template.version)",
        },
      ];
};

/** Devices are made once, by a Job. */
const devices: ConsequenceRule = ({ before, after }) => {
  const count = changeOf(before.load?.devices, after.load?.devices);
  return count === undefined
    ? []
    : [
        {
          rule: "load.devices",
          effect: "noted",
          what: `${readable(count.from)} to ${readable(count.to)} devices`,
          path: "load.devices",
          message:
            count.to > count.from
              ? "The new devices do not exist yet: start the provisioning Job again before the load (docs/operations.md)."
              : "The devices that are too many stay in the database, and connect no more.",
          source: "components/fleet/provisioningJob.ts",
        },
      ];
};

/** Another ThingsBoard: its schema goes up, never down. */
const thingsboardVersion: ConsequenceRule = ({ before, after }) => {
  const version = changeOf(before.core?.version, after.core?.version);
  if (version === undefined) {
    return [];
  }
  const told = {
    what: `ThingsBoard ${version.from} to ${version.to}`,
    path: "versions.thingsboard",
    source: "components/thingsboard/tbSchema.ts; docs/operations.md",
  };
  const found: Consequence = isEarlier(version.to, version.from)
    ? {
        ...told,
        rule: "thingsboard.version-down",
        effect: "refused",
        message:
          "A schema does not go back: the schema Job refuses the step, and the update stops before any pod changes.",
      }
    : {
        ...told,
        rule: "thingsboard.version-up",
        effect: "noted",
        message:
          "A Job upgrades the schema where the vendor supports the step, and there is no way back. Stop the load and make a snapshot of PostgreSQL's volume first.",
      };
  return [found];
};

export const loadRules: readonly ConsequenceRule[] = [generators, devices, thingsboardVersion];
