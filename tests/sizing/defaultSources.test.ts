import { strict as assert } from "node:assert";
import { z } from "zod";
import { sizingSchema } from "../../sizing/schema";

/**
 * What names the source of a default: a line of the seed, a reason, a page or repository, an issue, a file of a
 * repository, a calendar, or the software whose own default it is.
 */
const namesASource =
  /seed, lines? \d|Chosen: \S|https?:\/\/|github\.com\/\S|[A-Za-z-]+#\d|\b[\w-]+\.(?:java|md|ya?ml)\b|[A-Za-z-]+ at v?\d+(?:\.\d+)+|release calendar|\bthe default of [A-Z]\w+/;

interface Default {
  readonly path: string;
  readonly description: string;
}

/** Every key of the sizing that has a default of its own, with what `--explain` prints of it. */
function defaults(schema: z.core.$ZodType, path: string): readonly Default[] {
  let inner = schema;
  let description: string | undefined;
  let hasDefault = false;
  for (;;) {
    description ??= z.globalRegistry.get(inner)?.description;
    hasDefault ||= inner instanceof z.ZodDefault;
    if (!(
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodPrefault
    )) {
      break;
    }
    inner = inner.unwrap();
  }
  if (inner instanceof z.ZodObject) {
    return Object.entries<z.core.$ZodType>(inner.shape).flatMap(([key, child]) =>
      defaults(child, path === "" ? key : `${path}.${key}`),
    );
  }
  return hasDefault ? [{ path, description: description ?? "" }] : [];
}

describe("defaults of the sizing", () => {
  const all = defaults(sizingSchema, "");

  it("are found in every block, and in blocks within blocks", () => {
    const paths = all.map(({ path }) => path);
    assert.ok(paths.length >= 98, `only ${paths.length}`);
    for (const path of [
      "platform",
      "nodeGroups.worker.rootVolumeGiB",
      "existingCluster.nodes",
      "webUi.cpuLimitMilli",
      "loadFleet.pod.memoryLimitMiB",
      "checks.trackedConnections.atMost",
      "versions.vpcCniAddon",
    ]) {
      assert.ok(paths.includes(path), path);
    }
  });

  it("say where they come from", () => {
    assert.deepEqual(
      all.filter(({ description }) => !namesASource.test(description)),
      [],
    );
  });

  it("are not taken for sourced by a unit, a version or a word alone", () => {
    for (const description of [
      "Pods.",
      "Memory limit of one pod, in MiB.",
      "Chart cass-operator (operator 1.31.0).",
      "No limit unless stated; 128 by default.",
      "As in the seed.",
      "Chosen.",
    ]) {
      assert.doesNotMatch(description, namesASource);
    }
  });
});
