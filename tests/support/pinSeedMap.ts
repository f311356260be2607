import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinReferences, seedMapFile } from "./seedMap";

/** `npm run seed-map`: brings the line numbers of docs/seed-map.md up to date, and names the snippets that are gone. */
const root = join(__dirname, "../..");
const file = join(root, seedMapFile);
const before = readFileSync(file, "utf8");
const { markdown, references, moved, gone } = pinReferences(before, (path) =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined,
);
if (markdown !== before) {
  writeFileSync(file, markdown);
}
console.log(`${seedMapFile}: ${references} references, ${moved} moved, ${gone.length} gone`);
for (const each of gone) {
  console.error(`${each}\n  Put a snippet of the line that does it now into ${seedMapFile}.`);
}
process.exitCode = gone.length === 0 ? 0 : 1;
