import { describe, expect, test } from 'vitest';
import { checkAllocationUnder } from '../../shared/core/allocation/allocation.ts';
import { decide } from '../../shared/core/case/commands/decide.ts';
import { reminderIsDue } from '../../shared/core/council/commands/remind.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aCouncil, NOW } from '../builders.ts';
import { inputsWith } from './allocation-inputs.ts';

const REGION = 'N92000002';
const HUB = 'SEHSCT';
const trusts = ['BHSCT', 'NHSCT', HUB, 'SHSCT', 'WHSCT'].map((code) =>
  aCouncil({ code, name: code, nation: 'Northern Ireland', region: REGION, regionName: 'Northern Ireland' }),
);
const five = policyNamed('nts-2026');
const one = { ...five, regionHubs: { [REGION]: HUB } };

describe('Northern Ireland', () => {
  test.each([
    ['its five Trusts take turns, as no policy says otherwise', five, trusts.map(({ code }) => code)],
    ['one hub is asked for all, where a policy says so', one, [HUB]],
  ])('%s', (_, policy, expected) => {
    const decision = checkAllocationUnder(
      { ...policy, offers: { ...policy.offers, backUps: 9 } },
      inputsWith(trusts, {}, { policy: policy.id }),
    );
    if (decision.kind !== 'offer') throw new Error(`It came to ${decision.kind}.`);
    const asked = [decision.chosen, ...decision.backUps].map(({ council }) => council);
    expect(asked.toSorted()).toEqual(expected.toSorted());
    for (const { council, because } of decision.verdicts.filter(({ region }) => region === REGION))
      if (!asked.includes(council)) expect(because).toBe('through-its-hub');
  });

  test('reminds the hub alone to declare its places', () => {
    const reminded = trusts.filter((council) => reminderIsDue(council, one, '2026-11-23'));
    expect(reminded.map(({ code }) => code)).toEqual([HUB]);
    expect(trusts.filter((council) => reminderIsDue(council, five, '2026-11-23'))).toHaveLength(5);
  });

  test('lets a coordinator place a child with another Trust all the same', () => {
    const national = { state: inputsWith([]).national, version: 0, turn: 0 };
    const outcome = decide(
      aCase({ status: 'escalated', escalation: { because: 'no-candidate', decideBy: NOW } }),
      {
        kind: 'place-directly',
        council: 'WHSCT',
        reason: 'brokered-by-region',
        note: 'Agreed with the Trust.',
        overCapacity: false,
        overruled: [{ what: 'through-its-hub', because: 'best-for-child' }],
      },
      { now: NOW, actor: { kind: 'coordinator', name: 'Robin Hale' }, cause: 'test' },
      { policy: one, view: { councils: trusts, national, regions: {} } },
    );
    expect(outcome).toMatchObject({ kind: 'changed', change: { case: { placement: { council: 'WHSCT' } } } });
  });
});
