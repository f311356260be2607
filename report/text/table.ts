/** Widest line of a report. */
export const LINE_WIDTH = 80;

/** One column: lines of its head, top down, and how its cells stand. */
export interface Column {
  readonly head: readonly string[];
  readonly align: "left" | "right";
}

/** Lines of a table: heads at the foot of their columns, then the rows; columns as wide as they must be. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  gap = " ",
): string[] {
  const headHeight = Math.max(...columns.map(({ head }) => head.length));
  const heads = Array.from({ length: headHeight }, (_, line) =>
    columns.map(({ head }) => head[line - headHeight + head.length] ?? ""),
  );
  const lines = [...heads, ...rows];
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((cells) => (cells[index] ?? "").length)),
  );
  return lines.map((cells) =>
    columns
      .map(({ align }, index) => {
        const cell = cells[index] ?? "";
        const width = widths[index] ?? 0;
        return align === "left" ? cell.padEnd(width) : cell.padStart(width);
      })
      .join(gap)
      .trimEnd(),
  );
}

/** Words in lines of at most `LINE_WIDTH`, each line behind the indent. */
export function wrapWords(words: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && indent.length + longer.length > LINE_WIDTH) {
      lines.push(indent + line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === "" ? lines : [...lines, indent + line];
}
