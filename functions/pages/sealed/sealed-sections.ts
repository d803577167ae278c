import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { labelOf } from '../../../shared/core/referral/fact-labels.ts';
import {
  type ChildParticulars,
  isParticular,
  type ParticularField,
  particularsShape,
  type SocialWorker,
} from '../../../shared/core/referral/particulars.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { nationalities } from '../../../shared/runtime/nationalities.ts';
import type { Row } from '../journey/answer-words.ts';
import type { Section } from '../landing.ts';
import { authorityName } from '../words/authority-names.ts';

/** Everything that is sealed of a placement, as it was read. */
export interface Unsealed {
  readonly children: readonly ChildParticulars[];
  readonly socialWorker: SocialWorker | undefined;
  /** Addresses of the two councils' duty desks, by code. */
  readonly desks: readonly { readonly council: string; readonly contacts: Contacts | undefined }[];
}

const given = (label: string, value: string | undefined): Row[] =>
  value === undefined ? [] : [{ label, value }];

function wordsOf(field: ParticularField, value: string): string {
  if (field === 'dateOfBirth') return dateWords(value);
  if (field === 'nationality') return nationalities().find(({ code }) => code === value)?.name ?? value;
  return value;
}

function childSection(child: ChildParticulars | undefined, number: number, only: boolean): Section {
  const heading = only ? 'The child' : `Child ${number}`;
  const rows =
    child === undefined
      ? []
      : Object.keys(particularsShape())
          .filter(isParticular)
          .flatMap((field) => {
            const value = child[field];
            return value === undefined
              ? []
              : [{ label: labelOf(field) ?? field, value: wordsOf(field, value) }];
          });
  return rows.length > 0
    ? { heading, rows }
    : { heading, text: ['Nothing was sealed for this child. Ask the entry authority.'] };
}

const workerRows = ({ name, phone, email }: SocialWorker): Row[] => [
  { label: 'Name', value: name },
  ...given('Telephone', phone),
  ...given('E-mail', email),
];

/** The sealed details, part by part. A child who has turned 18 is no child of the placement any more and is left out. */
export function sealedSections(
  { facts, turned18, placement }: Case,
  { children, socialWorker, desks }: Unsealed,
): Section[] {
  const numbers = facts.children.map(({ number }) => number).filter((number) => !turned18.includes(number));
  return [
    ...numbers.map((number) =>
      childSection(
        children.find((child) => child.number === number),
        number,
        facts.children.length === 1,
      ),
    ),
    ...(numbers.length === 0 ? [{ heading: 'The children', text: ['All have turned 18.'] }] : []),
    {
      heading: 'Social worker at the receiving authority',
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
