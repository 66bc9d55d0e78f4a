/**
 * How the page looks, on screen and on paper. No `<` and no `&`, so that the page is XML as well. Colours
 * are blue and orange, which nearly all eyes tell apart, and never say what no word or form says.
 */
export const PAGE_STYLE = `
:root { color-scheme: light; --ink: #1c2024; --soft: #5b636b; --line: #d9dde1; --blue: #1f5f99; --orange: #c2560c; }
* { box-sizing: border-box; }
html { font: 15px/1.5 "Inter", "Source Sans 3", "Helvetica Neue", "Segoe UI", "Liberation Sans", Arial, sans-serif; color: var(--ink); background: #fff; }
body { max-width: 58rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.2; font-weight: 600; break-after: avoid; text-wrap: balance; }
h1 { font-size: 2rem; margin: 0.2rem 0 0.6rem; }
h2 { font-size: 1.25rem; margin: 3.2rem 0 0.5rem; padding-top: 0.8rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1rem; margin: 2rem 0 0.3rem; }
p { margin: 0.3rem 0; max-width: 44rem; }
.lead { break-after: avoid; }
.kicker, .soft, caption, figcaption, footer { color: var(--soft); }
.kicker { letter-spacing: 0.08em; text-transform: uppercase; font-size: 0.8rem; margin: 0; }
.key { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1.5rem; margin: 1.8rem 0 1rem; padding: 0; }
.key div { border-top: 2px solid var(--ink); padding-top: 0.5rem; }
.key dt { font-weight: 600; }
.key dd { margin: 0; color: var(--soft); }
.key dd.number { font-size: 2.6rem; line-height: 1.15; font-weight: 300; color: var(--ink); }
.said { margin: 0.6rem 0; padding-left: 1.1rem; max-width: 48rem; }
.said li { margin: 0.25rem 0; }
figure { margin: 1rem 0 1.4rem; break-inside: avoid; }
figcaption { font-size: 0.87rem; margin-top: 0.3rem; max-width: 48rem; }
svg { display: block; }
svg.chart { width: 100%; height: auto; }
svg text { font-size: 12px; fill: var(--ink); }
svg .soft { fill: var(--soft); }
svg .end { text-anchor: end; }
svg .middle { text-anchor: middle; }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .axis { stroke: var(--soft); stroke-width: 1; }
svg .blue { fill: var(--blue); }
svg .orange { fill: var(--orange); }
svg .grey { fill: #c9ced3; }
svg .line { fill: none; stroke: var(--blue); stroke-width: 1.8; }
svg .line.other { stroke: var(--orange); stroke-dasharray: 5 3; }
svg .mark { fill: var(--blue); stroke: #fff; stroke-width: 1; }
svg .mark.other { fill: #fff; stroke: var(--orange); stroke-width: 1.6; }
svg .rule { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 2; }
svg .hatch { stroke: var(--orange); stroke-width: 2.4; }
svg .outline { stroke: var(--orange); stroke-width: 1; }
svg .hatch.cool { stroke: var(--blue); }
svg .outline.cool { stroke: var(--blue); }
svg .heat0 { fill: #f6f7f8; }
svg .heat1 { fill: #fdebd8; }
svg .heat2 { fill: #f9cd9d; }
svg .heat3 { fill: #ee9f55; }
svg .heat4 { fill: #c2560c; }
svg .heat5 { fill: #7e3206; }
svg .dark { fill: #fff; }
svg .small { font-size: 11px; }
svg .label { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
table { border-collapse: collapse; width: 100%; margin: 0.8rem 0 1.6rem; font-size: 0.87rem; line-height: 1.35; }
caption { text-align: left; padding-bottom: 0.3rem; break-after: avoid; }
th, td { padding: 0.22rem 0.9rem 0.22rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--soft); border-bottom: 1px solid var(--ink); vertical-align: bottom; }
th.number, td.number { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td.fixed, thead th { white-space: nowrap; }
td.name, th.name { min-width: 7em; }
tbody tr:first-child { break-before: avoid; }
svg.inline { width: 6.5em; height: 1.08em; margin-top: 0.14em; }
tr { break-inside: avoid; }
.narrow { width: auto; min-width: 22rem; }
.verdict { font-weight: 600; white-space: nowrap; }
.turned { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; }
footer { margin-top: 3.5rem; padding-top: 0.8rem; border-top: 1px solid var(--line); font-size: 0.87rem; }
@page { size: A4; margin: 15mm 14mm; }
@media print {
  html { font-size: 10.5px; }
  body { max-width: none; padding: 0; }
  h2 { margin-top: 2rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (max-width: 40rem) {
  .key { grid-template-columns: 1fr; gap: 0.6rem; }
  section, figure { overflow-x: auto; overflow-wrap: normal; }
  svg.chart, section table { min-width: 36rem; }
}
`;
