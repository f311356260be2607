import type { Finding, Severity, StagePlan } from "../../planning/types";
import { markup, type Markup } from "./markup";
import { formatValue } from "./numbers";
import { severityWords } from "./parts";
import { ruleOf } from "./rules";
import { ruleLink } from "./rulesSection";
import { readingOf } from "./readings";
import { sourceText } from "./sourceText";

const titles: Readonly<Record<Severity, string>> = {
  error: "Errors: cannot work",
  warning: "Warnings: work, without room to spare or on an unpublished figure",
  info: "Worth knowing",
};

/** What the checks say of a stage, the worst first. */
export function findingsSection(plan: StagePlan, anchor: string): Markup {
  const groups = (["error", "warning", "info"] as const).map((severity) =>
    findingGroup(
      plan,
      severity,
      plan.findings.filter((each) => each.severity === severity),
    ),
  );
  return markup`<section id="${anchor}-findings" aria-labelledby="${anchor}-findings-title">
    <h3 id="${anchor}-findings-title">Findings</h3>
    ${plan.findings.length === 0 ? markup`<p>No check found anything.</p>` : groups}
  </section>`;
}

function findingGroup(
  plan: StagePlan,
  severity: Severity,
  findings: readonly Finding[],
): Markup | undefined {
  if (findings.length === 0) {
    return undefined;
  }
  const heading = markup`<h4 class="group-title">${titles[severity]} <span class="muted">${findings.length}</span></h4>`;
  const list = markup`<ul class="findings">
      ${findings.map((each) => markup`<li>${findingArticle(each, plan)}</li>`)}
    </ul>`;
  // What is merely worth knowing must not hide what matters.
  return severity === "info"
    ? markup`<details class="group"><summary>${heading}</summary>${list}</details>`
    : markup`${heading}${list}`;
}

function findingArticle(finding: Finding, plan: StagePlan): Markup {
  const { accepted, limit, mend, message, path, rule, severity, source, value } = finding;
  const check = ruleOf(rule);
  const unit = readingOf(plan, finding)?.unit;
  return markup`<article class="finding ${severity}">
    <header>
      <span class="badge ${severity}">${severityWords[severity].one}</span> ${ruleLink(rule)}${
        accepted === undefined ? undefined : markup` <span class="badge">accepted</span>`
      }
    </header>
    <p class="message">${message}</p>
    <dl class="facts">
      <div>
        <dt>Value</dt>
        <dd class="figures">${formatValue(value)} ${unit}</dd>
      </div>
      <div>
        <dt>Limit</dt>
        <dd class="figures">${formatValue(limit)} ${unit}</dd>
      </div>
      <div>
        <dt>Decided by</dt>
        <dd><code>${path}</code></dd>
      </div>
    </dl>
    <dl class="facts">
      ${
        mend === undefined
          ? undefined
          : markup`<div class="long">
              <dt>Mend</dt>
              <dd>${mend}</dd>
            </div>`
      }
      ${
        accepted === undefined
          ? undefined
          : markup`<div class="long">
              <dt>Accepted, because</dt>
              <dd>${accepted}</dd>
            </div>`
      }
      <div class="long">
        <dt>Source</dt>
        <dd>${sourceText(source)}</dd>
      </div>
    </dl>
    ${
      check === undefined
        ? undefined
        : markup`<details>
            <summary>How it is computed</summary>
            <p>${check.title}</p>
            <p>${check.formula}</p>
          </details>`
    }
  </article>`;
}
