import type { ImagePlan } from "./types";

/** One image of a stage and what runs it. */
export interface UsedImage {
  readonly image: string;
  /** Key of the sizing's `versions` that its tag comes from. */
  readonly version: string;
  readonly uses: readonly string[];
}

/** What each image is for, and where its tag comes from. */
const useOf: Readonly<Record<keyof ImagePlan, Omit<UsedImage, "image">>> = {
  thingsboardNode: { version: "thingsboard", uses: ["tb-core", "tb-rule-engine", "tb-schema"] },
  mqttTransport: { version: "thingsboard", uses: ["tb-mqtt-transport"] },
  jsExecutor: { version: "thingsboard", uses: ["tb-js-executor"] },
  webUi: { version: "thingsboard", uses: ["tb-web-ui"] },
  performanceTest: { version: "performanceTest", uses: ["load generators", "load-provisioning"] },
  zookeeper: { version: "zookeeper", uses: ["zookeeper"] },
  valkey: { version: "valkey", uses: ["redis", "redis-forming"] },
  postgresql: { version: "postgresql", uses: ["postgresql"] },
  cassandraTools: { version: "cassandra", uses: ["cassandra-keyspace"] },
  postgresqlTools: { version: "postgresql", uses: ["tb-schema"] },
  restTools: { version: "thingsboard", uses: ["tb-credentials"] },
};

function keysOf(images: ImagePlan): readonly (keyof ImagePlan)[] {
  const isKey = (key: string): key is keyof ImagePlan => key in useOf;
  return Object.keys(images).filter(isKey);
}

/** Every image that the program itself names, once, with all that runs it. */
export function imagesOf(images: ImagePlan): readonly UsedImage[] {
  const used = new Map<string, UsedImage>();
  for (const key of keysOf(images)) {
    const image = images[key];
    const { version, uses } = useOf[key];
    const before = used.get(image)?.uses ?? [];
    used.set(image, { image, version, uses: [...new Set([...before, ...uses])] });
  }
  return [...used.values()];
}
