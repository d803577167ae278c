import { londonDate, londonTime } from '../../../shared/core/calendar/working-days.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import { faultWords } from './kernel/faults.ts';
import { type Given, type Least, retell } from './shrink.ts';

const MOST_LINES = 60;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const names = new Map(everyCouncil().map(({ code, name }) => [code, name]));
/** Councils by their names in place of their codes. */
export const named = (words: string): string =>
  words.replaceAll(
    /(?:council:)?\b([A-Z]\d{8}|[A-Z]{4,5}T)\b/g,
    (whole, code: string) => names.get(code) ?? whole,
  );

/** A moment as a story tells it, London time. */
export const clock = (at: number): string => {
  const instant = new Date(at).toISOString();
  const date = londonDate(instant);
  return `${weekdays[new Date(`${date}T12:00:00Z`).getUTCDay()]} ${date} ${londonTime(instant).slice(0, 8)}`;
};

/** A failing world in words: what broke, what it takes for it, and what happened, one line for each thing. */
export async function storyOf(given: Given, least: Least): Promise<string> {
  const { kernel, policy, stories } = await retell(given, least);
  const { seed, manners } = given;
  const { failure, referrals, faults, tries } = least;
  const about = new Set(
    kernel.trace.lines.flatMap(({ about }) => (about?.startsWith('NTS-') ? [about] : [])),
  );
  const told = kernel.trace.lines.filter(
    ({ about: of, words }) =>
      (of !== undefined && about.has(of)) ||
      [...about].some((caseId) => words.includes(caseId)) ||
      words.startsWith('FAULT'),
  );
  const lines =
    told.length > MOST_LINES ? [...told.slice(0, 12), undefined, ...told.slice(12 - MOST_LINES)] : told;
  return [
    `World ${seed} breaks the rule "${failure.rule}":`,
    `  ${named(failure.words)}`,
    '',
    `It takes ${referrals.length} of its referrals (${stories.map(({ number }) => number).join(', ')}) and ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}, under ${policy.id} (found in ${tries} tries):`,
    ...faults.map(({ place, fault }) => `  - ${fault}: ${faultWords[fault]}\n    at ${named(place)}`),
    '',
    'What happened:',
    ...lines.map((line) =>
      line === undefined
        ? `  … ${told.length - MOST_LINES} lines left out …`
        : `  ${clock(line.at)}  ${line.about === undefined ? '' : `${line.about}  `}${named(line.words)}`,
    ),
    `  ${clock(failure.at)}  => ${failure.rule}`,
    '',
    `Again: npm run simulate -- --world ${seed}${manners === undefined ? '' : ` --silent ${manners.silent} --slow ${manners.slow}`}`,
  ].join('\n');
}
