/** A publisher that no longer publishes, or no longer renews, its images. */
export interface GonePublisher {
  /** Part of an image's path. */
  readonly namespace: string;
  /** Gone: a pull fails. Frozen: what is there stays as it is, with every hole. */
  readonly state: "gone" | "frozen";
  readonly why: string;
}

const bitnamiSource = "bitnami/containers#83267, charts#35164";

/** Where the reasons stand. */
export const publishersSource = bitnamiSource;

/** By namespace, wherever a mirror puts it. */
export const gonePublishers: readonly GonePublisher[] = [
  {
    namespace: "bitnami",
    state: "gone",
    why: "Bitnami's versioned images left docker.io/bitnami in August and September 2025",
  },
  {
    namespace: "bitnamilegacy",
    state: "frozen",
    why: "docker.io/bitnamilegacy is frozen: no fix has come since August 2025",
  },
];

/** Hosts of chart repositories whose charts install images that are gone. */
export const goneChartHosts: readonly string[] = ["charts.bitnami.com"];

/** Tags that say nothing about what is pulled. */
export const movingTags: readonly string[] = ["latest", "stable", "edge", "master", "main"];

/**
 * First releases of each line with the fix for the stall of a mass reconnect, about 15 minutes in which no device gets
 * in (thingsboard#15744). Lines before 4.2 never got it.
 */
export const reconnectFix: Readonly<Record<string, string>> = {
  "4.2": "4.2.2.3",
  "4.3": "4.3.1.3",
};
