import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allChecks } from "../../planning";
import { checksDocument } from "../../report/markdown/checksDocument";
import { outcomeDigests } from "../mutations/digests";
import { pullRequestSample } from "./pullRequestSample";

/** A document that the program makes. */
export interface GeneratedDocument {
  /** From the project's folder. */
  readonly file: string;
  readonly make: () => string;
}

/** Every document that `npm run docs` writes. */
export const generatedDocuments: readonly GeneratedDocument[] = [
  {
    file: "tests/mutations/pinned.json",
    make: () => `${JSON.stringify(outcomeDigests(), null, 2)}\n`,
  },
  { file: "docs/checks.md", make: () => checksDocument(allChecks) },
  { file: "docs/pull-request-sample.md", make: pullRequestSample },
];

const root = join(__dirname, "../..");

/** `npm run docs`: writes every generated document anew. */
function writeDocs(): void {
  for (const { file, make } of generatedDocuments) {
    const text = make();
    const isNew = text !== textOf(file);
    if (isNew) {
      writeFileSync(join(root, file), text);
    }
    console.log(`${file}: ${isNew ? "written" : "up to date"}`);
  }
}

/** What a generated document says now; undefined where it is not there. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return undefined;
  }
}

if (require.main === module) {
  writeDocs();
}
