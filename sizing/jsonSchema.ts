import { z } from "zod";
import { sizingSchema } from "./schema";
import { accountSchema } from "./schema/account";
import { accountKey, dayKey, projectName, sizingKey } from "./stackFile";

/** A schema as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a person writes: keys with a default may be left out. Draft 7 is what the YAML extension of VS Code knows best. */
function inputSide(schema: z.core.$ZodType, title: string): JsonSchema {
  const generated = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  // The dialect is named once, at the top.
  const rest = Object.fromEntries(Object.entries(generated).filter(([key]) => key !== "$schema"));
  return { title, ...rest };
}

/**
 * The JSON Schema of a whole stack file, made from the schema that `parseSizing` and `parseAccount` use. What no
 * JSON Schema can say (`sizing/contradictions/`) is left to them.
 */
export function stackFileSchema(): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: `urn:${projectName}:stack-file`,
    title: "Stack file of thingsboard-scale",
    description:
      "A stage of the performance test as a Pulumi stack: Pulumi.<stack>.yaml. " +
      "Written by `npm run schema` from sizing/schema; do not edit.",
    type: "object",
    properties: {
      config: {
        description:
          "Configuration of the stack. Keys of providers, such as aws:region, may stand beside ours.",
        type: "object",
        properties: {
          [sizingKey]: {
            description: "What makes the stage: load, node groups, replicas, heaps, storage.",
            ...inputSide(sizingSchema, "Sizing"),
          },
          [accountKey]: {
            description:
              "What belongs to an AWS account and not to a stage. May be left out until an update.",
            ...inputSide(accountSchema, "Account"),
          },
          [dayKey]: {
            description:
              "Day of the test, quoted, for the checks that depend on it. Today when left out.",
            type: "string",
            pattern: "^\\d{4}-\\d{2}-\\d{2}$",
          },
        },
        required: [sizingKey],
        propertyNames: {
          anyOf: [
            { enum: [sizingKey, accountKey, dayKey] },
            { pattern: `^(?!${projectName}:)[^:]+:.+$` },
          ],
        },
      },
      encryptionsalt: { type: "string", description: "Written by Pulumi." },
      secretsprovider: { type: "string", description: "Written by Pulumi." },
      encryptedkey: { type: "string", description: "Written by Pulumi." },
      environment: { description: "Pulumi ESC environments of the stack." },
    },
    required: ["config"],
    additionalProperties: false,
  };
}

/** The text of `sizing/stack.schema.json`. */
export function stackFileSchemaText(): string {
  return `${JSON.stringify(stackFileSchema(), null, 2)}\n`;
}
