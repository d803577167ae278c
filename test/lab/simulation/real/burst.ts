/** Many referrals at once: weeks of varied synthetic ones, some sent several times, some children referred a second time. */
import { createHash } from 'node:crypto';
import type { ReferralReceivedV2 } from '../../../../events/referral-received.v2.ts';
import { type SampleReferral, sampleReferrals } from '../../../../infra/local/story/sample-referrals.ts';

export interface Referred {
  readonly sample: SampleReferral;
  /** Who the children are, in truth. */
  readonly children: readonly string[];
}

/** One in so many is a second referral of children who were referred before. */
const SECOND_EVERY = 20;

/** One in so many has a reference of a child who was referred before, and is somebody else. */
const TAKEN_EVERY = 15;

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const mark = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** @param bearing whose reference the first child has; its own unless given */
function marked(sample: SampleReferral, children: readonly string[], bearing = children[0]): SampleReferral {
  const { message } = sample;
  const fingerprints = children.map((child, index) => ({
    number: index + 1,
    references: [mark(`reference of ${index === 0 ? bearing : child}`)],
    person: mark(child),
    bearers: [{ nameMark: mark(`name of ${child}`), birthMark: mark(`birth of ${child}`) }],
  }));
  return { ...sample, message: { ...message, data: { ...message.data, fingerprints } } };
}

/** The same children under another reference. */
function again(sample: SampleReferral): SampleReferral {
  const name = hex(`again ${sample.message.id}`);
  const referralId = `${name.slice(0, 8)}-${name.slice(8, 12)}-4${name.slice(13, 16)}-9${name.slice(17, 20)}-${name.slice(20, 32)}`;
  const { amendment: _, story: __, ...rest } = sample;
  const message: ReferralReceivedV2 = {
    ...sample.message,
    id: referralId,
    data: { ...sample.message.data, referralId },
  };
  return { ...rest, label: `${sample.label}, referred a second time`, copies: 1, message };
}

/**
 * So many referrals, the same for the same seed. No child in them exists.
 *
 * @param week Monday of the week in which they were written, YYYY-MM-DD
 */
export function burstOf(seed: number, referrals: number, week: string): readonly Referred[] {
  const burst: Referred[] = [];
  for (let part = 0; burst.length < referrals; part += 1)
    for (const sample of sampleReferrals(seed * 1_000 + part, week)) {
      const { referralId } = sample.message.data;
      const children = sample.sealed.map(({ number }) => `${referralId} child ${number}`);
      const isTaken = burst.length % TAKEN_EVERY === TAKEN_EVERY - 1;
      const first = marked(sample, children, isTaken ? burst.at(-1)?.children[0] : undefined);
      burst.push({ sample: first, children });
      if (burst.length % SECOND_EVERY === SECOND_EVERY - 1) burst.push({ sample: again(first), children });
      if (burst.length >= referrals) break;
    }
  return burst.slice(0, referrals);
}
