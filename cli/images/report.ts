import { LINE_WIDTH } from "../../report/text/table";
import type { AnsweredItem } from "./run";

/** Width of the first column: `not asked` and two blanks. */
const indent = 11;

/** One item after the other, what was found in front, and the counts on the last line. At most 80 columns wide. */
export function imagesReport(stack: string, items: readonly AnsweredItem[]): string {
  const lines = items.flatMap((item) => [
    ...itemLines(item.status, item.name),
    ...itemLines("", `${item.kind}: ${item.usedBy.join(", ")}`),
    ...(item.digest === undefined ? [] : itemLines("", item.digest)),
    ...(item.reason === undefined ? [] : itemLines("", item.reason)),
  ]);
  return [`${stack}: images, charts and add-ons`, "", ...lines, "", countLine(items), ""].join(
    "\n",
  );
}

/** How many of each, unknown ones loudly: nobody has said that they exist. */
export function countLine(items: readonly Pick<AnsweredItem, "status">[]): string {
  const count = (status: AnsweredItem["status"]) =>
    items.filter((item) => item.status === status).length;
  const unknown = count("unknown");
  return (
    `${count("exists")} exist, ${count("missing")} missing, ` +
    `${unknown} ${unknown === 0 ? "unknown" : "UNKNOWN"}, ${count("not asked")} not asked here.` +
    (unknown === 0 ? "" : " Unknown is not ok.")
  );
}

function itemLines(head: string, text: string): string[] {
  const width = LINE_WIDTH - indent;
  return wrapped(text, width).map(
    (line, index) => `${(index === 0 ? head : "").padEnd(indent)}${line}`,
  );
}

/** By words; a word that is longer than a line, such as a mirror's image name, is cut. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}
