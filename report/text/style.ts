import { styleText } from "node:util";

/** Colours a text for a terminal, or leaves it as it is. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly caution: (text: string) => string;
  readonly bad: (text: string) => string;
}

const same = (text: string): string => text;

/** For files, pipes and terminals without colour. */
export const plain: Style = { strong: same, faint: same, good: same, caution: same, bad: same };

/** Whether there is a terminal has been asked already. */
function tint(format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { validateStream: false });
}

/** For terminals with colour. */
export const coloured: Style = {
  strong: (text) => tint("bold", text),
  faint: (text) => tint("dim", text),
  good: (text) => tint("green", text),
  caution: (text) => tint("yellow", text),
  bad: (text) => tint("red", text),
};
