/** The map's file, from the project's folder. */
export const seedMapFile = "docs/seed-map.md";

/** A line of this project that the map points at: `` [`path:line`](../path#Lline) `snippet` ``. */
export interface Reference {
  /** From the project's folder. */
  readonly path: string;
  /** Counted from 1, as the label says. */
  readonly line: number;
  /** Path and line again, as the link says. */
  readonly target: { readonly path: string; readonly line: number };
  /** Text that stands on that line. */
  readonly snippet: string;
}

/** One row of the map: an item of the published test, and what became of it. */
export interface SeedRow {
  readonly number: number;
  readonly answer: string;
  readonly references: readonly Reference[];
}

const reference = /\[`([^`\]]+):(\d+)`\]\(\.\.\/([^)#]+)#L(\d+)\) `([^`]+)`/g;

/** References of a piece of the map, in its order. */
export function referencesOf(markdown: string): readonly Reference[] {
  return [...markdown.matchAll(reference)].map(
    ([, path = "", line = "", targetPath = "", targetLine = "", snippet = ""]) => ({
      path,
      line: Number(line),
      target: { path: targetPath, line: Number(targetLine) },
      snippet,
    }),
  );
}

/** Rows of the map's tables, in its order. */
export function seedRows(markdown: string): readonly SeedRow[] {
  return markdown.split("\n").flatMap((line) => {
    const [before, number = "", , , answer = "", after] = line
      .split("|")
      .map((cell) => cell.trim());
    return before === "" && after === "" && /^\d+$/.test(number)
      ? [{ number: Number(number), answer, references: referencesOf(answer) }]
      : [];
  });
}

/** The map with every line number as the files have it. */
export interface PinnedMap {
  readonly markdown: string;
  readonly references: number;
  /** References whose line has changed. */
  readonly moved: number;
  /** One line for each snippet that stands in its file no more. */
  readonly gone: readonly string[];
}

/**
 * Sets the line of each reference to where its snippet stands; of several places it takes the one nearest to the old
 * line. A reference whose snippet is gone stays as it is.
 *
 * @param readFile gives a file of the project, or undefined where there is none
 */
export function pinReferences(
  markdown: string,
  readFile: (path: string) => string | undefined,
): PinnedMap {
  const gone: string[] = [];
  let references = 0;
  let moved = 0;
  const pinned = markdown.replace(
    reference,
    (
      whole: string,
      path: string,
      line: string,
      _targetPath: string,
      _targetLine: string,
      snippet: string,
    ) => {
      references += 1;
      const found = nearestLine(readFile(path), snippet, Number(line));
      if (found === undefined) {
        gone.push(`${path}:${line} no longer has: ${snippet}`);
        return whole;
      }
      const now = `[\`${path}:${found}\`](../${path}#L${found}) \`${snippet}\``;
      moved += now === whole ? 0 : 1;
      return now;
    },
  );
  return { markdown: pinned, references, moved, gone };
}

function nearestLine(text: string | undefined, snippet: string, old: number): number | undefined {
  const places = (text?.split("\n") ?? []).flatMap((line, index) =>
    line.includes(snippet) ? [index + 1] : [],
  );
  const distances = places.map((place) => Math.abs(place - old));
  return places[distances.indexOf(Math.min(...distances))];
}
