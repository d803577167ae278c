import { expect, test } from 'vitest';
import type { AnyEvent } from '../../../events/catalogue.ts';
import { checkAllocation } from '../../../shared/core/allocation/allocation.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { aCouncil } from '../../builders.ts';
import { inputsWith } from '../../core/allocation-inputs.ts';
import { SilenceWatch } from './watch/silence.ts';

const [FIRST, OTHER] = ['E10000014', 'E10000030'];
const said = (type: string, council: string) => ({ type, data: { council } }) as AnyEvent;
/** A decision that asks the first of two, as if nobody knew of its silence. */
const asksFirst = (policy: string, others: readonly string[] = [OTHER]) => {
  const councils = [FIRST, ...others].map((code) => aCouncil({ code }));
  const decision = checkAllocation(inputsWith(councils, {}, { policy }));
  if (decision.kind !== 'offer' || decision.chosen.council !== FIRST) throw new Error('another is asked');
  return decision;
};
const asked = (watch: SilenceWatch, times: number, decision = asksFirst('nts-2026')): void => {
  for (let child = 0; child < times; child += 1) watch.asked('NTS-0000-0000', decision);
};

test('the third child of a council that answers nothing ends the world', () => {
  const watch = new SilenceWatch(policyNamed('nts-2026'));
  asked(watch, 5);
  watch.committed([said('offer-expired.v1', FIRST)]);
  asked(watch, 2);
  expect(() => asked(watch, 1)).toThrow(/child number 3 for whom E10000014 is asked first/);
});

test.each(['offer-answered.v1', 'offer-read.v1', 'capacity-declared.v1'])(
  'a council of which %s is heard again',
  (type) => {
    const watch = new SilenceWatch(policyNamed('nts-2026'));
    watch.committed([said('offer-expired.v1', FIRST)]);
    asked(watch, 2);
    watch.committed([said(type, FIRST)]);
    expect(() => asked(watch, 3)).not.toThrow();
  },
);

test('a council that answers an offer which no longer stands is heard again', () => {
  const watch = new SilenceWatch(policyNamed('nts-2026'));
  watch.committed([said('offer-expired.v1', FIRST)]);
  asked(watch, 2);
  watch.heard(FIRST);
  expect(() => asked(watch, 3)).not.toThrow();
});

test('where nobody else could be asked, or the policy asks everyone alike, nothing is wrong', () => {
  for (const [policy, others, silent] of [
    ['nts-2026', [], [FIRST]],
    ['nts-2026', [OTHER], [FIRST, OTHER]],
    ['nts-2025', [OTHER], [FIRST]],
  ] as const) {
    const watch = new SilenceWatch(policyNamed(policy));
    watch.committed(silent.map((code) => said('offer-expired.v1', code)));
    expect(() => asked(watch, 9, asksFirst(policy, others))).not.toThrow();
  }
});
