/** The page as a whole: type, navigation, sections. */
export const layout = `
*, *::before, *::after { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
code { font: .86em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
h1, h2, h3, h4 { line-height: 1.15; text-wrap: balance; }
h1 { font-size: clamp(1.9rem, 4.2vw, 3rem); font-weight: 650; letter-spacing: -.025em; }
h2 { font-size: clamp(1.5rem, 2.6vw, 2.1rem); font-weight: 650; letter-spacing: -.02em; }
h3 { font-size: 1.15rem; font-weight: 650; letter-spacing: -.005em; }
h4 { font-size: .95rem; font-weight: 600; line-height: 1.4; }
h5 { font-size: .78rem; font-weight: 500; color: var(--muted); }
h6 { font-size: .82rem; font-weight: 600; }
ul, ol { list-style: none; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a.plain { color: inherit; text-decoration: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.small { font-size: .86rem; color: var(--muted); max-width: 76ch; }
.muted { color: var(--muted); font-weight: 400; }
.lead { font-size: 1.08rem; color: var(--muted); max-width: 68ch; }
.overline { font-size: .84rem; color: var(--muted); margin-bottom: .6rem; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; z-index: 9; padding: .5rem .8rem; background: var(--surface); }

.page { max-width: 88rem; margin: 0 auto; padding: 0 clamp(1rem, 3vw, 2.5rem); }
main { min-width: 0; padding-bottom: 4rem; }
.masthead { padding: clamp(2rem, 6vw, 4.5rem) 0 clamp(1.5rem, 4vw, 3rem); display: grid; gap: .5rem; }
.block { padding: clamp(2rem, 4vw, 3.2rem) 0; border-top: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.4rem; }
.stage { gap: 2.8rem; }
.stage > section { display: grid; grid-template-columns: minmax(0, 1fr); gap: .8rem; }
.stage-head { display: grid; gap: .5rem; }
.parts { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .88rem; padding-top: .3rem; }

nav.stages { position: sticky; top: 0; z-index: 5; background: var(--page); border-bottom: 1px solid var(--line); margin: 0 calc(-1 * clamp(1rem, 3vw, 2.5rem)); padding: 0 clamp(1rem, 3vw, 2.5rem); }
nav.stages ul { position: relative; display: flex; gap: .3rem; overflow-x: auto; padding: .55rem 0; scrollbar-width: none; }
nav.stages a { display: flex; align-items: baseline; gap: .4rem; padding: .25rem .6rem; border-radius: 6px; color: var(--ink); text-decoration: none; white-space: nowrap; font-size: .9rem; }
nav.stages a:hover { background: var(--sunken); }
nav.stages a[aria-current] { background: var(--sunken); font-weight: 600; }
.brand, .devices { display: none; }
html { scroll-padding-top: 4rem; }

@media (min-width: 70rem) {
  html { scroll-padding-top: 1rem; }
  .page { display: grid; grid-template-columns: 11.5rem minmax(0, 1fr); column-gap: clamp(2rem, 4vw, 3.5rem); }
  nav.stages { align-self: start; margin: 0; padding: 4.4rem 0 0; border: 0; max-height: 100vh; overflow-y: auto; }
  nav.stages ul { display: grid; gap: .1rem; margin-left: -.6rem; }
  nav.stages .devices { display: inline; margin-left: auto; font-size: .82rem; }
  .brand { display: block; font-size: .9rem; font-weight: 600; margin-left: -.6rem; }
}

.whole { display: inline-block; max-width: 100%; }
/* A shadow at the edge behind which more is to be scrolled to. */
.scroll {
  position: relative; overflow-x: auto; max-width: 100%;
  background:
    linear-gradient(to right, var(--behind, var(--page)) 40%, transparent) 0 0 / 2.5rem 100% no-repeat local,
    linear-gradient(to left, var(--behind, var(--page)) 40%, transparent) 100% 0 / 2.5rem 100% no-repeat local,
    linear-gradient(to right, var(--edge), transparent) 0 0 / .9rem 100% no-repeat scroll,
    linear-gradient(to left, var(--edge), transparent) 100% 0 / .9rem 100% no-repeat scroll;
}
.narrow { display: none; }
@media (max-width: 42rem) {
  .wide { display: none; }
  .narrow { display: block; }
}

#tip { position: fixed; z-index: 10; max-width: min(26rem, calc(100vw - 16px)); padding: .5rem .7rem; border-radius: 6px; background: var(--ink); color: var(--page); font-size: .82rem; line-height: 1.45; white-space: pre-line; pointer-events: none; }

@media print {
  body { font-size: 9.5pt; }
  nav.stages, .parts, .skip, #tip { display: none; }
  .page { display: block; padding: 0; max-width: none; }
  .stage { break-before: page; }
  .scroll { overflow: visible; }
  .left-to-right { min-width: 0; }
  article, figure, .tiles > div, tr, .zone { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
}
`;
