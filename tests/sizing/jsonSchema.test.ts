import { strict as assert } from "node:assert";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { stackFileSchemaText } from "../../sizing/jsonSchema";

const root = join(__dirname, "..", "..");
const committed = readFileSync(join(root, "sizing", "stack.schema.json"), "utf8");

const node = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), node).optional();
  },
});
type Node = z.infer<typeof node>;

/** The schema at a path of keys. */
function at(...keys: readonly string[]): Node {
  return keys.reduce<Node>(
    (parent, key) => {
      const child = parent.properties?.[key];
      assert.ok(child !== undefined, `no ${key}`);
      return child;
    },
    node.parse(JSON.parse(committed)),
  );
}

describe("the JSON Schema of stack files", () => {
  it("is in step with the sizing's schema (npm run schema writes it)", () => {
    assert.equal(committed, stackFileSchemaText());
  });

  it("covers the whole file: the two objects, and what Pulumi writes", () => {
    assert.deepEqual(Object.keys(at().properties ?? {}), [
      "config",
      "encryptionsalt",
      "secretsprovider",
      "encryptedkey",
      "environment",
    ]);
    assert.deepEqual(Object.keys(at("config").properties ?? {}), [
      "thingsboard-scale:sizing",
      "thingsboard-scale:account",
      "thingsboard-scale:day",
    ]);
    assert.equal(at().additionalProperties, false);
    assert.equal(at("config").additionalProperties, undefined);
  });

  it("lets other projects' keys stand, and no misspelt one of ours", () => {
    const { propertyNames } = z
      .looseObject({
        propertyNames: z.object({
          anyOf: z.tuple([
            z.object({ enum: z.array(z.string()) }),
            z.object({ pattern: z.string() }),
          ]),
        }),
      })
      .parse(at("config"));
    const [own, other] = propertyNames.anyOf;
    const allows = (key: string): boolean =>
      own.enum.includes(key) || new RegExp(other.pattern).test(key);
    assert.deepEqual(
      ["thingsboard-scale:sizing", "thingsboard-scale:account", "aws:region", "x:config:y"].map(
        allows,
      ),
      [true, true, true, true],
    );
    assert.deepEqual(["thingsboard-scale:sizng", "sizing"].map(allows), [false, false]);
  });

  it("keeps descriptions and defaults, asks only for what has none, and allows no other key", () => {
    const sizing = at("config", "thingsboard-scale:sizing");
    assert.deepEqual(sizing.required, [
      "load",
      "tbCore",
      "ruleEngine",
      "jsExecutor",
      "webUi",
      "mqttTransport",
    ]);
    assert.equal(sizing.additionalProperties, false);
    const heap = at("config", "thingsboard-scale:sizing", "cassandra", "heapMiB");
    assert.deepEqual(
      [heap.type, heap.default, heap.description],
      ["integer", 2_048, "Java heap of one node in MiB (seed, line 397)."],
    );
    const undescribed = (schema: Node, path: string): readonly string[] =>
      Object.entries(schema.properties ?? {}).flatMap(([key, child]) => [
        ...(child.description === undefined ? [`${path}.${key}`] : []),
        ...undescribed(child, `${path}.${key}`),
      ]);
    const roles = ["worker", "transport", "cassandra", "kafka", "postgresql", "pooler"];
    assert.deepEqual(
      undescribed(at(), "").filter(
        (path) => !roles.some((role) => path.endsWith(`nodeGroups.${role}`)),
      ),
      [],
    );
  });

  it("is named in the first line of every stack file", () => {
    const files = readdirSync(root).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
    assert.equal(files.length, 7);
    for (const file of files) {
      const [first] = readFileSync(join(root, file), "utf8").split("\n");
      assert.equal(first, "# yaml-language-server: $schema=./sizing/stack.schema.json", file);
    }
  });
});
