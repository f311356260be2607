import { writeFileSync } from "node:fs";
import path from "node:path";
import { stackFileSchemaText } from "../sizing/jsonSchema";
import { projectRoot } from "./stackFiles";

/** Writes the JSON Schema of stack files, `sizing/stack.schema.json`, and returns its path. */
export function writeSchema(root = projectRoot()): string {
  const file = path.join(root, "sizing", "stack.schema.json");
  writeFileSync(file, stackFileSchemaText());
  return file;
}
