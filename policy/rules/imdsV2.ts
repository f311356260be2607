import { resourcePolicy } from "../reading/policy";
import { at, notKnown, shown } from "../reading/values";

const instance = "aws:ec2/instance:Instance";
const launchTemplate = "aws:ec2/launchTemplate:LaunchTemplate";

/** With IMDSv1 a request that a server is talked into sends the instance's credentials back. */
export const imdsV2 = resourcePolicy({
  name: "imds-v2",
  description: "The metadata service of an instance answers to a session token alone (IMDSv2).",
  judges: (type) => type === instance || type === launchTemplate,
  find: ({ type, properties }) => {
    const options = at(properties, "metadataOptions");
    // What a template says stands for its instances.
    const isFromTemplate =
      type === instance && options === undefined && at(properties, "launchTemplate") !== undefined;
    const tokens = at(options, "httpTokens");
    const isGood =
      isFromTemplate ||
      tokens === "required" ||
      tokens === notKnown ||
      at(options, "httpEndpoint") === "disabled";
    return isGood ? [] : [`metadataOptions.httpTokens is ${shown(tokens)}: set it to "required".`];
  },
});
