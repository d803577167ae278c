/** The report: one HTML file that needs nothing else, on screen or on paper. */
import type { Story } from '../story.ts';
import { firstPage } from './first-page.ts';
import { grounds } from './grounds.ts';
import { escaped } from './html.ts';
import { sections } from './sections.ts';

const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 20px 64px; max-width: 860px; font: 17px/1.5 Arial, "Liberation Sans", sans-serif; color: #0b0c0c; background: #fff; }
h1 { font-size: 34px; line-height: 1.15; margin: 8px 0 20px; }
h2 { font-size: 23px; line-height: 1.25; margin: 44px 0 10px; }
p { margin: 0 0 14px; }
li { margin-bottom: 6px; }
.answer { border-left: 6px solid #1d70b8; padding: 4px 0 4px 18px; font-size: 19px; margin-bottom: 26px; }
.what-if { background: #fff7bf; padding: 10px 14px; }
.scroll { overflow-x: auto; margin: 14px 0; }
table { border-collapse: collapse; width: 100%; font-size: 15px; }
caption { text-align: left; font-weight: bold; padding-bottom: 8px; }
th, td { padding: 7px 10px 7px 0; border-bottom: 1px solid #b1b4b6; vertical-align: top; }
thead th { border-bottom: 2px solid #0b0c0c; }
th { text-align: left; }
tbody th { font-weight: normal; }
thead th:not(:first-child), td { text-align: right; font-variant-numeric: tabular-nums; padding-left: 10px; padding-right: 0; }
figure { margin: 18px 0 6px; }
figcaption { font-weight: bold; margin-bottom: 6px; }
figure > svg { max-width: 100%; height: auto; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 22px; margin: 0 0 6px; padding: 0; font-size: 15px; }
.key li { margin: 0; }
details { margin: 4px 0 18px; }
summary { cursor: pointer; color: #1d70b8; text-decoration: underline; }
summary:focus-visible { outline: 3px solid #fd0; color: #0b0c0c; }
footer { margin-top: 48px; border-top: 1px solid #b1b4b6; padding-top: 12px; font-size: 15px; }
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; }
  .answer { font-size: 12pt; }
  table { font-size: 9.5pt; }
  h2 { break-after: avoid; }
  figure, table, details { break-inside: avoid; }
  details::details-content { content-visibility: visible; }
  summary { display: none; }
  section#spread { break-before: page; }
}`;

/** @param command what was typed, so that anybody can do it again */
export const page = (story: Story, command: string): string => `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The transfers of 2016 to 2023, replayed</title>
<style>${style}</style>
</head>
<body>
<main>
${firstPage(story)}
${sections(story)}
${grounds(story)}
</main>
<footer><p>Made by <code>${escaped(command)}</code>. The same command makes the same report.</p></footer>
</body>
</html>
`;
