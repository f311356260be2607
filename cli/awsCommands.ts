// What asks AWS: a bundle of its own, so that no other command loads the AWS SDK.
// The SDK warns of Node 20 at each start; this project says itself which Node it needs.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

export { refreshPrices } from "./prices/refresh";
export { runPreflight } from "./preflight/run";
