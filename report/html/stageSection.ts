import { architectureDot, architectureWords } from "./architecture";
import { costSection } from "./cost";
import { graphvizSvg, wideAndNarrow, type Draw } from "./drawing";
import { findingsSection } from "./findings";
import { headroomSection } from "./headroom";
import { markup, type Markup } from "./markup";
import { nodeMapSection } from "./nodeMap";
import { counted, formatNumber } from "./numbers";
import { findingCounts, nearestLimit, stageMark } from "./overview";
import type { PageStage } from "./pageStage";
import { figure } from "./parts";
import { provenanceSection, stageFigures } from "./provenance";

/** One stage in full. */
export function stageSection(stage: PageStage, anchor: string, draw: Draw): Markup {
  const { plan } = stage;
  const parts = [
    ["drawing", "Architecture"],
    ["findings", "Findings"],
    ["nodes", "Nodes and pods"],
    ["room", "Room"],
    ["cost", "Cost"],
    ["sources", "Sources"],
  ] as const;
  return markup`<section id="${anchor}" class="block stage" aria-labelledby="${anchor}-title">
    <header class="stage-head">
      <h2 id="${anchor}-title">${plan.stack} ${stageMark(plan)}</h2>
      <p class="lead">${lead(stage)}</p>
      <ul class="parts">
        ${parts.map(([id, title]) => markup`<li><a href="#${anchor}-${id}">${title}</a></li>`)}
      </ul>
    </header>
    ${keyFigures(stage)} ${architectureSection(stage, anchor, draw)}
    ${findingsSection(plan, anchor)} ${nodeMapSection(plan, anchor)}
    ${headroomSection(plan, anchor)} ${costSection(plan, anchor)}
    ${provenanceSection(stage, anchor)}
  </section>`;
}

function lead({ plan: { eks, existingCluster, fleet, load } }: PageStage): Markup {
  const whole = (name: string): Markup => markup`<span class="whole">${name}</span>`;
  const where =
    eks === undefined
      ? markup`in the existing cluster ${whole(existingCluster?.context ?? "")}`
      : markup`in ${whole(eks.region)}`;
  const from = fleet.region === null ? "" : markup` from ${whole(fleet.region)}`;
  return markup`${formatNumber(load.dataPointsPerSecond)} data points a second ${where}, sent by
  ${counted(load.generators, "load generator")}${from}.`;
}

function keyFigures({ plan }: PageStage): Markup {
  return markup`<dl class="tiles">
    ${stageFigures(plan).map(
      ({ name, value, origin }) =>
        markup`<div>
          <dt>${name}</dt>
          <dd>${figure(value, origin)}</dd>
        </div>`,
    )}
    <div class="words">
      <dt>nearest limit</dt>
      <dd>${nearestLimit(plan)}</dd>
    </div>
    <div class="words">
      <dt>findings</dt>
      <dd>${findingCounts(plan)}</dd>
    </div>
  </dl>`;
}

function architectureSection({ plan }: PageStage, anchor: string, draw: Draw): Markup {
  const words = architectureWords(plan);
  return markup`<section id="${anchor}-drawing" aria-labelledby="${anchor}-drawing-title">
    <h3 id="${anchor}-drawing-title">Architecture</h3>
    <figure>
      ${wideAndNarrow(
        graphvizSvg(draw(architectureDot(plan, "LR")), words, "left-to-right"),
        graphvizSvg(draw(architectureDot(plan, "TB")), words, "top-to-bottom"),
      )}
      <figcaption class="small">
        Thick: the way of a message. Thin: requests and reads. Dashed: discovery.
      </figcaption>
    </figure>
  </section>`;
}
