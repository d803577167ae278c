import { hasEnded, MAILBOX_DAYS, type Succession } from '../../../shared/core/calendar/in-force.ts';
import { addDays, dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { isToAvoid } from '../../../shared/core/referral/areas-to-avoid.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { capitalised, listWords, plural } from '../../../shared/words/counting.ts';
import { listPage } from '../views/list-pages.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { statusTag } from '../words/case-words.ts';
import { partsInWords } from '../words/parts-of-councils.ts';
import type { Left, LeftCase } from './what-is-left.ts';

/** A council that takes over, as far as others need something of it. */
export interface Heir {
  readonly code: string;
  readonly hasAddress: boolean;
  readonly hasDeclared: boolean;
  readonly hasKey: boolean;
}

/** What is known of a council that ends. */
export interface Ending {
  readonly succession: Succession;
  readonly left: Left;
  readonly heirs: readonly Heir[];
  /** Whether its system has a key. */
  readonly hasKey: boolean;
  /** What it had left when a coordinator began to give it on; undefined before. */
  readonly atFirst: number | undefined;
}

export const leftCount = ({ cases, drafts }: Left): number => cases.length + drafts.length;

const shareWords = ({ begins }: Succession): string => {
  const all = begins.reduce((sum, { childPopulation }) => sum + childPopulation, 0);
  return begins
    .map(({ name, childPopulation }) =>
      begins.length === 1 ? name : `${name} (${Math.round((100 * childPopulation) / all)} % of its children)`,
    )
    .join('\n');
};

const heirWords = ({ hasAddress, hasDeclared, hasKey }: Heir, oldHasKey: boolean): string =>
  [
    hasAddress
      ? 'It has an address of its own.'
      : 'It has no email address yet. Nobody there can sign in or be told: see to that first.',
    hasDeclared ? 'It has declared its places.' : 'It has not declared its places. It is reminded.',
    ...(hasKey
      ? ['Its system has a key.']
      : oldHasKey
        ? ['Its system has no key. It is told to ask for one.']
        : []),
  ].join('\n');

function caseWords({ theCase, parts }: LeftCase, { begins }: Succession): string {
  const { facts, placement, status } = theCase;
  const unsafe = parts.some((part) => part !== 'entry-authority')
    ? begins.filter(({ code }) => isToAvoid(facts, code))
    : [];
  return [
    capitalised(partsInWords(parts)),
    placement?.handedOverAt === undefined
      ? statusTag(status).text
      : `Handed over on ${dateWords(londonDate(placement.handedOverAt))}`,
    ...unsafe.map(({ name }) => `It cannot go to ${name}: that area is not safe for the child`),
  ].join('\n');
}

function whatIsLeftSection({ left, succession }: Ending, request: PageRequest): Section {
  const rows = [
    ...left.cases.map((one) => ({ label: one.theCase.id, value: caseWords(one, succession) })),
    ...left.drafts.map(({ at }) => ({
      label: 'Not sent',
      value: `A referral that was begun on ${dateWords(londonDate(at))}`,
    })),
  ];
  const page = listPage(request, 'page', rows.length, 'what is left');
  return {
    heading: 'What is left',
    ...(rows.length === 0 ? { text: ['Nothing is left to give.'] } : {}),
    rows: rows.slice(page.from, page.to),
    page,
  };
}

const whatBecomesOf = ({ name, begins, lastDay }: Succession): readonly string[] => {
  const shared = begins.length === 1 ? '' : ', by the children of each';
  return [
    'Each case that you give is passed on whole: the referral, the offer or the placement, what counts with it, and what is sealed.',
    `The published figure of ${name}, and the turns that it owed or was owed, go to those that take over${shared}. That happens by itself.`,
    'Declared places do not pass on. Each council declares its own, and is reminded. What it has counted itself is not counted again.',
    'Referrals that were begun and not sent move to the council that you choose, with all that was typed.',
    `The key of its system opens nothing after ${dateWords(lastDay)}.`,
    `Its mailbox can sign in until ${dateWords(addDays(lastDay, MAILBOX_DAYS))}. Its list says who took over.`,
  ];
};

/** The page of a council that ends: what it has left, what becomes of it, and who takes over. */
export function successionModel(ending: Ending, request: PageRequest, now: string): PageModel {
  const { succession, left, heirs, hasKey, atFirst } = ending;
  const { name, lastDay, source } = succession;
  const ended = hasEnded(succession.ends, londonDate(now));
  const count = leftCount(left);
  const first = dateWords(addDays(lastDay, 1));
  return {
    title: `What ${name} leaves`,
    caption: 'A council that ends',
    status: ended
      ? { text: 'Ended', colour: 'grey' }
      : { text: `Ends on ${dateWords(lastDay)}`, colour: 'orange' },
    ...(ended
      ? {}
      : { lead: [`From ${first} you give here what ${name} leaves. Until then it goes on as before.`] }),
    sections: [
      {
        heading: 'How it stands',
        rows: [
          { label: 'Last day', value: `${dateWords(lastDay)}\n${source}` },
          { label: 'Takes over', value: shareWords(succession) },
          ...(atFirst === undefined
            ? []
            : [{ label: 'Done', value: `${Math.max(0, atFirst - count)} of ${Math.max(atFirst, count)}` }]),
          {
            label: ended ? 'Left' : 'Has now',
            value: listWords([
              plural(left.cases.length, 'case'),
              plural(left.drafts.length, 'referral that was not sent', 'referrals that were not sent'),
            ]),
          },
          ...(left.brokenOff === 0
            ? []
            : [
                {
                  label: 'Broken off',
                  value: `${plural(left.brokenOff, 'referral')} whose sending broke off: its own people send it again from their list`,
                },
              ]),
        ],
      },
      {
        heading: 'Who takes over',
        rows: heirs.map((heir) => ({
          label: succession.begins.find(({ code }) => code === heir.code)?.name ?? heir.code,
          value: heirWords(heir, hasKey),
        })),
      },
      whatIsLeftSection(ending, request),
      { heading: 'What becomes of it', points: whatBecomesOf(succession) },
    ],
    links: [
      { text: `The page of ${name}`, href: `/councils/${succession.ends}` },
      { text: 'All councils', href: '/councils' },
    ],
    formHeading: 'Give what is left',
    formText: ['Your decision is recorded with your name, in each case.'],
  };
}
