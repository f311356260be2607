export { accountGaps } from "./account";
export { parseDay } from "./day";
export { InputError, SizingError, StackFileError } from "./errors";
export type { Problem } from "./errors";
export { nlbIdleTimeoutSeconds, operatorConnections, sourcePortsPerAddress } from "./limits";
export { parseAccount, parseSizing, parseSizingPart } from "./parse";
export { nodeRoles } from "./schema/nodeGroups";
export type { NodeRole } from "./schema/nodeGroups";
export {
  accountKey,
  dayKey,
  parseProjectFile,
  parseStackFile,
  projectName,
  sizingKey,
} from "./stackFile";
export type { StackFile } from "./stackFile";
export type { Account, DeepReadonly, Sizing } from "./types";
