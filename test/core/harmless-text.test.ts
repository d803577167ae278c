import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { harmless, harmlessHtml, harmlessPlain } from '../../shared/core/harmless-text.ts';
import { normalisedName } from '../../shared/core/referral/fingerprints.ts';

/** Every sign of UAX #9 that turns letters, and what is not seen: zero width, tags, fillers, controls. */
const signs = [
  ...['\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e'],
  ...['\u2066', '\u2067', '\u2068', '\u2069'],
  ...['\u200b', '\u200c', '\u200d', '\u2060', '\u2063', '\ufeff', '\u00ad', '\u034f', '\u180e'],
  ...[
    '\u115f',
    '\u3164',
    '\uffa0',
    '\u2800',
    '\ufff9',
    '\ufffa',
    '\ufffb',
    '\ufe0f',
    '\u{e0041}',
    '\u{e0001}',
  ],
  ...['\u0000', '\u0008', '\u001b', '\u007f', '\u0085', '\u2028', '\u2029', '\u009b'],
];
const PERSIAN = '\u0645\u06cc\u200c\u0631\u0648\u062f';
const AMINA = '\u0623\u0645\u064a\u0646\u0629';
/** Any character there is; fast-check's own arbitrary of them first makes a map of a million. */
const anySign = fc
  .integer({ min: 0, max: 0x10_ffff })
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point));
const words = fc.array(
  fc.oneof(
    fc.constantFrom(...signs),
    fc.constantFrom(AMINA, 'Amina', '2010-05-14', ' ', '<b>', '&', '\n', '\u05d3\u05d5\u05d3'),
    fc.array(anySign, { maxLength: 3 }).map((some) => some.join('')),
  ),
);
const texts = words.map((parts) => parts.join(''));

/** Depth of what is still open at the end: a text that is in order leaves nothing open and closes nothing before it. */
function openIsolates(text: string): number {
  let depth = 0;
  for (const sign of text) {
    if (sign === '\u2068') depth += 1;
    if (sign === '\u2069') depth -= 1;
    if (depth < 0) return depth;
  }
  return depth;
}

describe('text that somebody wrote is shown harmless', () => {
  test.each(signs.map((sign) => [`U+${sign.codePointAt(0)?.toString(16)}`, sign]))(
    '%s is not shown within a name, nor beside one',
    (_, sign) => {
      const seen = /[\u0085\u2028\u2029]/.test(sign) ? ' ' : '';
      expect(harmless(`Ami${sign}na`)).toBe(`Ami${seen}na`);
      expect(harmless(`${sign}Amina${sign}`)).toBe(`${seen}Amina${seen}`);
    },
  );

  test('nothing is left that turns letters or is not seen, but isolates that close what they open', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(harmless(text)).not.toMatch(/(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Bidi_Control}\p{DI}]/u);
        expect(harmlessPlain(text)).not.toMatch(/[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067\u200b\ufeff]/);
        expect(openIsolates(harmlessPlain(text))).toBe(0);
        expect(harmlessHtml(text)).not.toMatch(/(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Bidi_Control}\p{DI}]/u);
      }),
    );
  });

  test.each(['\u034f', '\ufe0f', '\u180b'])(
    'a joiner is no spelling behind a mark that is not seen itself (%j)',
    (mark) => {
      expect(harmless(`${mark}\u200d${AMINA}`)).toBe(AMINA);
    },
  );

  test('what is seen stays, letter for letter and in order', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const seen = (given: string) => given.replaceAll(/[\p{Cc}\p{DI}\p{Z}\u2800\ufff9-\ufffb]/gu, '');
        expect(seen(harmless(text))).toBe(seen(text));
        expect(harmless(harmless(text))).toBe(harmless(text));
      }),
    );
    for (const name of [
      'Nguy\u1ec5n Th\u1ecb Hoa',
      'Zo\u00eb O\u2019Neill',
      AMINA,
      PERSIAN,
      '\u12a0\u121a\u1293',
    ])
      expect(harmless(name)).toBe(name);
    expect(harmless('one\r\ntwo\tthree')).toBe('one\r\ntwo\tthree');
  });

  test('a name from right to left turns nothing beside it: neither figures nor another name', () => {
    expect(harmlessPlain(`${AMINA} 2010-05-14, ${AMINA} ${AMINA}.`)).toBe(
      `\u2068${AMINA}\u2069 2010-05-14, \u2068${AMINA} ${AMINA}\u2069.`,
    );
    expect(harmlessHtml(`<p class="x">${AMINA} 2010</p>`)).toBe(`<p class="x"><bdi>${AMINA}</bdi> 2010</p>`);
  });

  test('attributes, and elements that hold text alone, get no element into them', () => {
    for (const html of [
      `<title>${AMINA}</title>`,
      `<textarea name="x">${AMINA}</textarea>`,
      `<option value="1">${AMINA}</option>`,
      `<input value="${AMINA}">`,
    ])
      expect(harmlessHtml(html)).toBe(html);
  });

  test('a sign that nobody sees does not make another child of a name', () => {
    for (const sign of signs.filter((one) => /\p{DI}/u.test(one)))
      expect(normalisedName(`Ami${sign}na Saleh`)).toBe(normalisedName('Amina Saleh'));
  });
});
