import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { childrenInCare } from '../../../shared/core/case/responsible.ts';
import { birthsBeside, birthsDiffer } from '../../../shared/core/referral/dates-of-birth.ts';
import { type MissingField, missingFields } from '../../../shared/core/referral/missing-details.ts';
import {
  type AvoidReason,
  type ChildParticulars,
  isParticular,
  type ParticularField,
  particularsShape,
  type SocialWorker,
} from '../../../shared/core/referral/particulars.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { nationalities } from '../../../shared/runtime/nationalities.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { labelOf } from '../../../shared/words/fact-labels.ts';
import { avoidReasonWords } from '../../../shared/words/facts.ts';
import { missingLabels } from '../../../shared/words/missing-details.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import type { Section } from '../views/page-model.ts';

/** Everything that is sealed of a placement, as it was read. */
export interface Unsealed {
  readonly children: readonly ChildParticulars[];
  readonly socialWorker: SocialWorker | undefined;
  /** Addresses of the two councils' duty desks, by code. */
  readonly desks: readonly { readonly council: string; readonly contacts: Contacts | undefined }[];
}

type Opens = (field: ParticularField | MissingField) => boolean;

const given = (label: string, value: string | undefined): Row[] =>
  value === undefined ? [] : [{ label, value }];

function wordsOf(field: ParticularField, value: string): string {
  if (field === 'dateOfBirth' || birthsBeside.some((one) => one === field)) return dateWords(value);
  if (field === 'nationality') return nationalities().find(({ code }) => code === value)?.name ?? value;
  return field === 'whyToAvoid' ? avoidReasonWords[value as AvoidReason] : value;
}

/** What was said of a child since it was last recorded as missing. */
const missingRows = (
  child: ChildParticulars,
  { missingDetails = [] }: Case,
  opens: (field: MissingField) => boolean,
): Row[] =>
  missingFields.filter(opens).flatMap((field) => {
    const value = child[field];
    return value === undefined ||
      !missingDetails.some((one) => one.child === child.number && one.field === field)
      ? []
      : [
          {
            label: missingLabels[field],
            value:
              field !== 'lastSeenAt' ? value : value.length === 10 ? dateWords(value) : momentWords(value),
          },
        ];
  });

/** Dates that were given differ: which of them the rules go by. */
const whichCounts = ({ dateOfBirth }: ChildParticulars): Row => ({
  label: 'Which date counts',
  value:
    dateOfBirth === undefined
      ? 'None yet: the entry authority has not said which date it works with.'
      : 'The first: the entry authority works with it. Another date closes nothing by itself. A person decides.',
});

function childSection(
  theCase: Case,
  child: ChildParticulars | undefined,
  number: number,
  only: boolean,
  opens: Opens,
): Section {
  const heading = only ? 'The child' : `Child ${number}`;
  const rows =
    child === undefined
      ? []
      : [
          ...Object.keys(particularsShape())
            .filter(isParticular)
            .filter(opens)
            .flatMap((field) => {
              const value = child[field];
              const said =
                value === undefined ? [] : [{ label: labelOf(field) ?? field, value: wordsOf(field, value) }];
              return field === 'dateOfBirth' && birthsDiffer(child) ? [...said, whichCounts(child)] : said;
            }),
          ...missingRows(child, theCase, opens),
        ];
  return rows.length > 0
    ? { heading, rows }
    : {
        heading,
        text: [
          child === undefined || Object.keys(child).length < 2
            ? 'Nothing was sealed for this child. Ask the entry authority.'
            : 'Nothing of what is sealed of this child opens for what you have to decide.',
        ],
      };
}

const workerRows = ({ name, phone, email }: SocialWorker): Row[] => [
  { label: 'Name', value: name },
  ...given('Telephone', phone),
  ...given('Email', email),
];

/** Children on one page: with everything that carers should know, some 5 KB each. */
const CHILDREN_A_PAGE = 5;

/** The children of a group who stand on one page, counted from 0. */
export interface ChildrenPage {
  readonly page: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const numbersOf = (theCase: Case): readonly number[] => childrenInCare(theCase).map(({ number }) => number);

/** The pages of a group's sealed details: one for a family, a few for the largest group. */
export function childrenPages(theCase: Case): readonly [ChildrenPage, ...ChildrenPage[]] {
  const numbers = numbersOf(theCase);
  const pageFrom = (from: number): ChildrenPage => {
    const to = Math.min(from + CHILDREN_A_PAGE, numbers.length);
    const [first, last] = [numbers[from], numbers[to - 1]];
    return {
      page: from / CHILDREN_A_PAGE + 1,
      from,
      to,
      text: first === last ? `child ${first}` : `children ${first} to ${last}`,
    };
  };
  const others: ChildrenPage[] = [];
  for (let from = CHILDREN_A_PAGE; from < numbers.length; from += CHILDREN_A_PAGE)
    others.push(pageFrom(from));
  return [pageFrom(0), ...others];
}

/** The sealed details, part by part. A child who has turned 18, or has left care, is no child of the placement any more and is left out. */
export function sealedSections(
  theCase: Case,
  { children, socialWorker, desks }: Unsealed,
  { from, to }: ChildrenPage,
  opens: Opens = () => true,
): Section[] {
  const { facts, placement } = theCase;
  const numbers = numbersOf(theCase);
  return [
    ...numbers.slice(from, to).map((number) =>
      childSection(
        theCase,
        children.find((child) => child.number === number),
        number,
        facts.children.length === 1,
        opens,
      ),
    ),
    ...(numbers.length === 0
      ? [{ heading: 'The children', text: ['Nobody of this case is in care any more.'] }]
      : []),
    {
      // Named by who received the child, whoever has become responsible since.
      heading: `Social worker at ${placement?.movedFrom === undefined ? 'the receiving authority' : authorityName(placement.movedFrom)}`,
      ...(socialWorker === undefined
        ? {
            text: [
              placement?.socialWorker === undefined
                ? 'No social worker is named yet.'
                : 'Who was named is no longer kept.',
            ],
          }
        : { rows: workerRows(socialWorker) }),
    },
    {
      heading: 'Duty desks',
      rows: desks.map(({ council, contacts }) => ({
        label: authorityName(council),
        value:
          contacts === undefined
            ? 'No address is registered'
            : [contacts.dutyDesk, contacts.second].filter(Boolean).join('\n'),
      })),
    },
  ];
}
