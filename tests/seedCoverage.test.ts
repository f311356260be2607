import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addonSentences } from "./seedCoverage/addons";
import { clusterSentences } from "./seedCoverage/cluster";
import { dataTierSentences } from "./seedCoverage/dataTier";
import { existingClusterSentences } from "./seedCoverage/existingCluster";
import { fleetSentences } from "./seedCoverage/fleet";
import { networkSentences } from "./seedCoverage/network";
import { orderSentences } from "./seedCoverage/order";
import { postgresqlSentences } from "./seedCoverage/postgresql";
import { queueSentences } from "./seedCoverage/queues";
import { Stage, type Sentence } from "./seedCoverage/stage";
import { storeSentences } from "./seedCoverage/stores";
import { tbCoreSentences } from "./seedCoverage/tbCore";
import { tbServiceSentences } from "./seedCoverage/tbServices";
import { transportSentences } from "./seedCoverage/transport";
import { wholeSentences } from "./seedCoverage/whole";
import { referenceOf } from "./support/order";
import { stageRun } from "./support/stageRun";

const components = join(__dirname, "..", "components");
const componentPrefix = "thingsboard-scale:index:";

/** What the stages are to have, sentence by sentence, a part a table. */
const tables: Readonly<Record<string, readonly Sentence[]>> = {
  Network: networkSentences,
  EksCluster: [...clusterSentences, ...addonSentences],
  "An existing cluster": existingClusterSentences,
  DataTier: [...dataTierSentences, ...queueSentences, ...storeSentences, ...postgresqlSentences],
  TbCore: [...tbCoreSentences, ...tbServiceSentences],
  MqttTransportTier: transportSentences,
  LoadFleet: fleetSentences,
  "Outputs, package, configuration": wholeSentences,
  Order: orderSentences,
};

const stages = new Map<string, Promise<Stage>>();

function stageOf(stack: string): Promise<Stage> {
  const known = stages.get(stack) ?? stageRun({ stack }).then((run) => new Stage(run));
  stages.set(stack, known);
  return known;
}

/** Type of every component that a file of `components/` has, by file. */
function componentTypes(): ReadonlyMap<string, string> {
  const found = readdirSync(components, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file): [string, string][] => {
      const text = readFileSync(join(components, file), "utf8");
      const type = /componentType\("(\w+)"\)/.exec(text)?.[1];
      assert.equal(text.includes("extends pulumi.ComponentResource"), type !== undefined, file);
      return type === undefined ? [] : [[file, type]];
    });
  return new Map(found);
}

/**
 * Components of which a sentence has looked at a resource of their own, or, where they have none of their own, at one
 * of a component inside them.
 */
async function lookedAt(): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const stage of await Promise.all(stages.values())) {
    const { rows } = stage.run;
    const parts = new Map(rows.map((row) => [referenceOf(row), row]));
    const hasOwn = new Set(
      rows.filter(({ type }) => !type.startsWith(componentPrefix)).map(({ parent }) => parent),
    );
    for (const row of stage.asked) {
      let parent = row.parent;
      let isOwn = true;
      while (parent !== null && (isOwn || !hasOwn.has(parent))) {
        found.add(parent.split("::")[0]?.replace(componentPrefix, "") ?? "");
        isOwn = false;
        parent = parts.get(parent)?.parent ?? null;
      }
    }
  }
  return found;
}

describe("what the stages are to have", function () {
  this.timeout(120_000);

  for (const [part, sentences] of Object.entries(tables)) {
    describe(part, () => {
      for (const { sentence, stack, holds } of sentences) {
        it(`${stack}: ${sentence}`, async () => {
          await holds(await stageOf(stack));
        });
      }
    });
  }

  describe("the tables", () => {
    it("no sentence stands twice", () => {
      const all = Object.values(tables)
        .flat()
        .map(({ sentence }) => sentence);
      assert.deepEqual(
        all.filter((sentence, index) => all.indexOf(sentence) !== index),
        [],
      );
    });

    it("a sentence looks at every component that there is a file of", async () => {
      const types = componentTypes();
      assert.ok(types.size > 30);
      const seen = await lookedAt();
      assert.deepEqual(
        [...types].filter(([, type]) => !seen.has(type)),
        [],
      );
    });
  });
});
