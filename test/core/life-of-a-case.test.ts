import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../events/catalogue.ts';
import type { EventDraft } from '../../shared/core/audit-trail.ts';
import { nationOf } from '../../shared/core/calendar/nation.ts';
import type { CaseStatus } from '../../shared/core/case/case.ts';
import { caseDiagram } from '../../shared/core/case/diagram.ts';
import {
  finalStatuses,
  isFinal,
  statusAfter,
  type Transition,
  transitions,
} from '../../shared/core/case/transitions.ts';
import publishedCouncils from '../../shared/core/reference/councils.json' with { type: 'json' };
import { aCase, aChild, aReferral, NOW } from '../builders.ts';
import { flawsIn } from './flaws-in.ts';

const without = (...left: readonly Partial<Transition>[]): readonly Transition[] =>
  transitions.filter(
    (row) =>
      !left.some(({ from, event }) => (from ?? row.from) === row.from && (event ?? row.event) === row.event),
  );

describe('the table', () => {
  test('holds together', () => {
    expect(flawsIn(transitions)).toEqual([]);
  });

  test('speaks only of events that are about cases, and of every one that moves a case', () => {
    const notAboutCases = [
      // Said before there was another version, and no more.
      'referral-received.v1',
      'referral-amended.v1',
      'capacity-declared.v1',
      'capacity-reminder-due.v1',
      'email-requested.v1',
      'email-sent.v1',
      'email-returned.v1',
      'sign-in-requested.v1',
      'api-key-changed.v1',
      'contacts-changed.v1',
      'exemptions-in-question.v1',
      'exemptions-decided.v1',
      'council-closed.v1',
      'council-reopened.v1',
      'council-took-over.v1',
      'coordinator-sign-in-requested.v1',
      'lead-sign-in-requested.v1',
      'reader-changed.v1',
      'reader-sign-in-requested.v1',
      'coordinator-access-changed.v1',
      'sign-in-stopped.v1',
      'person-changed.v1',
      'mail-set-aside.v1',
      'alarms-unheard.v1',
      'digest-due.v1',
      'document-not-cleared.v1',
      'mail-received.v1',
    ];
    expect(new Set(transitions.map(({ event }) => event))).toEqual(
      new Set(Object.keys(catalogue).filter((type) => !notAboutCases.includes(type))),
    );
  });

  test.each<[string, readonly Transition[], string]>([
    [
      'a status nobody gets to',
      [...transitions, { from: 'ghost' as CaseStatus, event: 'referral-withdrawn.v1', to: 'withdrawn' }],
      'ghost is never reached',
    ],
    [
      'a dead end',
      [...transitions, { from: 'held', event: 'email-sent.v1', to: 'limbo' as CaseStatus }],
      'limbo leads to no end',
    ],
    [
      'an end that goes on',
      [...transitions, { from: 'withdrawn', event: 'referral-amended.v2', to: 'eligible' }],
      'withdrawn is an end, but referral-amended.v2 is listed after it',
    ],
    [
      'an event after an end that is not listed there',
      [...transitions, { from: 'withdrawn', event: 'child-turned-18.v1', to: 'withdrawn' }],
      'withdrawn is an end, but child-turned-18.v1 is listed after it',
    ],
    [
      'an event listed after an end that leads out of it',
      [...transitions, { from: 'stayed', event: 'child-turned-18.v1', to: 'eligible' }],
      'stayed is an end, but child-turned-18.v1 is listed after it',
    ],
    [
      'a row said twice',
      [...transitions, { from: 'held', event: 'hold-kept.v1', to: 'held' }],
      'held + hold-kept.v1 [] is listed twice',
    ],
    [
      'a rival without a guard',
      [...transitions, { from: 'paused', event: 'case-resumed.v1', to: 'held' }],
      'paused + case-resumed.v1 has several rows, and one without a guard',
    ],
    [
      'an unknown event',
      [...transitions, { from: 'held', event: 'held-gone.v1' as 'hold-kept.v1', to: 'held' }],
      'held-gone.v1 is not in the catalogue',
    ],
    [
      'no way into the offers',
      without({ event: 'offers-made.v1' }, { event: 'offers-kept.v1' }, { event: 'offer-promoted.v1' }),
      'offered is never reached',
    ],
  ])('%s is found', (_, rows, words) => {
    expect(flawsIn(rows)).toContain(words);
  });

  test('has a guard or none, and says a refusal once', () => {
    expect(transitions.filter((row) => 'guard' in row && row.guard === undefined)).toEqual([]);
    const refused = { type: 'child-refused.v1', data: { note: 'n' } } as EventDraft;
    expect(() => statusAfter('child-refused', aCase({ status: 'child-refused' }), refused, NOW)).toThrow(
      /no row/,
    );
  });

  test('knows the ends', () => {
    expect(Object.keys(finalStatuses).every((status) => isFinal(status as CaseStatus))).toBe(true);
    expect(isFinal('held')).toBe(false);
  });
});

describe('an event moves a case', () => {
  const siblings = aCase({
    status: 'offered',
    facts: aReferral({ children: [aChild(), aChild({ number: 2 })] }),
  });
  const birthday = (child: number) => ({ type: 'child-turned-18.v1', data: { child } }) as const;

  test('by its guard: one child of two, then the other', () => {
    expect(statusAfter('offered', siblings, birthday(1), NOW)).toBe('offered');
    expect(statusAfter('offered', { ...siblings, turned18: [2] }, birthday(1), NOW)).toBe('turned-18');
  });

  test.each([
    ['2026-11-22', 'accepted'],
    ['2026-11-23', 'transfer-arranged'],
    ['2026-11-24', 'transfer-arranged'],
    [undefined, 'accepted'],
  ])('by the day of the move: %s, found on 23 November, leads to %s', (moveOn, to) => {
    const placement = moveOn === undefined ? {} : { placement: { moveOn } as never };
    const paused = aCase({
      status: 'paused',
      pause: { from: 'transfer-arranged', at: NOW },
      ...placement,
    });
    expect(statusAfter('paused', paused, { type: 'case-resumed.v1', data: { foundAt: NOW } }, NOW)).toBe(to);
  });

  test('and none when nothing says where it stood', () => {
    const resumed = { type: 'case-resumed.v1', data: { foundAt: NOW } } as const;
    expect(() => statusAfter('paused', aCase({ status: 'paused' }), resumed, NOW)).toThrow(
      /no row for case-resumed.v1 from paused/,
    );
  });

  test('and none that the table does not have', () => {
    expect(() => statusAfter('withdrawn', siblings, birthday(1), NOW)).toThrow(
      /no row for child-turned-18.v1 from withdrawn/,
    );
  });
});

test('the nation of every published authority is in its code', () => {
  for (const { code, nation } of publishedCouncils) expect(nationOf(code)).toBe(nation);
});

test.each(['SEHSCT', 'SE10000016', 'E100000160', 'W0600001', 'N09000003'])(
  'a code that is not ONS’s of England, Wales or Scotland is one of Northern Ireland: %s',
  (code) => {
    expect(nationOf(code)).toBe('Northern Ireland');
  },
);

test('the diagram of the life of a case is the table’s', () => {
  const readme = readFileSync(new URL('../../shared/core/README.md', import.meta.url), 'utf8');
  const [, drawn] =
    /<!-- case-diagram:start -->\s*```mermaid\n([\s\S]*?)```\s*<!-- case-diagram:end -->/.exec(readme) ?? [];
  expect(drawn?.trim()).toBe(caseDiagram());
});

test('the diagram shows every way from one status to another, and every status', () => {
  const diagram = caseDiagram();
  for (const { from, to } of transitions) {
    for (const status of [from, to])
      if (status !== 'new') expect(diagram).toContain(status.replaceAll('-', '_'));
  }
  expect(diagram).toContain('[*] --> eligible: referral received');
  expect(diagram).toContain('transfer_arranged --> accepted: transfer failed');
  expect(diagram).toContain('child turned 18 (last child) to turned 18');
});
