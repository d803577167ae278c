import { decidedBetween, type Placed } from '../../../shared/core/allocation/turn-order.ts';
import { authorityName, knownRegion } from '../../../shared/words/authority-names.ts';
import { MOST_DECIMALS, shareWords } from '../../../shared/words/verdicts.ts';

/** Two numbers in words, with as few decimals as tell them apart, and no less than `least`. */
function toldApart(
  words: (value: number, decimals: number) => string,
  first: number,
  second: number,
  least: number,
): readonly [string, string] {
  for (let decimals = least; decimals < MOST_DECIMALS; decimals += 1) {
    const said = [words(first, decimals), words(second, decimals)] as const;
    if (said[0] !== said[1]) return said;
  }
  return [words(first, MOST_DECIMALS), words(second, MOST_DECIMALS)];
}

const lastTurn = (arrival: number): string => (arrival === 0 ? 'never' : `with arrival ${arrival}`);

/**
 * What decided that one council stands before another, in one or two sentences, with the number of each: of their regions where these
 * differ, else of the two councils.
 */
export function orderWords(before: Placed, after: Placed): string {
  const decided = decidedBetween(before.turn, after.turn);
  const [first, second] = [authorityName(before.council), authorityName(after.council)];
  switch (decided.by) {
    case 'link':
      return before.turn.link === 'sibling'
        ? `${first} is where a sibling is, and that comes first.`
        : `${first} is where the child has family, and that goes before every turn.`;
    case 'lead-chose':
      return `The lead of its region chose ${first}, and that goes before every turn.`;
    case 'beside':
      return after.turn.beside === before.turn.beside
        ? 'Councils that are asked beside the others take turns in that.'
        : after.turn.beside
          ? `${second} is asked beside the others, because it does not answer.`
          : `${first} is asked beside the others, so that it is heard of again.`;
    case 'waits':
      return after.turn.waits === 'silent'
        ? `${second} does not answer, so it comes after ${first}.`
        : `${second} has caught up as fast as it may for now, so it comes after ${first}.`;
    case 'unheard':
      return `In the region of ${second} only councils that do not answer could take the children. So the region of ${first} goes first.`;
    case 'community':
      return `The child has a community in ${first}, so it goes first in its region.`;
    default: {
      const isRegion = decided.of === 'region';
      const [one, other] = isRegion
        ? [knownRegion(before.region) ?? before.region, knownRegion(after.region) ?? after.region]
        : [first, second];
      const share = isRegion ? 'its share of the nation’s turns' : 'its share of the region’s turns';
      switch (decided.by) {
        case 'owed': {
          const [a, b] = toldApart(shareWords, decided.first, decided.second, 1);
          return `${one} is ${a.replace('its share', share)}. ${other} is ${b}.`;
        }
        case 'deadline': {
          const children = (value: number, decimals: number) => value.toFixed(decimals);
          const [a, b] = toldApart(children, decided.first, decided.second, 1);
          return `The next turn of ${one} falls due after ${a} more children. That of ${other} falls due after ${b}.`;
        }
        case 'last':
          return `${decided.sameDeadline ? `The next turns of ${one} and ${other} fall due at the same time` : `${one} and ${other} are owed the same`}, and ${one} has waited longer. It last had a turn: ${lastTurn(decided.first)}; ${other}: ${lastTurn(decided.second)}.`;
        case 'no-weight':
          return `${other} has no share of its own, so it comes after ${one}.`;
        case 'paced':
          return `${other} has caught up as fast as it may for now, or does not answer. So it comes after ${one}.`;
        default:
          return decided.sameDeadline
            ? `The next turns of ${one} and ${other} fall due at the same time, and both have waited as long. So the order of their codes decides.`
            : `Nothing sets ${one} and ${other} apart here, so the order of their codes says which of the two comes first.`;
      }
    }
  }
}

/** Why a council stands where it does: against the next for the one that is chosen, against the one before it for every other. */
export function whyHere(order: readonly Placed[], at: number): string {
  const here = order[at];
  const [before, after] = at === 0 ? [here, order[1]] : [order[at - 1], here];
  if (before === undefined || after === undefined) return 'Nobody else can take the children.';
  return orderWords(before, after);
}
