import { decidedBetween, type Placed } from '../../../shared/core/allocation/turn-order.ts';
import type { Words } from '../../../shared/words/reasons.ts';
import { explain, shareWords } from '../../../shared/words/verdicts.ts';

type Decider = ReturnType<typeof decidedBetween>;

/** What is neither of the nation's rota nor of a region's. */
const besideTheRota: Words<Exclude<Decider, { of: string }>['by'] | 'paced' | 'no-weight'> = {
  link: 'A link of the child goes before every turn.',
  'lead-chose': 'The choice of a region’s lead goes before every turn.',
  beside: 'Councils that do not answer are asked beside the others.',
  waits: 'Others go before it: it does not answer, or has caught up as fast as it may for now.',
  // Which councils do not answer is for coordinators to read (decision 55).
  unheard: 'Other regions go first for now.',
  community: 'A community link goes first in a region.',
  paced: 'Others go before it: it has caught up as fast as it may for now, or does not answer.',
  'no-weight': 'It has no share of its own, so it comes after those that have one.',
};

const inTheRota = (decided: Extract<Decider, { of: string }>): string => {
  const { by, of, second, sameDeadline } = decided;
  const [whose, next, share, who] =
    of === 'region'
      ? ['Its region', 'The next turn of its region', 'its share of the nation’s turns', 'The region']
      : ['It', 'Its next turn', 'its share of the region’s turns', 'The council'];
  const alike = `${next} and that of ${who.toLowerCase()} before it fall due at the same time`;
  switch (by) {
    case 'owed':
      return `${whose} is ${shareWords(second).replace('its share', share)}. ${who} before it is further behind.`;
    case 'deadline':
      return `${next} falls due after ${second.toFixed(1)} more children. ${who} before it is due sooner.`;
    case 'last':
      return sameDeadline
        ? `${alike}, and that one has waited longer.`
        : `As much is owed to ${who.toLowerCase()} before it, which has waited longer.`;
    case 'code':
      return sameDeadline
        ? `${alike}, and both have waited as long. So the order of their codes decides.`
        : `Nothing sets ${whose.toLowerCase()} apart from ${who.toLowerCase()} before it, so the order of their codes says which comes first.`;
    default:
      return besideTheRota[by];
  }
};

/**
 * Why a council stands where it does, by its own numbers alone: of the one before it neither the name nor a number is said.
 *
 * @param order those who could take the child, in turn
 * @param at its place there, from 0
 */
export function ownTurnWords(order: readonly Placed[], at: number): string {
  const here = order[at];
  if (here === undefined) return '';
  const before = order[at - 1];
  if (before === undefined) return 'Nobody goes before it.';
  const decided = decidedBetween(before.turn, here.turn);
  if ('of' in decided) return inTheRota(decided);
  return here.because === 'not-answering' || here.because === 'asked-beside'
    ? explain(here).replace(/^[^:]+: /, 'Others go before it: ')
    : besideTheRota[decided.by];
}
