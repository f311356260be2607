import { allChecks, checkFamilies } from "../../planning/checks";
import { markup, type Markup } from "./markup";
import type { PageStage } from "./pageStage";
import { sourceText } from "./sourceText";

/** A rule's name, leading to its words at the end of the page. */
export function ruleLink(rule: string): Markup {
  const isKnown = allChecks.some((check) => check.rule === rule);
  return isKnown
    ? markup`<a class="rule" href="#rule-${rule}"><code>${rule}</code></a>`
    : markup`<code>${rule}</code>`;
}

/** Every rule that had something to measure or to say, once for all stages: formula, source and what mends it. */
export function rulesSection(stages: readonly PageStage[]): Markup {
  const told = new Set(
    stages.flatMap(({ plan }) => [...plan.headroom, ...plan.findings].map(({ rule }) => rule)),
  );
  const families = checkFamilies
    .map((family) => ({
      family,
      checks: allChecks.filter(({ rule }) => rule.startsWith(`${family}.`) && told.has(rule)),
    }))
    .filter(({ checks }) => checks.length > 0);
  return markup`<section id="rules" class="block" aria-labelledby="rules-title">
    <h2 id="rules-title">The rules</h2>
    <p class="small">How value and limit of each figure come about, and where the limit comes from.</p>
    ${families.map(
      ({ family, checks }) => markup`<h3>${family}</h3>
        <dl class="rules">${checks.map(
          ({ rule, title, formula, source, mend }) => markup`<div id="rule-${rule}">
            <dt><code>${rule}</code></dt>
            <dd>${title}</dd>
            <dd><span class="muted">Formula:</span> ${formula}</dd>
            <dd><span class="muted">Source:</span> ${sourceText(source)}</dd>
            <dd><span class="muted">Mend:</span> ${mend}</dd>
          </div>`,
        )}</dl>`,
    )}
  </section>`;
}
