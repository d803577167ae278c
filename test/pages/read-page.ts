/** Reads a page as a person would, line by line, with what its forms hold and where its links lead. */
import { attribute } from './forms.ts';

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Tokens and ids that are another each time. */
const changing = /^(?:[\w-]{43}|[0-9a-f]{8}-[0-9a-f-]{27})$/;

function field(tag: string): string {
  const value = attribute(tag, 'value') ?? '';
  const type = attribute(tag, 'type') ?? 'text';
  return `\n[${type}: ${attribute(tag, 'name')}${value === '' ? '' : ` ${changing.test(value) ? '…' : value}`}${/\schecked\b/.test(tag) ? ', ticked' : ''}]\n`;
}

/** The main part of a page, in lines. */
export const readPage = (html: string): readonly string[] =>
  unescaped(
    html
      .slice(html.indexOf('<main'), html.indexOf('</main>'))
      .replaceAll(/<input\b[^>]*>/g, field)
      .replaceAll(/<textarea\b[^>]*>/g, (tag) => `\n[long text: ${attribute(tag, 'name')}] `)
      .replaceAll(/<select\b[^>]*>/g, (tag) => `\n[list: ${attribute(tag, 'name')}]\n`)
      .replaceAll(
        /<option\b[^>]*>/g,
        (tag) => `\n(${attribute(tag, 'value')}${/\sselected\b/.test(tag) ? ', chosen' : ''}) `,
      )
      .replaceAll(
        /<form\b[^>]*>/g,
        (tag) => `\n[form ${attribute(tag, 'method')} ${attribute(tag, 'action') ?? 'here'}]\n`,
      )
      .replaceAll(/<button\b[^>]*>/g, '\n[button] ')
      .replaceAll(/<a\b[^>]*>/g, (tag) => `\n[to ${attribute(tag, 'href')}] `)
      .replaceAll(
        /<\/?(?:p|div|h\d|li|ul|ol|dl|dt|dd|tr|td|th|label|legend|fieldset|form|select|a|br|span|strong|caption)\b[^>]*>/g,
        '\n',
      )
      .replaceAll(/<[^>]+>/g, ''),
  )
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
