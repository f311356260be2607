/** What stands in the sections: tables, tiles, findings, nodes, bars, charts, drawings. */
export const components = `
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .5rem .8rem .5rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th, thead th.number { font-size: .8rem; line-height: 1.3; color: var(--muted); white-space: normal; vertical-align: bottom; border-bottom-color: var(--strong-line); }
.number { text-align: right; white-space: nowrap; }
tbody th { font-weight: 500; min-width: 6.5rem; }
.all-stages th:first-child { position: sticky; left: 0; background: var(--page); white-space: nowrap; min-width: 0; padding-right: 1rem; }
.all-stages td.text { min-width: 11rem; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
td.text { min-width: 8rem; }
details table { font-size: .84rem; }
summary { cursor: pointer; color: var(--accent); font-size: .9rem; padding: .2rem 0; width: fit-content; }
details > :not(summary) { margin-top: .4rem; }

.figure { text-decoration: underline dotted var(--strong-line) 1px; text-underline-offset: .22em; cursor: help; }
.mark { color: var(--state); font-size: .72em; }
.count { white-space: nowrap; color: var(--state, var(--muted)); font-size: .86rem; }
.count + .count::before { content: "· "; color: var(--muted); }

.tiles { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1px; background: var(--line); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.tiles > div { background: var(--surface); padding: .8rem .9rem; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.tiles dt { font-size: .8rem; color: var(--muted); }
.tiles dd { font-size: 1.3rem; font-weight: 600; letter-spacing: -.02em; line-height: 1.25; }
.tiles > :first-child, .tiles .words { grid-column: span 2; }
@media (min-width: 56rem) {
  .tiles { grid-template-columns: repeat(7, auto); }
  .tiles > :first-child { grid-column: auto; }
  .tiles .words:nth-last-child(2) { grid-column: span 4; }
  .tiles .words:last-child { grid-column: span 3; }
}
.tiles .words .small { font-weight: 400; letter-spacing: 0; }

.legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .82rem; color: var(--muted); }
.legend li { display: flex; align-items: center; gap: .4rem; }
.dot { width: .65rem; height: .65rem; border-radius: 50%; background: var(--tier, var(--state, var(--muted))); }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 2.5rem 2rem; }
.charts figure { display: grid; gap: .8rem; align-content: space-between; }
.charts figcaption { display: grid; gap: .4rem; }
.chart { display: block; max-width: 100%; height: auto; }

.drawing { display: block; height: auto; margin: 0 auto; }
.left-to-right { width: 100%; max-width: 74rem; min-width: 54rem; }
.top-to-bottom { max-width: none; }
.drawing text { font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; fill: var(--ink); }
.drawing .node path { fill: color-mix(in srgb, var(--tier) 11%, var(--surface)); stroke: var(--tier); stroke-width: 1.1; }
.drawing .region path { fill: var(--sunken); fill-opacity: .6; stroke: var(--line); }
.drawing .region > text { fill: var(--muted); }
.drawing .edge path { fill: none; stroke: var(--strong-line); }
.drawing .edge polygon { fill: var(--strong-line); stroke: none; }
.drawing .edge text { fill: var(--ink); stroke: var(--page); stroke-width: 3px; paint-order: stroke; }
.drawing .main path { stroke: var(--ink); stroke-width: 2.4; }
.drawing .main polygon { fill: var(--ink); }
.drawing .watch path { stroke-width: .9; }
figure > figcaption.small { margin-top: .4rem; }

.group-title { margin-top: .4rem; }
.group > summary { color: inherit; }
.group > summary h4 { display: inline; margin: 0; }
.findings { display: grid; gap: .8rem; }
.finding, .node { --behind: var(--surface); }
.finding { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem; display: grid; gap: .6rem; box-shadow: var(--shadow); }
.finding .message { max-width: 80ch; }
.badge { display: inline-block; padding: .05rem .5rem; border-radius: 99px; font-size: .78rem; font-weight: 600; color: var(--state, var(--muted)); background: var(--state-soft, var(--sunken)); }
.finding .badge:not(.error, .warning, .info) { color: var(--muted); background: var(--sunken); }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2rem; font-size: .88rem; }
.facts .long { flex: 1 1 20rem; max-width: 46rem; }
.facts dt { font-size: .78rem; color: var(--muted); }
.facts .figures { font-weight: 600; }

a.rule { color: inherit; text-decoration-color: var(--line); }
.rules { display: grid; gap: 1.1rem; font-size: .9rem; }
.rules > div { display: grid; gap: .1rem; max-width: 90ch; }
.rules > div:target { background: var(--info-soft); outline: .5rem solid var(--info-soft); border-radius: 2px; }
.rules dt { font-weight: 600; }

.node-group { display: grid; gap: .6rem; padding-top: .8rem; }
.zones { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1rem; }
.zone { display: grid; gap: .6rem; align-content: start; }
.node { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: .7rem .8rem; display: grid; gap: .35rem; grid-template-columns: minmax(0, 1fr); }
.bar { display: grid; grid-template-columns: 3.6rem minmax(0, 1fr) 3rem; gap: .5rem; align-items: center; font-size: .78rem; color: var(--muted); line-height: 1.2; }
.bar svg { width: 100%; height: 8px; display: block; background: var(--sunken); border-radius: 4px; }
.bar rect { fill: var(--tier); stroke: var(--surface); stroke-width: 1px; vector-effect: non-scaling-stroke; }
.bar-figure { text-align: right; color: var(--ink); }
.over { color: var(--error); font-weight: 700; }
.chips { display: flex; flex-wrap: wrap; gap: .25rem; padding-top: .2rem; }
.chip { display: inline-block; max-width: 100%; padding: .05rem .45rem; border-radius: 5px; font-size: .78rem; cursor: default; color: var(--ink); background: color-mix(in srgb, var(--tier, var(--line)) 15%, var(--surface)); box-shadow: inset 3px 0 0 var(--tier, transparent); padding-left: .6rem; }
.agents { color: var(--muted); background: none; box-shadow: inset 0 0 0 1px var(--line); padding-left: .45rem; }
.node { position: relative; }
.node summary { font-size: .78rem; position: absolute; top: .55rem; right: .8rem; }
.node table { font-size: .78rem; }
.node th, .node td { padding-right: .6rem; }
.node tbody th { min-width: 0; }
table code { overflow-wrap: normal; }
.values td.text:nth-child(3) { min-width: 16rem; }
.sources { display: grid; gap: .3rem; font-size: .84rem; color: var(--muted); max-width: 90ch; padding-top: .6rem; }
.sources li { list-style: decimal; margin-left: 1.6rem; }
.unplaced { border: 2px solid var(--error); background: var(--error-soft); border-radius: 10px; padding: 1rem 1.1rem; display: grid; gap: .5rem; }
.unplaced h4 { color: var(--error); font-size: 1.05rem; }
.unknown { background: var(--warning-soft); border-radius: 8px; padding: .7rem 1rem; font-size: .9rem; }
.unknown li { margin-left: 1.1rem; list-style: disc; }

.plain-list { display: grid; gap: .3rem; font-size: .9rem; max-width: 76ch; }
.plain-list li { list-style: disc; margin-left: 1.1rem; }

.readings { display: grid; gap: .9rem; font-size: .9rem; }
.readings li { display: grid; grid-template-columns: minmax(0, 1fr) 15rem; gap: .15rem 1rem; align-items: center; }
.readings code { color: var(--muted); font-size: .78rem; }
.readings .figures { text-align: right; }
.readings .room-figure { color: var(--state); font-weight: 600; min-width: 5.5rem; }
.readings .fine .room-figure { color: var(--ink); }
.room { width: 100%; height: 6px; border-radius: 3px; background: var(--sunken); display: block; }
.room .used { fill: var(--state); }
.fine .used { fill: var(--strong-line); }
.room .mark-line { fill: var(--ink); }
@media (max-width: 42rem) {
  .readings li { grid-template-columns: minmax(0, 1fr) auto; }
  .readings .what { grid-column: 1 / -1; }
  .readings .what + .figures { grid-column: 1 / -1; text-align: left; }
  .facts { gap: .5rem 1.4rem; }
}
`;
