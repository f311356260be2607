import type { HeadroomReading, StagePlan } from "../../planning/types";
import { markup, type Markup } from "./markup";
import { formatPercent, formatValue } from "./numbers";
import { ruleOf } from "./rules";
import { ruleLink } from "./rulesSection";

/** Readings that are shown at once; the rest is one click away. */
const shownAtOnce = 8;

/** How near every figure is to its limit, the nearest first. */
export function headroomSection(plan: StagePlan, anchor: string): Markup {
  const { headroom } = plan;
  const first = headroom.slice(0, shownAtOnce);
  const rest = headroom.slice(shownAtOnce);
  return markup`<section id="${anchor}-room" aria-labelledby="${anchor}-room-title">
    <h3 id="${anchor}-room-title">Room to the limits</h3>
    <p class="small">
      The nearest first. The sizing asks for ${formatPercent(plan.checks.headroomPercent)}
      everywhere.
    </p>
    ${headroom.length === 0 ? markup`<p>No figure was held against a limit.</p>` : readings(plan, first)}
    ${
      rest.length === 0
        ? undefined
        : markup`<details>
            <summary>${rest.length} more, with more room</summary>
            ${readings(plan, rest)}
          </details>`
    }
  </section>`;
}

function readings(plan: StagePlan, shown: readonly HeadroomReading[]): Markup {
  return markup`<ol class="readings">
    ${shown.map((each) => reading(plan, each))}
  </ol>`;
}

function reading(plan: StagePlan, each: HeadroomReading): Markup {
  const { atLeast, headroomPercent, limit, path, rule, severity, unit, value, what } = each;
  const used = Math.min(1000, Math.max(0, (100 - headroomPercent) * 10));
  const source = ruleOf(rule)?.source;
  const origin = `decided by ${path}${source === undefined ? "" : `\nSource of the limit: ${source}`}`;
  return markup`<li class="${severity}">
    <span class="what">${what} ${ruleLink(rule)}</span>
    <span class="figures"
      ><span class="figure" tabindex="0" title="${origin}">${formatValue(value)}</span>
      ${atLeast ? "of at least" : "of"} ${formatValue(limit)} ${unit}</span
    >
    <svg class="room" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="used" width="${used}" height="6" />
      <rect class="mark-line" x="${1000 - plan.checks.headroomPercent * 10}" width="3" height="6" />
    </svg>
    <span class="figures room-figure"
      >${headroomPercent < 0 ? `${formatPercent(-headroomPercent)} beyond` : `${formatPercent(headroomPercent)} left`}</span
    >
  </li>`;
}
