export type * from "./cluster";
export type * from "./dataTier";
export type * from "./load";
export type * from "./services";
export type * from "./stage";
export type * from "./workload";
