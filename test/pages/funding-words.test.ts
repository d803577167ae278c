import { expect, test } from 'vitest';
import { caseModel } from '../../functions/pages/coordinator/case-model.ts';
import { councilModel } from '../../functions/pages/councils/council-model.ts';
import { transferModel } from '../../functions/pages/transfer/transfer-model.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aCouncil, anOffer, aPlacement, aReferral, NOW } from '../builders.ts';

const HEADING = 'What the record proves for funding';
const moved = (handedOverAt?: string) =>
  aCase({
    status: handedOverAt === undefined ? 'accepted' : 'transferred',
    facts: aReferral({ entryAuthority: 'E10000016' }),
    openedAt: '2024-09-02T09:00:00.000Z',
    offers: [anOffer({ madeAt: '2024-09-03T09:00:00.000Z', status: 'accepted' })],
    placement: aPlacement({ offerId: '1-1', ...(handedOverAt === undefined ? {} : { handedOverAt }) }),
  });
const said = (theCase: ReturnType<typeof moved>) =>
  [caseModel(theCase, NOW), transferModel(theCase, 'E10000014', NOW, true)].map(
    ({ sections = [], after = [] }) =>
      [...sections, ...after].find(({ heading }) => heading === HEADING)?.rows?.map(({ value }) => value),
  );

test('the coordinator and the receiving council see after the handover which times prove which payment', () => {
  const rows = [
    '10am on Monday 2 September 2024, 4 working days before the handover',
    '10am on Tuesday 3 September 2024, 3 working days before the handover',
    '11am on Friday 6 September 2024',
    '£15,000, within 2 working days of the notification, 25 July 2024 to 30 November 2024: not in time\n£6,000, within 5 working days of the notification, 25 July 2024 to 30 November 2024: in time',
  ];
  expect(said(moved('2024-09-06T10:00:00.000Z'))).toEqual([rows, rows]);
  expect(said(moved('2026-11-23T09:00:00.000Z'))[0]?.[3]).toBe(
    'None known for a move from there on that day',
  );
});

test('before the handover nothing is said of payments', () => {
  expect(said(moved())).toEqual([undefined, undefined]);
});

test('a council’s page has both thresholds: of the transfer, and of the funding', () => {
  const rows = (count: number | null) =>
    councilModel(
      aCouncil({ caredFor: { count, asAt: '2025-03-31', source: 'published' } }),
      policyNamed('nts-2026'),
      NOW,
      {},
    )
      .sections?.[0]?.rows?.filter(({ label }) => label === 'Asked below' || label === 'Nightly funding')
      .map(({ value }) => value);
  expect(rows(90)).toEqual([
    '100 children in its care\n0.1 % of its children, by policy nts-2026',
    'The rate at or over 0.07 % of its children (70 children): £143 a child, by the figures of December 2022',
  ]);
  expect(rows(60)?.[1]).toContain('The rate below 0.07 %');
  expect(rows(null)?.[1]).toBe('No count is known to say which rate');
});
