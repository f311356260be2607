import type { Severity, StagePlan, Tier } from "../../planning/types";
import { markup, type Markup, type Part } from "./markup";

/** Tiers in the order of the page, each with its words. Its colour is the class `tier-<name>`. */
export const tierWords: Readonly<Record<Tier, string>> = {
  fleet: "load generators",
  transport: "MQTT transport",
  core: "ThingsBoard",
  data: "data stores",
  cluster: "cluster",
};
export const tiers = ["transport", "core", "data", "cluster", "fleet"] as const;

export const severityWords: Readonly<Record<Severity, { one: string; many: string }>> = {
  error: { one: "error", many: "errors" },
  warning: { one: "warning", many: "warnings" },
  info: { one: "note", many: "notes" },
};

/** A figure that says on hover, touch and focus where it comes from. */
export function figure(value: string, origin: string): Markup {
  return markup`<span class="figure" tabindex="0" title="${origin}">${value}</span>`;
}

/** One column of a table. */
export interface Column {
  readonly head: string;
  readonly kind?: "number" | "text";
}

/** A table in a box of its own, which scrolls where the page must not. The first cell of a row is its head. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
  foot: readonly (readonly Part[])[] = [],
  className = "",
): Markup {
  const cell = (content: Part, index: number): Markup => {
    const className = columns[index]?.kind === "number" ? "number" : "text";
    return index === 0
      ? markup`<th scope="row" class="${className}">${content}</th>`
      : markup`<td class="${className}">${content}</td>`;
  };
  const line = (cells: readonly Part[]): Markup =>
    markup`<tr>
      ${cells.map(cell)}
    </tr>`;
  const heads = columns.map(
    ({ head, kind }) => markup`<th scope="col" class="${kind ?? "text"}">${head}</th>`,
  );
  return markup`<div class="scroll ${className}" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows.map(line)}
      </tbody>
      ${
        foot.length === 0
          ? undefined
          : markup`<tfoot>
              ${foot.map(line)}
            </tfoot>`
      }
    </table>
  </div>`;
}

/** Text that only screen readers see. */
export function unseen(text: string): Markup {
  return markup`<span class="unseen">${text}</span>`;
}

/** ` of 2026-07-20`: the day on which the prices were read; nothing where nothing has a price. */
export function pricesDay(plans: readonly StagePlan[]): string {
  const days = [...new Set(plans.map(({ cost }) => cost.pricesOf))];
  return days.length === 0 ? "" : ` of ${days.join(" and ")}`;
}
