/** How a move goes is said alike on both councils' pages and in the history. */
import { expect, test } from 'vitest';
import { entryModel } from '../../functions/pages/entry/entry-model.ts';
import { transferModel } from '../../functions/pages/transfer/transfer-model.ts';
import { eventWords } from '../../functions/pages/words/event-words.ts';
import { handoverRows } from '../../functions/pages/words/handover-words.ts';
import type { Handover } from '../../shared/core/case/case.ts';
import { aCase, NOW } from '../builders.ts';
import { HAMPSHIRE } from '../core/a-scheme.ts';

const agreed: Handover = {
  escort: 'both',
  handoverPlace: 'new-placement',
  handoverTime: '14:00',
  safetyPlan: true,
};
const rows = [
  { label: 'Who brings the child', value: 'Both councils together' },
  { label: 'Place of the handover', value: 'At the new placement' },
  { label: 'Time of the handover', value: '2pm' },
  { label: 'Safety plan', value: 'Exists, says the receiving authority' },
];

test('what is agreed of a handover stands on both councils’ pages, and what is not stands nowhere', () => {
  const moving = (handover?: Handover) =>
    aCase({
      status: 'transfer-arranged',
      placement: {
        council: HAMPSHIRE,
        region: 'E12000008',
        how: 'accepted',
        acceptedAt: NOW,
        children: 1,
        arrangeBy: NOW,
        moveOn: '2026-11-26',
        ...(handover === undefined ? {} : { handover }),
      },
    });
  const shown = (handover?: Handover) =>
    [transferModel(moving(handover), HAMPSHIRE, NOW, true), entryModel(moving(handover), [], NOW)].map(
      ({ sections = [] }) =>
        sections
          .flatMap((section) => section.rows ?? [])
          .filter((row) => rows.some(({ label }) => label === row.label)),
    );
  expect(shown(agreed)).toEqual([rows, rows]);
  expect(shown({ escort: 'both' })).toEqual([rows.slice(0, 1), rows.slice(0, 1)]);
  expect(shown()).toEqual([[], []]);
  expect(handoverRows()).toEqual([]);
});

test('the history says how the handover goes, and what was known when a council was asked', () => {
  const move = { council: HAMPSHIRE, moveOn: '2026-11-26', socialWorkerNamed: true, ...agreed };
  const { details } = eventWords({ type: 'transfer-arranged.v1', data: move } as never);
  expect(details.slice(1)).toEqual(rows.map(({ label, value }) => `${label}: ${value}.`));
  const warnings = [{ code: 'no-area-to-avoid', words: 'Check that none should be.' }];
  for (const [type, data] of [
    ['referral-held.v1', { reasons: [{ code: 'settled-child', words: 'settled' }], warnings }],
    ['offers-made.v1', { offers: [], warnings }],
    ['case-escalated.v1', { because: 'no-candidate', decideBy: NOW, warnings }],
  ] as const)
    expect(eventWords({ type, data } as never).details).toContain('Known then: Check that none should be.');
});
