import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent, DataOf } from '../../events/catalogue.ts';
import { documentKinds } from '../../events/documents-changed.v1.ts';
import { type Case, type CaseStatus, caseStatuses } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { letsDocumentsGo, takesDocuments } from '../../shared/core/case/commands/change-documents.ts';
import { areDocumentsOver, documentKindsIn } from '../../shared/core/case/documents-in-trail.ts';
import { retention } from '../../shared/core/retention.ts';
import { aCase } from '../builders.ts';
import { entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const document = '1e4b7e1a-3b1d-8f6e-9a2c-8d4e6b7f1a20';
const asks = (change: DataOf<'documents-changed.v1'>['change']) =>
  ({ kind: 'change-documents', change, document }) as const;
const ended: readonly CaseStatus[] = [
  'transferred',
  'missing-from-care',
  'found-elsewhere',
  'left-care',
  'joined-family',
  'stayed',
  'turned-18',
  'withdrawn',
];
const offered = (): Play => new Play().receive().offer(HAMPSHIRE, LEEDS);
const accepted = (): Play => {
  const play = offered();
  play.answer('1-1', 'accept');
  return play;
};

describe('documents of a case', () => {
  test.each(caseStatuses)('are taken for as long as it is open: %s', (status) => {
    const open = !ended.includes(status);
    const subject: Case = aCase({ status });
    expect(takesDocuments(subject)).toBe(open);
    expect(letsDocumentsGo(subject)).toBe(open);
  });

  test('are let go for as long as no council has accepted', () => {
    expect(letsDocumentsGo(offered().case)).toBe(true);
    expect(letsDocumentsGo(accepted().case)).toBe(false);
    expect(takesDocuments(accepted().case)).toBe(true);
  });

  test.each([
    ['added before a council has accepted', offered, 'added'],
    ['added after it', accepted, 'added'],
    ['removed before it', offered, 'removed'],
    ['said to be of a kind before it', offered, 'kind-said'],
    ['said to be of another kind after it', accepted, 'kind-said'],
  ] as const)('that are %s are recorded, and nothing else changes', (_, played, change) => {
    const play = played();
    const before = play.case;
    const kind = change === 'kind-said' ? ({ documentKind: 'health' } as const) : {};
    const outcome = play.decide({ ...asks(change), ...kind } as Command, entry);
    if (outcome.kind !== 'changed') throw new Error(JSON.stringify(outcome));
    const { events, case: after } = outcome.change;
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      ['documents-changed.v1', { council: KENT, change, document, ...kind }],
    ]);
    expect(after).toMatchObject({
      status: before.status,
      offers: before.offers,
      version: before.version + 1,
    });
  });

  test('are not removed once a council relies on them', () => {
    expect(accepted().decide(asks('removed') as Command, entry)).toEqual({
      kind: 'refused',
      code: 'document-relied-on',
      words:
        'A council has accepted. Documents stay as they are. If one is wrong, tell that council and add the right one.',
    });
  });
});

const said = (data: Partial<DataOf<'documents-changed.v1'>>): AnyEvent =>
  ({ type: 'documents-changed.v1', data: { council: KENT, change: 'added', document, ...data } }) as AnyEvent;
const change = fc.record(
  {
    document: fc.constantFrom('one', 'two'),
    change: fc.constantFrom('added', 'removed', 'kind-said'),
    documentKind: fc.constantFrom(...documentKinds),
  },
  { requiredKeys: ['document', 'change'] },
);

describe('what a document is', () => {
  test('is what was said last since it was removed last, whatever was said of others', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const kinds = documentKindsIn(changes.map(said));
        for (const one of ['one', 'two']) {
          const own = changes.filter((each) => each.document === one);
          const since = own.slice(own.findLastIndex((each) => each.change === 'removed') + 1);
          expect(kinds.get(one)).toBe(since.findLast((each) => each.documentKind)?.documentKind);
        }
      }),
    );
  });

  test('stays when a copy takes the place of one that cannot be opened', () => {
    const trail = [
      said({ documentKind: 'nrm' }),
      said({}),
      { ...said({ documentKind: 'other' }), type: 'else' } as never,
    ];
    expect(documentKindsIn(trail).get(document)).toBe('nrm');
  });
});

describe('documents of which none is listed any more', () => {
  const DAY = 86_400_000;
  const START = Date.parse('2026-01-01T09:00:00.000Z');
  const onDay = (day: number): string => new Date(START + day * DAY).toISOString();
  const on = (day: number, data: Partial<DataOf<'documents-changed.v1'>>, more: object = {}): AnyEvent =>
    ({ ...said(data), at: onDay(day), ...more }) as AnyEvent;

  test('went in their time where each that was added last, and not removed since, was added as long ago as it is kept', () => {
    const steps = fc.array(fc.tuple(change, fc.integer({ min: 0, max: 3 })), { maxLength: 8 });
    fc.assert(
      fc.property(steps, fc.integer({ min: -2, max: 12 }), (changes, later) => {
        let day = 0;
        const dated = changes.map(([data, after]) => {
          day += after;
          return { day, data };
        });
        const there = ['one', 'two'].flatMap((document) => {
          const last = dated.findLast(
            ({ data }) => data.document === document && data.change !== 'kind-said',
          );
          return last?.data.change === 'added' ? [last.day] : [];
        });
        const now = retention.sealedDays + later;
        const trail = dated.map((one) => on(one.day, one.data));
        expect(areDocumentsOver(trail, onDay(now))).toBe(
          there.length > 0 && there.every((added) => added + retention.sealedDays <= now),
        );
      }),
    );
  });

  test('went at the very end of their time and no moment before it', () => {
    const trail = [on(0, {})];
    const end = START + retention.sealedDays * DAY;
    expect(areDocumentsOver(trail, new Date(end - 1).toISOString())).toBe(false);
    expect(areDocumentsOver(trail, new Date(end).toISOString())).toBe(true);
  });

  test('are not over while one of several was added lately, and none is there of which each was removed', () => {
    const late = onDay(retention.sealedDays + 1);
    const [old, fresh, removed] = [on(0, {}), on(9, { document: 'two' }), on(1, { change: 'removed' })];
    expect(areDocumentsOver([old], late)).toBe(true);
    expect(areDocumentsOver([old, fresh], late)).toBe(false);
    expect(areDocumentsOver([fresh], late)).toBe(false);
    expect(areDocumentsOver([old, removed], late)).toBe(false);
    expect(areDocumentsOver([old, removed, on(2, {})], onDay(retention.sealedDays + 2))).toBe(true);
    expect(areDocumentsOver([old, on(9, { change: 'kind-said', documentKind: 'nrm' })], late)).toBe(true);
  });

  test('are none by what other events say', () => {
    const other = on(0, {}, { type: 'referral-received.v2' });
    const late = onDay(retention.sealedDays);
    expect(areDocumentsOver([other], late)).toBe(false);
    expect(areDocumentsOver([on(0, {}), on(1, {}, { type: 'referral-received.v2' })], late)).toBe(true);
    expect(areDocumentsOver([], late)).toBe(false);
  });
});
