import { AuthorityCode, CaseReference } from '../../events/envelope.ts';
import type { Draft, Problem } from './draft.ts';
import { MOST_ROWS, type Sheet } from './read-table.ts';
import { takeWhatFits } from './take-what-fits.ts';

const unread = (words: string): Sheet => ({ drafts: [], problems: [{ where: 'The JSON file', words }] });

interface About {
  readonly council: string;
  readonly today: string;
  /** Whether the mail answers one of ours: what stands alone in its file then adds to that case. */
  readonly reply: boolean;
}

const fieldOf = (given: unknown, field: string): unknown =>
  typeof given === 'object' && given !== null && Object.hasOwn(given, field)
    ? (given as Record<string, unknown>)[field]
    : undefined;

/** One request in the shape of the API, or a list of them. With "reference" beside its facts it adds to a case. */
export function readJson(text: string, about: About): Sheet {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return unread(
      'The file is not JSON. Check quotes, commas and brackets. /api/openapi.json describes what belongs in it: ReferralRequest.',
    );
  }
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) return unread('The list in it is empty. Write one entry for each referral.');
  if (list.length > MOST_ROWS)
    return unread(`It has more than ${MOST_ROWS} referrals. Send at most ${MOST_ROWS} in one e-mail.`);
  const drafts: Draft[] = [];
  const problems: Problem[] = [];
  for (const [index, one] of list.entries()) {
    const { draft, problems: found } = readOne(one, index + 1, list.length === 1, about);
    if (draft === undefined) problems.push(...found);
    else drafts.push({ ...draft, problems: found });
  }
  return { drafts, problems };
}

function readOne(
  one: unknown,
  row: number,
  alone: boolean,
  { council, today, reply }: About,
): { readonly draft: Omit<Draft, 'problems'> | undefined; readonly problems: readonly Problem[] } {
  const entry = `Referral ${row}`;
  const authority = fieldOf(one, 'entryAuthority');
  if (authority !== council && AuthorityCode.safeParse(authority).success)
    return {
      draft: undefined,
      problems: [
        {
          where: `${entry}, entryAuthority`,
          words: 'This is not your council. Only the authority that looks after a child refers the child.',
        },
      ],
    };
  const reference = CaseReference.safeParse(fieldOf(one, 'reference')).data;
  const adds = fieldOf(one, 'reference') !== undefined || (reply && alone);
  const { taken, problems } = takeWhatFits(one, { council, today, adds });
  return {
    draft: taken && { row, where: entry, reference, ofMany: !alone, ...taken },
    problems: [
      ...problems.map(({ where, words }) => ({ where: where === '' ? entry : `${entry}, ${where}`, words })),
      ...(taken === undefined ? [{ where: entry, words: NOT_TAKEN }] : []),
    ],
  };
}

const NOT_TAKEN = 'Nothing of it was recorded. Put right what is said of it above, and send it again.';
