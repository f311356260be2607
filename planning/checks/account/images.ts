import {
  gonePublishers,
  goneChartHosts,
  movingTags,
  publishersSource,
  reconnectFix,
} from "../../facts/imagePublishers";
import { parseImage } from "../../imageReference";
import { imagesOf } from "../../images";
import type { ChartPlan, StageDraft } from "../../types";
import type { Check, Reading } from "../check";

function versionPath(use: string): string {
  return `versions.${use}`;
}

/** An image that moves under its name makes two runs of a stage two tests. */
export const pinnedImages: Check = {
  rule: "account.pinned-images",
  title: "Every image with a tag that stays, or a digest.",
  formula: "a digest, or a tag that is none of latest, stable, edge, master, main",
  source: "seed's private *:3.4.0-SNAPSHOT images, which nobody can pull or repeat any more",
  mend: "Name a release in versions.",
  read: ({ plan }) =>
    imagesOf(plan.images).map(({ image, version }): Reading => {
      const { tag, digest } = parseImage(image);
      const isPinned = digest !== undefined || (tag !== undefined && !movingTags.includes(tag));
      return {
        severity: isPinned ? "fine" : "error",
        path: versionPath(version),
        what: `pinning of ${image}`,
        value: digest ?? tag ?? "no tag",
        limit: "a release or a digest",
        bare: true,
        message: () =>
          tag === undefined
            ? `${image} has no tag: each pull may bring another one.`
            : `${image} moves: each pull may bring another one.`,
      };
    }),
};

/** By a part of the path, so that a mirror under another host is found out too. */
export const publishers: Check = {
  rule: "account.publishers",
  title: "Images and charts of publishers that still publish.",
  formula:
    "no part of an image's path is bitnami (error: gone) or bitnamilegacy (warning: frozen), behind a mirror or not; no chart of charts.bitnami.com",
  source: publishersSource,
  mend: "Choose the official image, or the chart of an operator.",
  read: ({ plan }) => [
    ...imagesOf(plan.images).map(({ image, version }): Reading => {
      const parts = parseImage(image).repository.split("/");
      const found = gonePublishers.find(({ namespace }) => parts.includes(namespace));
      return {
        severity: found === undefined ? "fine" : found.state === "gone" ? "error" : "warning",
        path: versionPath(version),
        what: `publisher of ${image}`,
        value: found?.namespace ?? "publishes",
        limit: "a publisher that publishes",
        bare: true,
        message: () => `${image}: ${found?.why ?? "the publisher publishes"}.`,
      };
    }),
    ...chartsOf(plan).map((chart): Reading => {
      const host = goneChartHosts.find((each) => chart.repository.split("/").includes(each));
      return {
        severity: host === undefined ? "fine" : "error",
        path: "versions",
        what: `publisher of the chart ${chart.name}`,
        value: host ?? "publishes",
        limit: "a publisher that publishes",
        bare: true,
        message: () =>
          `The chart ${chart.name} of ${chart.repository} installs images that left docker.io/bitnami.`,
      };
    }),
  ],
};

/** Charts that the stage installs. */
function chartsOf({ dataTier, eks }: StageDraft): readonly ChartPlan[] {
  const { kafka, cassandra, postgresql } = dataTier;
  return [
    kafka.chart,
    cassandra.chart,
    postgresql.chart,
    ...(eks === undefined ? [] : [eks.loadBalancerController.chart]),
  ];
}

/** Whether a version is at least another, number by number. */
function isAtLeast(version: string, least: string): boolean {
  const have = version.split(".").map(Number);
  const want = least.split(".").map(Number);
  for (let index = 0; index < Math.max(have.length, want.length); index += 1) {
    const difference = (have[index] ?? 0) - (want[index] ?? 0);
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}

/** First release of a version's line that has the fix; undefined for a line that came later and has it from its start. */
function leastOf(version: string): string | undefined {
  const lines = Object.keys(reconnectFix);
  const line = version.split(".").slice(0, 2).join(".");
  const newest = lines.at(-1) ?? line;
  return reconnectFix[line] ?? (isAtLeast(line, newest) ? undefined : reconnectFix[newest]);
}

/** A stage stands through an ordinary run without the fix, and stalls when a transport pod is lost. */
export const thingsboardVersion: Check = {
  rule: "account.thingsboard-version",
  title: "A ThingsBoard that lets all devices in again after a mass reconnect.",
  formula: "versions.thingsboard ≥ 4.3.1.3, or ≥ 4.2.2.3 in the line 4.2; later lines have it",
  source: "thingsboard#15744: a stall of about 15 minutes, fixed in 4.2.2.3 and 4.3.1.3",
  mend: "versions.thingsboard: 4.3.1.3",
  read: ({ plan }) => {
    const { version } = plan.core;
    const least = leastOf(version);
    return [
      {
        severity: least === undefined || isAtLeast(version, least) ? "fine" : "warning",
        path: "versions.thingsboard",
        what: "ThingsBoard's version",
        value: version,
        limit: least ?? "a line with the fix",
        bare: true,
        message: () =>
          `ThingsBoard ${version} stalls for about 15 minutes when all devices reconnect at once; ${least ?? "a newer one"} does not.`,
      },
    ];
  },
};
