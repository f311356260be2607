/** Text that is safe to stand in the page as it is. Made by `markup` alone, or by `drawn` for what a drawing program wrote. */
export class Markup {
  private constructor(public readonly text: string) {}

  /** Wraps text that is markup already. Only for what this package made or cleaned itself. */
  public static of(text: string): Markup {
    return new Markup(text);
  }
}

/** What may stand in a template: text and numbers are escaped, markup is not, lists are joined. */
export type Part = Markup | string | number | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand between tags and in a quoted attribute. What no document may hold is left out. */
export function escapeText(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these characters are exactly what must go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "")
      .replace(/[&<>"']/g, (character) => entities[character] ?? "")
  );
}

/** Template tag for HTML: everything put in is escaped unless it is markup. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return Markup.of(
    strings.reduce(
      (text, string, index) =>
        `${text}${index === 0 ? "" : partText(parts[index - 1])}${string.replace(/\n\s*/g, "\n")}`,
      "",
    ),
  );
}

function partText(part: Part): string {
  if (part === undefined) {
    return "";
  }
  if (part instanceof Markup) {
    return part.text;
  }
  return typeof part === "string" || typeof part === "number"
    ? escapeText(String(part))
    : part.map(partText).join("");
}
