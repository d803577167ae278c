import { harmlessHtml } from '../../../shared/core/harmless-text.ts';
import { helpWords, signatureWords } from './footer.ts';
import type { Block, Letter } from './letter.ts';

/** HTML for e-mail by hand: engines for it bring megabytes to a function that starts for each letter, which has paragraphs, a table and a button. */
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and inside a double-quoted attribute. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** An address that may stand in a link: ours are http or https, and mailto for help. */
function href(url: string): string {
  if (!/^(https?:\/\/|mailto:)/.test(url))
    throw new Error('A link in an email has to be an http, https or mailto address.');
  return escaped(url);
}

const FONT = 'font-family:Arial,Helvetica,sans-serif;';
const INK = '#0b0c0c';
const PAPER = '#ffffff';
const BLUE = '#1d70b8';
const GREEN = '#00703c';
const LINE = '#b1b4b6';

const text = (size: number, line: number, extra = ''): string =>
  `${FONT}font-size:${size}px;line-height:${line}px;color:${INK};${extra}`;

/** Tables lay out what old Outlook can draw no other way; screen readers are told that they are no tables of data. */
const layoutTable = (inner: string, style = '', attributes = 'width="100%"'): string =>
  `<table role="presentation" ${attributes} cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;${style}">${inner}</table>`;

/** At most 600 wide: a maximum everywhere, and a fixed width for old Outlook, which knows no maximum. */
const column = (rows: string): string =>
  `<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->${layoutTable(rows, 'max-width:600px;margin:0 auto;')}<!--[if mso]></td></tr></table><![endif]-->`;

function block(part: Block): string {
  switch (part.kind) {
    case 'paragraph':
      return `<p class="ink" style="${text(19, 27, 'margin:0 0 20px;')}">${escaped(part.text)}</p>`;
    case 'notice':
      return layoutTable(
        `<tr><td class="notice ink" style="border-left:8px solid ${BLUE};padding:12px 16px;${text(19, 27, 'font-weight:bold;')}">${escaped(part.text)}</td></tr><tr><td style="height:20px;line-height:20px;font-size:1px;">&nbsp;</td></tr>`,
      );
    case 'heading':
      return `<h2 class="ink" style="${text(22, 28, 'font-weight:bold;margin:8px 0 12px;')}">${escaped(part.text)}</h2>`;
    case 'list':
      return `<${part.numbered ? 'ol' : 'ul'} class="ink" style="${text(19, 27, 'margin:0 0 20px;padding:0 0 0 24px;')}">${part.items
        .map((item) => `<li style="margin:0 0 6px;">${escaped(item)}</li>`)
        .join('')}</${part.numbered ? 'ol' : 'ul'}>`;
    case 'facts':
      // A table of data, with row headers: here the roles stay.
      return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;margin:0 0 20px;">${part.facts
        .map(
          ({ label, value }) =>
            `<tr><th class="ink line" scope="row" align="left" valign="top" width="38%" style="border-bottom:1px solid ${LINE};padding:8px 12px 8px 0;${text(17, 24, 'font-weight:bold;text-align:left;')}">${escaped(label)}</th><td class="ink line" valign="top" style="border-bottom:1px solid ${LINE};padding:8px 0;${text(17, 24)}">${escaped(value)}</td></tr>`,
        )
        .join('')}</table>`;
    case 'item':
      return `<p class="ink" style="${text(19, 27, 'margin:0 0 20px;')}"><a class="link" href="${href(part.url)}" style="color:${BLUE};font-weight:bold;">${escaped(part.title)}</a><br>${escaped(part.text)}</p>`;
    case 'action':
      // The colour is the cell's, so that Outlook, which pads no links, still draws a button.
      return layoutTable(
        `<tr><td bgcolor="${GREEN}" style="background-color:${GREEN};padding:12px 20px;border-bottom:3px solid #002d18;"><a href="${href(part.url)}" style="${FONT}font-size:19px;line-height:24px;font-weight:bold;color:#ffffff;text-decoration:none;display:inline-block;">${escaped(part.label)}</a></td></tr>`,
        'margin:4px 0 28px;',
        '',
      );
  }
}

function helpLine(letter: Letter): string {
  const words = escaped(helpWords(letter));
  if (letter.help === undefined || letter.isTheirs) return words;
  const address = escaped(letter.help);
  return words.replace(
    address,
    `<a class="link" href="${href(`mailto:${letter.help}`)}" style="color:${BLUE};">${address}</a>`,
  );
}

/** The e-mail as HTML: no images, no scripts, nothing fetched; readable at any width and in dark mode. */
export function renderHtml(letter: Letter): string {
  const footer = text(16, 22, 'margin:0 0 12px;');
  return harmlessHtml(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escaped(letter.subject)}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page, .sheet { background-color: #131516 !important; }
  .ink { color: #f3f2f1 !important; }
  .notice { border-left-color: #5694ca !important; }
  .line { border-bottom-color: #505a5f !important; }
  .link { color: #8eb8dc !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:${PAPER};-webkit-text-size-adjust:100%;">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">${escaped(letter.preview)}</div>
${layoutTable(
  `<tr><td bgcolor="${INK}" align="center" style="background-color:${INK};border-bottom:8px solid ${BLUE};">${column(
    `<tr><td style="padding:14px 20px;${FONT}font-size:20px;line-height:26px;font-weight:bold;color:#ffffff;">National Transfer Scheme</td></tr>`,
  )}</td></tr>
<tr><td class="sheet" align="center" bgcolor="${PAPER}" style="background-color:${PAPER};">${column(
    `<tr><td style="padding:28px 20px 12px;" align="left"><div role="main">
<h1 class="ink" style="${text(27, 33, 'font-weight:bold;margin:0 0 20px;')}">${escaped(letter.heading)}</h1>
${letter.blocks.map(block).join('\n')}
</div></td></tr>
<tr><td class="line" align="left" style="border-top:1px solid ${LINE};padding:18px 20px 28px;">
<p class="ink" style="${footer}">${helpLine(letter)}</p>
<p class="ink" style="${footer}">${escaped(signatureWords(letter))}</p>
</td></tr>`,
  )}</td></tr>`,
)}
</body>
</html>
`);
}
