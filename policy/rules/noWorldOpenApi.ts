import { isWorld } from "../reading/openings";
import { resourcePolicy } from "../reading/policy";
import { at, elementsAt, isFalse, isTrue, notKnown } from "../reading/values";

const eksComponent = "eks:index:Cluster";
const eksCluster = "aws:eks/cluster:Cluster";

/** Both default to a public endpoint that is open to 0.0.0.0/0, so saying nothing is wrong too. */
export const noWorldOpenApi = resourcePolicy({
  name: "no-world-open-api",
  description: "The Kubernetes API is private, or open to named addresses alone.",
  judges: (type) => type === eksComponent || type === eksCluster,
  find: ({ type, properties }) => {
    const endpoint = type === eksComponent ? properties : at(properties, "vpcConfig");
    const isPublic = at(endpoint, "endpointPublicAccess");
    const ranges = at(endpoint, "publicAccessCidrs");
    if (endpoint === notKnown || isFalse(isPublic) || isPublic === notKnown) {
      return [];
    }
    if (ranges === undefined) {
      const why = isTrue(isPublic) ? "is public" : "is public unless endpointPublicAccess is false";
      return [`The endpoint ${why}, and publicAccessCidrs does not say for whom.`];
    }
    return elementsAt(endpoint, "publicAccessCidrs")
      .filter(isWorld)
      .map((range) => `publicAccessCidrs holds ${String(range)}: name your own addresses.`);
  },
});
