import type { Provenance } from "../../planning/provenance";
import type { Style } from "./style";
import { wrapWords } from "./table";

/** Where values come from, one paragraph each; at most 80 columns wide. */
export function explanation(entries: readonly Provenance[], style: Style): string {
  return `${entries.map((entry) => paragraph(entry, style).join("\n")).join("\n")}\n`;
}

function paragraph(
  { path, value, origin, where, how, source }: Provenance,
  style: Style,
): string[] {
  return [
    ...wrapWords(`${path} = ${value ?? "unknown"}`.split(" "), "").map(style.strong),
    ...wrapWords(`${where ?? origin}: ${how}`.split(" "), "  "),
    ...(source === undefined
      ? []
      : wrapWords(`source: ${source}`.split(" "), "  ").map(style.faint)),
  ];
}
