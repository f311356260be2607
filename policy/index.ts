import { PolicyPack } from "@pulumi/policy";
import { policies } from "./rules";
import { stageOfConfig } from "./stage";

new PolicyPack("thingsboard-scale", {
  description: "What every stage of thingsboard-scale must keep to, whoever changed it",
  enforcementLevel: "mandatory",
  policies: policies(stageOfConfig()),
});
