import { loadGraphviz } from "../../report/html/drawing";
import { pageText } from "../../report/html/page";
import type { PageStage } from "../../report/html/pageStage";
import type { StagePlan } from "../../planning/types";
import { stagePlan, testDay } from "./stages";

/** A stage of the page with what a test changes in its plan. */
export function pageStage(stack: string, change: Partial<StagePlan> = {}): PageStage {
  return { plan: { ...stagePlan(stack), ...change }, on: testDay };
}

/** The page of these stages. */
export async function pageOf(stages: readonly PageStage[]): Promise<string> {
  return pageText(stages, await loadGraphviz());
}

/** Names that a page which forgets to escape falls for. */
export const hostile = `<img src=x onerror="alert(1)"></style><script>alert('2')</script>&"'\u0007`;

/** A plan in which every text that a person may have written is hostile. */
export function hostileStage(): PageStage {
  const plan = stagePlan("100k-20k");
  const [node] = plan.placement.nodes;
  const [item] = plan.cost.items;
  const [reading] = plan.headroom;
  const pod = { cpuRequestMilli: 9, memoryRequestMiB: 9, volumes: 0 };
  return {
    on: hostile,
    plan: {
      ...plan,
      stack: hostile,
      eks: {
        ...plan.eks!,
        region: hostile,
        nodeGroups: plan.eks!.nodeGroups.map((group) => ({ ...group, instanceType: hostile })),
      },
      fleet: { ...plan.fleet, region: hostile, instanceType: hostile },
      placement: {
        nodes: [
          {
            ...node!,
            name: hostile,
            zone: hostile,
            pods: [{ ...pod, name: hostile, workload: hostile }],
          },
        ],
        unplaced: [{ ...pod, name: hostile, workload: hostile, group: "worker", reason: hostile }],
      },
      findings: [
        {
          rule: hostile,
          severity: "warning",
          path: hostile,
          message: hostile,
          value: hostile,
          limit: hostile,
          source: `https://example.com/"onmouseover="alert(3) javascript:alert(4) ${hostile}`,
          mend: hostile,
          accepted: hostile,
        },
      ],
      headroom: [{ ...reading!, rule: hostile, path: hostile, what: hostile, unit: hostile }],
      cost: {
        ...plan.cost,
        pricesOf: hostile,
        unknown: [hostile],
        notCounted: [hostile],
        items: [{ ...item!, name: hostile, unit: hostile, formula: hostile, source: hostile }],
      },
    },
    provenance: [
      { path: hostile, value: hostile, origin: "derived", where: hostile, how: hostile },
    ],
  };
}
