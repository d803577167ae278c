import * as z from 'zod';
import { CaseReference } from '../../events/envelope.ts';
import { ChildFacts, ReferralFacts } from '../../events/referral.ts';
import { parted, particularsShape, saysSomething } from '../../shared/core/particulars.ts';
import { type Draft, type Problem, settledBirth } from './draft.ts';
import { MOST_ROWS, type Sheet } from './read-table.ts';

const Child = ChildFacts.extend(particularsShape);

/** The facts of referral-received.v1, with what is sealed of the children beside each; `reference` adds to a case. */
const Referral = ReferralFacts.partial().extend({
  children: z.array(Child).min(1).max(20).optional(),
  reference: CaseReference.optional(),
});
type Referral = z.infer<typeof Referral>;

const LISTED = 20;
const unread = (words: string): Sheet => ({ drafts: [], problems: [{ where: 'The JSON file', words }] });

/** One referral or a list of them; a file that breaks the shape anywhere is not read at all: a system wrote it, and can be mended. */
export function readJson(text: string, council: string, today: string): Sheet {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return unread(
      'The file is not JSON. Send the shape of events/schemas/referral-received.v1.json, field "facts".',
    );
  }
  const list = Array.isArray(given) ? given : [given];
  if (list.length === 0) return unread('The list in it is empty. Write one entry for each referral.');
  if (list.length > MOST_ROWS)
    return unread(`It has more than ${MOST_ROWS} referrals. Send at most ${MOST_ROWS} in one e-mail.`);
  const drafts: Draft[] = [];
  const problems: Problem[] = [];
  for (const [index, one] of list.entries()) {
    const where = `Referral ${index + 1}`;
    const read = Referral.safeParse(factsIn(one));
    if (!read.success)
      for (const { path, message } of read.error.issues.slice(0, LISTED))
        problems.push({
          where: path.length === 0 ? where : `${where}, ${path.join('.')}`,
          words: `${message}.`,
        });
    else if (read.data.entryAuthority !== undefined && read.data.entryAuthority !== council)
      problems.push({
        where: `${where}, entryAuthority`,
        words: 'This is not your council. Only the authority that looks after a child refers the child.',
      });
    else drafts.push(draft(index + 1, where, read.data, today));
  }
  return problems.length > 0 ? { drafts: [], problems } : { drafts, problems };
}

const factsIn = (given: unknown): unknown =>
  typeof given === 'object' && given !== null && 'facts' in given ? given.facts : given;

function draft(row: number, where: string, read: Referral, today: string): Draft {
  const { reference, entryAuthority: _ours, children, ...facts } = read;
  const problems: Problem[] = [];
  const split = children?.map(({ dateOfBirth, ...child }) => {
    const born = settledBirth({
      ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
      rest: child,
      today,
      where: `${where}, child ${child.number}`,
      problems,
    });
    return parted(
      born === undefined
        ? child
        : {
            ...child,
            dateOfBirth: born,
            turns18Month: `${Number(born.slice(0, 4)) + 18}${born.slice(4, 7)}`,
          },
    );
  });
  return {
    row,
    reference,
    facts: {
      ...facts,
      ...(split === undefined ? {} : { children: split.map((child) => child.facts as ChildFacts) }),
    } as Draft['facts'],
    particulars: (split ?? []).map((child) => child.particulars).filter(saysSomething),
    problems,
  };
}
