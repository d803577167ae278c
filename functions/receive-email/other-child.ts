import type { ReferralFacts } from '../../events/referral.ts';
import { normalisedName } from '../../shared/core/referral/fingerprints.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import type { Draft } from './draft.ts';

const differ = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;

const known = (sex: string | undefined): string | undefined => (sex === 'not-known' ? undefined : sex);

/** Whether what is said of a child of a case is of somebody else, by name, date of birth or sex: whatever is known of both and differs. */
export function otherChild(
  { children }: Pick<ReferralFacts, 'children'>,
  sealed: readonly ChildParticulars[],
  { facts, particulars }: Pick<Draft, 'facts' | 'particulars'>,
): boolean {
  return children.some(({ number, sex, turns18Month }) => {
    const one = sealed.find((child) => child.number === number);
    const other = particulars.find((child) => child.number === number);
    const said = facts.children?.find((child) => child.number === number);
    const names = [one?.name, other?.name].map((name) =>
      name === undefined ? undefined : normalisedName(name),
    );
    return (
      differ(names[0], names[1]) ||
      differ(one?.dateOfBirth, other?.dateOfBirth) ||
      differ(turns18Month, said?.turns18Month) ||
      differ(known(sex), known(said?.sex))
    );
  });
}
