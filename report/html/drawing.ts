import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { escapeText, markup, Markup } from "./markup";

/** Turns a text in the language of Graphviz into an SVG. */
export type Draw = (dot: string) => string;

/** Loads Graphviz, compiled to WebAssembly: nothing has to be installed. */
export async function loadGraphviz(): Promise<Draw> {
  const graphviz = await Graphviz.load();
  return (dot) => graphviz.dot(dot);
}

/** An SVG of Graphviz as a part of the page: its colours and fonts come from the page's style. */
export function graphvizSvg(svg: string, words: string, className: string): Markup {
  const size = /<svg width="(\d+(?:\.\d+)?)pt" height="(\d+(?:\.\d+)?)pt"/.exec(svg);
  const body = svg
    .slice(svg.indexOf("<g "))
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<title>[\s\S]*?<\/title>/g, "")
    .replace(/<polygon fill="white" stroke="none"[^>]*\/>/, "")
    .replace(/ (?:id|font-family|xml:space)="[^"]*"/g, "")
    .replace(/ (?:fill|stroke)="(?:black|lightgrey|none)"/g, "")
    .replace(/\n+/g, "\n");
  const view = /viewBox="[^"]*"/.exec(svg)?.[0] ?? "";
  const [width, height] = [size?.[1] ?? "100", size?.[2] ?? "100"];
  return Markup.of(
    `<svg class="drawing ${className}" role="img" aria-label="${escapeText(words)}" width="${width}" height="${height}" ${view}>${body}`,
  );
}

/** Two drawings of one thing: which of them shows is for the width of the page to say. */
export function wideAndNarrow(wide: Markup, narrow: Markup): Markup {
  return markup`<div class="scroll wide" tabindex="0" role="group" aria-label="drawing">${wide}</div>
    <div class="scroll narrow" tabindex="0" role="group" aria-label="drawing">${narrow}</div>`;
}
