import { isWorld, lets, letsIn, openingsOf } from "../reading/openings";
import { resourcePolicy, type Resource } from "../reading/policy";
import { at } from "../reading/values";

/** Port of ssh. Nothing here needs it open: instances are reached through Systems Manager. */
export const sshPort = 22;

const nodeGroup = "aws:eks/nodeGroup:NodeGroup";

/** Security groups in every shape that AWS has for them, and the port that a node group opens by itself. */
export const noWorldOpenSsh = resourcePolicy({
  name: "no-world-open-ssh",
  description: "Nobody on the internet at large reaches port 22.",
  judges: (type) => letsIn(type) || type === nodeGroup,
  find: (resource) => [
    ...openingsOf(resource)
      .filter((opening) => lets(opening, sshPort))
      .flatMap(({ ranges }) => ranges.filter(isWorld))
      .map(
        (range) =>
          `Port ${sshPort} is open to ${String(range)}: take the rule away and connect through Systems Manager.`,
      ),
    ...remoteAccess(resource),
  ],
});

/** With a key and no source group EKS opens port 22 to 0.0.0.0/0 (EKS API reference, RemoteAccessConfig). */
function remoteAccess({ type, properties }: Resource): readonly string[] {
  const access = at(properties, "remoteAccess");
  const sources = at(access, "sourceSecurityGroupIds");
  const isOpen =
    type === nodeGroup &&
    at(access, "ec2SshKey") !== undefined &&
    (sources === undefined || (Array.isArray(sources) && sources.length === 0));
  return isOpen
    ? [
        `remoteAccess has a key and no source group, for which EKS opens port ${sshPort} to the internet: ` +
          "take it away and connect through Systems Manager.",
      ]
    : [];
}
