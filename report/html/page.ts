import { createHash } from "node:crypto";
import type { Draw } from "./drawing";
import { markup, Markup } from "./markup";
import { deviceCount, headline, overview, stageMark, verdict } from "./overview";
import { anchors, type PageStage } from "./pageStage";
import { rulesSection } from "./rulesSection";
import { script } from "./script";
import { stageSection } from "./stageSection";
import { style } from "./style";

/**
 * The stages as one HTML document that needs nothing but itself: no network, no file beside it. The same stages make
 * the same text. Everything can be read with scripts switched off.
 */
export function pageText(stages: readonly PageStage[], draw: Draw): string {
  const anchorOf = anchors(stages);
  const [only] = stages;
  const days = [...new Set(stages.map(({ on }) => on))];
  const title =
    stages.length === 1 && only !== undefined
      ? `${only.plan.stack}: plan of a ThingsBoard stage`
      : "Plan of the ThingsBoard stages";
  const policy = [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>${Markup.of(style)}</style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the stages</a>
        <div class="page">
          <nav class="stages" aria-label="Stages">
            <p class="brand"><a href="#top">thingsboard-scale</a></p>
            <ul>
              ${stages.length > 1 ? markup`<li><a href="#stages">all stages</a></li>` : undefined}
              ${stages.map(
                ({ plan }, index) =>
                  markup`<li>
                    <a href="#${anchorOf[index] ?? ""}"
                      ><span>${plan.stack}</span> ${stageMark(plan)}<span class="muted devices"
                        >${deviceCount(plan)}</span
                      ></a
                    >
                  </li>`,
              )}
              <li><a href="#rules">rules</a></li>
            </ul>
          </nav>
          <main id="content">
            <header class="masthead" id="top">
              <p class="overline">Plan for ${days.join(" and ")}</p>
              <h1>${headline(stages)}</h1>
              <p class="lead">
                What each stage is made of, whether it can work, and what it costs.
                ${verdict(stages)}
              </p>
            </header>
            ${stages.length > 1 ? overview(stages, anchorOf) : undefined}
            ${stages.map((stage, index) => stageSection(stage, anchorOf[index] ?? "", draw))}
            ${rulesSection(stages)}
            <footer class="small">
              <p>
                Made by the planner of thingsboard-scale from the stage files, without asking a
                cloud. Figures that nobody publishes are named so where they stand.
              </p>
            </footer>
          </main>
        </div>
        <script>${Markup.of(script)}</script>
      </body>
    </html> `;
  return page.text;
}

/** What the page's policy knows a style or script by. */
function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
