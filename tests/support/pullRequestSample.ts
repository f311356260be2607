import { compareTwo } from "../../cli/compare/compareVersions";
import { planStage } from "../../planning";
import { comparisonMarkdown } from "../../report/markdown/comparisonMarkdown";
import { parseSizing } from "../../sizing";
import { rawSizing } from "../sizing/validSizing";
import { testDay } from "./stages";

const fewerPods = 9;

/** The comment of a pull request that takes the million from twelve transport nodes and pods to nine. */
export function pullRequestSample(): string {
  const before = rawSizing("million");
  const after = structuredClone(before) as {
    nodeGroups: { transport: { count: number } };
    mqttTransport: { replicas: number };
  };
  after.nodeGroups.transport.count = fewerPods;
  after.mqttTransport.replicas = fewerPods;
  const [from, to] = [before, after].map((sizing) =>
    planStage(parseSizing(sizing), { stack: "million", on: testDay }),
  );
  return comparisonMarkdown({
    ...compareTwo(from!, to!),
    from: "main",
    to: "this pull request",
  });
}
