import { containersOf, isOfKubernetes, resourcesInValues } from "../reading/pods";
import type { Container } from "../reading/pods";
import { resourcePolicy, type Resource } from "../reading/policy";
import { at, notKnown } from "../reading/values";

const release = "kubernetes:helm.sh/v3:Release";
const pooler = /^kubernetes:postgresql\.cnpg\.io\/v\d\w*:Pooler$/;

const asked = [
  ["requests", "cpu"],
  ["requests", "memory"],
  ["limits", "memory"],
] as const;

/** The plan places pods by their requests: what asks for nothing is placed anywhere, and takes from its neighbours. */
export const containerResources = resourcePolicy({
  name: "container-resources",
  description: "Every container asks for CPU and memory, and has a limit of memory.",
  judges: isOfKubernetes,
  find: (resource) => [...unstated(resource), ...stated(resource).flatMap(lacks)],
});

/** Those who write their containers themselves unless they are told: PgBouncer's operator, and charts. */
function unstated(resource: Resource): readonly string[] {
  const mustState = resource.type === release || pooler.test(resource.type);
  const isUnknown =
    at(resource.properties, "values") === notKnown ||
    at(resource.properties, "spec", "template", "spec", "containers") === notKnown;
  return mustState && !isUnknown && stated(resource).length === 0
    ? ["Nothing says what its containers ask for: state resources."]
    : [];
}

function stated(resource: Resource): readonly Container[] {
  return resource.type === release
    ? resourcesInValues(at(resource.properties, "values"))
    : containersOf(resource);
}

function lacks({ path, resources }: Container): readonly string[] {
  const lacking = asked.filter((key) => {
    const value = at(resources, ...key);
    return value === undefined || value === null || value === "";
  });
  return lacking.length === 0
    ? []
    : [`${path} lacks ${lacking.map((key) => key.join(".")).join(", ")}.`];
}
