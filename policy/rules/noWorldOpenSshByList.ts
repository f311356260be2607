import { isWorld, lets, letsIn, openingsOf, type Opening } from "../reading/openings";
import { stackPolicy, type StackResource } from "../reading/policy";
import { at, elementsAt, notKnown } from "../reading/values";
import { sshPort } from "./noWorldOpenSsh";

const list = "aws:ec2/managedPrefixList:ManagedPrefixList";
const entry = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/** A list may hold the whole internet, for the web UI say: only together with the rule that names it is it ssh. */
export const noWorldOpenSshByList = stackPolicy({
  name: "no-world-open-ssh-by-list",
  description: "No prefix list lets the internet at large in to port 22.",
  find: (resources) => {
    const openLists = resources.filter(
      (resource) => resource.type === list && holdsWorld(resource, resources),
    );
    return resources
      .filter(({ type }) => letsIn(type))
      .flatMap((resource) =>
        openingsOf(resource)
          .filter((opening) => lets(opening, sshPort))
          .flatMap((opening) => openLists.filter((each) => names(resource, opening, each)))
          .map(({ urn }) => ({
            urn: resource.urn,
            message:
              `Port ${sshPort} is open to prefix list ${nameOf(urn)}, which holds the whole internet: ` +
              "take the rule away and connect through Systems Manager.",
          })),
      );
  },
});

function holdsWorld(prefixList: StackResource, resources: readonly StackResource[]): boolean {
  const inside = elementsAt(prefixList.properties, "entries").map((each) => at(each, "cidr"));
  const beside = resources
    .filter(
      (resource) =>
        resource.type === entry &&
        isOf(at(resource.properties, "prefixListId"), prefixList, resource, "prefixListId"),
    )
    .map(({ properties }) => at(properties, "cidr"));
  return [...inside, ...beside].some(isWorld);
}

function names(resource: StackResource, opening: Opening, prefixList: StackResource): boolean {
  return opening.prefixListIds.some((id) =>
    isOf(id, prefixList, resource, opening.prefixListProperty),
  );
}

/** By its id, and before there is one, by what the property depends on. */
function isOf(
  id: unknown,
  prefixList: StackResource,
  resource: StackResource,
  property: string,
): boolean {
  return id === notKnown
    ? (resource.dependencies[property] ?? []).some(({ urn }) => urn === prefixList.urn)
    : id !== undefined && id === at(prefixList.properties, "id");
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
