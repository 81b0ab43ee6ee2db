// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/writers/html_style.h"

namespace maskscope {

std::string_view htmlReportStyle()
{
    // Colours of text keep a contrast of at least 4.5 on their ground, light and dark.
    return R"css(
:root { color-scheme: light dark; --ground: #ffffff; --ink: #222222; --quiet: #5f6368; --line: #d9dce1; --soft: #f5f6f8;
  --link: #0b5cad; --yes: #00694a; --no: #a33c00; --open: #5f6368; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #1e1f22; --ink: #e6e6e6; --quiet: #a9adb3; --line: #3a3d43; --soft: #27292d; --link: #7db7f0;
    --yes: #4fc9a0; --no: #f2935c; --open: #a9adb3; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 40px 28px 80px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; }
h2 { font-size: 22px; line-height: 1.25; margin: 56px 0 12px; padding-top: 14px; border-top: 1px solid var(--line); }
h3 { font-size: 17.5px; line-height: 1.3; margin: 36px 0 8px; }
h4 { font-size: 15.5px; margin: 26px 0 6px; color: var(--quiet); }
p, ul, ol { margin: 0 0 12px; max-width: 78ch; }
li { margin: 0 0 5px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
.subtitle { font-size: 18px; margin: 0; }
.quiet { color: var(--quiet); font-size: 14.5px; }
nav { margin: 28px 0 0; padding: 14px 20px; background: var(--soft); border-radius: 8px; }
nav ul { list-style: none; padding: 0; margin: 0; max-width: none; columns: 2; column-gap: 36px; }
nav li { break-inside: avoid; margin: 0 0 6px; }
nav .parts { display: block; color: var(--quiet); font-size: 13.5px; line-height: 1.4; }
code { font: 0.92em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.table { overflow-x: auto; margin: 0 0 18px; }
table { border-collapse: collapse; font-size: 14px; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
th { text-align: left; vertical-align: bottom; font-weight: 600; padding: 5px 14px 5px 0; border-bottom: 2px solid var(--line); }
td { vertical-align: top; padding: 5px 14px 5px 0; border-top: 1px solid var(--line); }
tr.more td { border-top-color: transparent; padding-top: 1px; }
th:last-child, td:last-child { padding-right: 0; }
th.number, td.number { text-align: right; }
td.number, .whole { white-space: nowrap; }
td .small { display: block; color: var(--quiet); font-size: 12.5px; white-space: normal; max-width: 62ch; }
td.number .small { max-width: 24ch; margin-left: auto; }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 6px; }
.finding { font-weight: 600; white-space: nowrap; }
.supported, .supported-for-these-recordings { color: var(--yes); }
.not-supported { color: var(--no); }
.not-testable, .not-computable, .too-little-data { color: var(--open); font-style: italic; font-weight: 400; }
.answer { margin: 20px 0 6px; }
.tree { list-style: none; padding: 0; margin: 0 0 10px; font-size: 14.5px; line-height: 1.45; max-width: none; }
.tree .tree { margin: 4px 0 0 6px; padding: 0 0 0 16px; border-left: 1px solid var(--line); }
.tree li { margin: 0 0 4px; }
.tree code { display: block; color: var(--quiet); font-size: 12.5px; }
.step { font-weight: 600; }
figure { margin: 0 0 12px; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { color: var(--quiet); font-size: 14.5px; margin-top: 8px; max-width: 78ch; }
details { margin: 0 0 6px; font-size: 14px; }
summary { cursor: pointer; color: var(--link); }
.numbers { font-size: 12.5px; color: var(--quiet); max-width: none; font-variant-numeric: tabular-nums; margin: 6px 0 12px; }
@media (max-width: 700px) { nav ul { columns: 1; } main { padding: 24px 16px 48px; } }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  :root { color-scheme: light; --ground: #ffffff; --ink: #222222; --quiet: #555555; --line: #cccccc; --soft: #f5f6f8;
    --link: #222222; --yes: #00694a; --no: #a33c00; --open: #555555; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; } nav { display: none; }
  h1 { font-size: 19pt; } h2 { font-size: 14pt; margin-top: 22pt; } h3 { font-size: 11.5pt; } h4 { font-size: 10.5pt; }
  h1, h2, h3, h4, .answer, summary { break-after: avoid; } figure, tr { break-inside: avoid; }
  .table { overflow: visible; } table { font-size: 7.5pt; } thead { display: table-header-group; }
  td, th { padding: 2pt 6pt 2pt 0; } td.number { white-space: normal; } td code { overflow-wrap: anywhere; }
  td .small, .tree code, .numbers { font-size: 6.8pt; } .tree, .quiet, figcaption, details { font-size: 9pt; }
}
)css";
}

} // namespace maskscope
