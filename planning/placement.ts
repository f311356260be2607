export { placementWithout, planLosses, withoutJobs } from "./placement/loss";
export { fitsBeside, smallestCount } from "./placement/mend";
export { placeStage } from "./placement/placeStage";
