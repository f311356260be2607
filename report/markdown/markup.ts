/** The first line of every comment that the workflow keeps: it finds its own one by it. */
export const commentMarker = "<!-- thingsboard-scale plan -->";

/** GitHub refuses a longer comment; some room is left for what the workflow adds. */
export const longestComment = 65_000;

/**
 * Plain text within Markdown as GitHub renders it: nothing of it is taken for markup, for a mention of somebody
 * (`@name`) or for a link to an issue (`#12`). Fit for a cell of a table.
 */
export function escaped(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/[\\`*<>|[\]~]/g, String.raw`\$&`)
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\_`)
    .replaceAll(/@(?=[A-Za-z0-9])/g, "@<!-- -->")
    .replaceAll(/#(?=\d)/g, "#<!-- -->")
    .replace(/^([-+#]|\d+[.)])(?= )/, String.raw`\$1`);
}

/** A name as code, such as a key of the sizing. Without a backtick, which none has. */
export function code(text: string): string {
  return `\`${text
    .replaceAll("`", "'")
    .replaceAll("|", String.raw`\|`)
    .replaceAll(/\s+/g, " ")}\``;
}

/** A table of cells that are Markdown already; the first column left, the others as they are said to be. */
export function tableOf(
  heads: readonly string[],
  align: readonly ("left" | "right")[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(heads),
    line(heads.map((_, index) => (align[index] === "right" ? "---:" : ":---"))),
    ...rows.map(line),
  ];
}

/** A part of a comment whose items may be left out where there is no room for them. */
export interface Block {
  readonly head: readonly string[];
  /** Lines of each item. */
  readonly items?: readonly (readonly string[])[];
  readonly foot?: readonly string[];
}

/**
 * The blocks as one text that is no longer than GitHub takes. Later blocks give way first, item by item; what is left
 * out is counted.
 */
export function fitted(blocks: readonly Block[], limit = longestComment): string {
  const note =
    "\n*More was left out: the comment would be too long. The command above prints all of it.*\n";
  let room = limit - note.length;
  let leftOut = 0;
  const texts = blocks.flatMap(({ head, items = [], foot = [] }) => {
    const frame = textOf([...head, ...foot]).length;
    if (frame > room) {
      leftOut += 1;
      return [];
    }
    room -= frame;
    const kept = items.filter((lines) => {
      const length = textOf(lines).length;
      const fits = length <= room;
      room -= fits ? length : 0;
      leftOut += fits ? 0 : 1;
      return fits;
    });
    return kept.length === 0 && items.length > 0
      ? []
      : [textOf([...head, ...kept.flat(), ...foot])];
  });
  return texts.join("") + (leftOut > 0 ? note : "");
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
