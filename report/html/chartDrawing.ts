import { BarChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { EChartsOption } from "echarts";
import { escapeText, Markup } from "./markup";

use([BarChart, ScatterChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

/** Size of a chart in pixels: drawn once for a wide page and once for a narrow one, never scaled. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** A chart as an SVG without style attributes (the page's policy allows none); colours may be CSS variables. */
export function chartSvg(option: EChartsOption, size: ChartSize, words: string): Markup {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  try {
    chart.setOption({ ...option, animation: false });
    return Markup.of(cleaned(chart.renderToSVGString(), words));
  } finally {
    chart.dispose();
  }
}

function cleaned(svg: string, words: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributes(style))
    .replace(/ (?:class|ecmeta_\w+|xmlns:xlink|version|baseProfile)="[^"]*"/g, "")
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>/, "")
    .replace(/^<svg/, `<svg class="chart" role="img" aria-label="${escapeText(words)}"`)
    .trim();
}

/** Declarations as attributes of the same names. The font is the page's. */
function attributes(style: string): string {
  return style
    .split(";")
    .map((declaration) => declaration.split(":"))
    .filter(([name]) => name !== "" && name !== "font-family")
    .map(([name = "", value = ""]) => ` ${name.trim()}="${value.trim()}"`)
    .join("");
}
