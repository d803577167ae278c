import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import {
  type Anchor,
  anchoredHeads,
  anchorOf,
  anchorText,
  type KeptAnchor,
  readAnchors,
  trailFindings,
} from '../../shared/core/anchoring.ts';
import { appendTo, type EventDraft, noHash } from '../../shared/core/audit-trail.ts';
import { NOW } from '../builders.ts';

const subject = 'NTS-7F3K-2M9Q';
const draft = (note: string): EventDraft => ({ type: 'hold-kept.v1', data: { note, reviewAt: NOW } });
const stamp = {
  at: NOW,
  actor: { kind: 'coordinator', name: 'A. Coordinator' },
  policy: 'nts-2025',
  cause: 'message-1',
} as const;
/** A trail of events that say these notes, chained from its first event on. */
const trailOf = (notes: readonly string[], of = subject): readonly AnyEvent[] =>
  appendTo({ subject: of, number: 0, hash: noHash }, notes.map(draft), stamp);
const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'];

/** An anchor a day of a trail that grew to these lengths. */
function anchorsOf(whole: readonly AnyEvent[], lengths: readonly number[]): readonly Anchor[] {
  const anchors: Anchor[] = [];
  for (const [index, length] of lengths.entries()) {
    const day = days[index] ?? '';
    const grown = new Map(length > (lengths[index - 1] ?? 0) ? [[subject, whole.slice(0, length)]] : []);
    anchors.push(anchorOf({ day, since: day, at: `${day}T23:59:59.000Z` }, anchors, grown));
  }
  return anchors;
}
const kept = (anchors: readonly Anchor[]): readonly KeptAnchor[] =>
  anchors.map((anchor) => ({ day: anchor.day, text: anchorText(anchor) }));
const findings = (anchors: readonly Anchor[], events: readonly AnyEvent[]) =>
  trailFindings(subject, events, anchoredHeads(anchors).get(subject) ?? []);

const notes = fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 8 });
const lengthsOf = (total: number) =>
  fc
    .array(fc.integer({ min: 0, max: total }), { minLength: 1, maxLength: days.length })
    .map((lengths) => lengths.toSorted((a, b) => a - b))
    .filter((lengths) => (lengths.at(-1) ?? 0) > 0);
const anchoredTrails = notes.chain((words) =>
  lengthsOf(words.length).map((lengths) => ({ words, lengths, last: lengths.at(-1) ?? 0 })),
);

describe('a trail beside its anchors', () => {
  test('holds when nobody touched it, however far it has grown since', () => {
    fc.assert(
      fc.property(anchoredTrails, ({ words, lengths }) => {
        const whole = trailOf(words);
        const anchors = anchorsOf(whole, lengths);
        expect(findings(anchors, whole)).toEqual([]);
        expect(readAnchors(kept(anchors), true)).toEqual({ anchors, findings: [] });
        expect(anchors.flatMap(({ broken }) => broken)).toEqual([]);
      }),
    );
  });

  test('that was cut anywhere before its last anchored event is found, though what is left is whole', () => {
    fc.assert(
      fc.property(anchoredTrails, fc.nat(), ({ words, lengths, last }, at) => {
        const whole = trailOf(words);
        const cut = whole.slice(0, at % last);
        const found = findings(anchorsOf(whole, lengths), cut);
        expect(found).not.toEqual([]);
        expect(found.at(-1)?.words).toContain(`it is cut: it ends at ${cut.length}`);
      }),
    );
  });

  test('that was rewritten from some event on, every hash worked out anew, is found', () => {
    fc.assert(
      fc.property(anchoredTrails, fc.nat(), ({ words, lengths, last }, at) => {
        const from = at % last;
        const rewritten = trailOf(words.map((word, index) => (index === from ? `${word}!` : word)));
        const found = findings(anchorsOf(trailOf(words), lengths), rewritten);
        expect(found.at(-1)?.words).toMatch(/event \d+ is not the one that was anchored on/);
      }),
    );
  });

  test('in which one event says something else, or one is missing in the middle, is found', () => {
    fc.assert(
      fc.property(anchoredTrails, fc.nat(), ({ words, lengths }, at) => {
        const whole = trailOf(words);
        const anchors = anchorsOf(whole, lengths);
        const index = at % whole.length;
        const changed = whole.map((event, number) =>
          number === index ? ({ ...event, at: '2026-11-23T09:00:00.001Z' } as AnyEvent) : event,
        );
        expect(findings(anchors, changed)).not.toEqual([]);
        if (index < whole.length - 1) expect(findings(anchors, whole.toSpliced(index, 1))).not.toEqual([]);
      }),
    );
  });

  test('that does not hold when the next anchor is made is named in it and not anchored anew', () => {
    const whole = trailOf(['a', 'b', 'c']);
    const [first] = anchorsOf(whole, [2]);
    const rewritten = new Map([[subject, trailOf(['a', 'B', 'c'])]]);
    const day = '2026-11-23';
    const next = anchorOf({ day, since: day, at: NOW }, first ? [first] : [], rewritten);
    expect(next.heads).toEqual([]);
    expect(next.broken).toEqual([
      { subject, words: 'event 2 is not the one that was anchored on 2026-11-22' },
    ]);
    const gone = anchorOf({ day, since: day, at: NOW }, [], new Map([[subject, []]]));
    expect(gone.broken).toEqual([{ subject, words: 'it grew, and has no events' }]);
  });

  test('that does not hold in more than one way is named once, with each of them', () => {
    const whole = trailOf(['a', 'b', 'c']);
    const [first] = anchorsOf(whole, [2]);
    const [one, ...rest] = whole;
    if (!first || !one) throw new Error('One of each.');
    const bare = { ...one, trail: undefined } as unknown as AnyEvent;
    const day = '2026-11-23';
    const next = (events: readonly AnyEvent[]) =>
      anchorOf({ day, since: day, at: NOW }, [first], new Map([[subject, events]])).broken;
    expect(next([bare, bare, ...rest.slice(1)])).toEqual([
      {
        subject,
        words:
          'event 1: the event has no place in a trail; event 2 is not the one that was anchored on 2026-11-22',
      },
    ]);
    expect(trailFindings(subject, [bare], [])).toEqual([
      { subject, words: 'event 1: the event has no place in a trail' },
    ]);
  });

  test('is compared with the head that its case keeps, too', () => {
    const whole = trailOf(['a', 'b']);
    const head = { subject, number: 3, hash: 'f'.repeat(64) };
    expect(trailFindings(subject, whole, [], head)).toEqual([
      { subject, words: 'event 3: the trail ends at 2, but 3 events were recorded' },
    ]);
  });
});

describe('the anchors', () => {
  const anchors = anchorsOf(trailOf(['a', 'b', 'c']), [1, 2, 2, 3]);
  const texts = kept(anchors);
  const words = (some: readonly KeptAnchor[], fromTheFirst = true) =>
    readAnchors(some, fromTheFirst).findings.map((found) => `${found.subject}: ${found.words}`);

  test('name each the one before it, also on a day on which nothing grew', () => {
    expect(anchors.map(({ previous }) => previous?.day ?? null)).toEqual([null, ...days.slice(0, 3)]);
    expect(anchors[2]?.heads).toEqual([]);
    expect(words(texts.slice(2), false)).toEqual([]);
  });

  test('tell the heads of each subject in order of days, and name subjects in the order of their names', () => {
    const trails = ['NTS-2222-2222', 'E10000014', 'NTS-1111-1111', 'E10000016'];
    const sorted = trails.toSorted();
    for (const order of [trails, sorted, sorted.toReversed()]) {
      const grown = new Map(order.map((of) => [of, trailOf(['a', 'b'], of)]));
      const day = '2026-11-22';
      const anchor = anchorOf({ day, since: day, at: NOW }, [], grown);
      expect(anchor.heads.map((head) => head.subject)).toEqual(sorted);
      expect([...anchoredHeads([anchor])]).toEqual(
        anchor.heads.map((head) => [head.subject, [{ ...head, day }]]),
      );
    }
  });

  test.each([
    [0, 'the anchor of 2026-11-22 is missing: that of 2026-11-23 follows it'],
    [1, 'the anchor of 2026-11-23 is missing: that of 2026-11-24 follows it'],
    [2, 'the anchor of 2026-11-24 is missing: that of 2026-11-25 follows it'],
  ])('without number %i say which is missing', (index, said) => {
    expect(words(texts.toSpliced(index, 1))).toEqual([`anchors: ${said}`]);
  });

  test('of which one was written anew do not hold', () => {
    const other = anchorsOf(trailOf(['a', 'B', 'c']), [1, 2])[1];
    const forged = texts.map((one, index) =>
      index === 1 && other ? { day: one.day, text: anchorText(other) } : one,
    );
    expect(words(forged)).toEqual([
      'anchors: the anchor of 2026-11-23 is not the one that the anchor of 2026-11-24 follows',
    ]);
  });

  test.each([
    ['no JSON', '{'],
    ['no anchor', '{"day":"2026-11-23"}'],
    ['an anchor of another day', texts[2]?.text ?? ''],
    ['an anchor spelt another way', ` ${texts[1]?.text}`],
  ])('of which one is %s say so', (_, text) => {
    expect(words(texts.map((one, index) => (index === 1 ? { ...one, text } : one)))).toEqual([
      'anchors: the anchor of 2026-11-23 does not say what an anchor says',
      'anchors: the anchor of 2026-11-24 follows one of 2026-11-23 that cannot be read',
    ]);
  });

  test('that begin again are found', () => {
    const again = anchorOf({ day: '2026-11-23', since: '2026-11-23', at: NOW }, [], new Map());
    expect(words([...texts.slice(0, 1), ...kept([again])])).toEqual([
      'anchors: the anchor of 2026-11-23 says that there was none before it',
    ]);
  });
});
