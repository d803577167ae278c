import { partsTakenOver } from '../../../events/council-succeeded.v1.ts';
import { hasEnded, successionOf } from '../calendar/in-force.ts';
import { addDays, instantAt } from '../calendar/working-days.ts';
import type { Case } from './case.ts';
import { findsToDecide } from './responsible.ts';

type Part = (typeof partsTakenOver)[number];

/** Councils with a part in a case as it stands, by part: whoever takes over from one takes over that. */
const councilsBy = (subject: Case): Record<Part, readonly unknown[]> => {
  const { facts, offers, placement } = subject;
  return {
    'entry-authority': [facts.entryAuthority],
    'receiving-authority': [placement?.council],
    'asked-council': offers
      .filter(({ status }) => status === 'live' || status === 'asked' || status === 'promised')
      .map(({ council }) => council),
    area: [placement?.placedIn, ...findsToDecide(subject).map(({ council }) => council)],
  };
};

/** The parts that a council has in a case as it stands, those that somebody has to take over when it ends. */
export const partsOf = (subject: Case, council: string): readonly Part[] => {
  const by = councilsBy(subject);
  return partsTakenOver.filter((part) => by[part].includes(council));
};

const councilsIn = (subject: Case): readonly string[] => [
  ...new Set(
    Object.values(councilsBy(subject))
      .flat()
      .filter((code) => typeof code === 'string'),
  ),
];

/** Councils of a case that have ended by a day, and whose part in it nobody has taken over yet. @param today Europe/London, YYYY-MM-DD */
export const endedIn = (subject: Case, today: string): readonly string[] =>
  councilsIn(subject).filter((code) => hasEnded(code, today));

/** What a person has to decide of a case as long as one of its councils has ended and nobody has taken over. */
export const TAKE_OVER = 'say which council takes over';

/** When councils of a case end, or did, as far as nobody was told of it in this case: UTC. `key` goes into `told`. */
export const endsOf = (subject: Case): readonly { readonly at: string; readonly key: string }[] =>
  councilsIn(subject).flatMap((code) => {
    const key = `ended:${code}`;
    const ends = successionOf(code);
    return ends === undefined || subject.told.includes(key)
      ? []
      : [{ at: instantAt(addDays(ends.lastDay, 1), '00:00'), key }];
  });
