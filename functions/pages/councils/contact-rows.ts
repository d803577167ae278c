import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Returned } from '../../../shared/core/desks.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import type { Row } from '../forms/answer-words.ts';
import { cameBackWords, contactWords } from '../words/contact-words.ts';

/** Whether e-mail reaches an address, as far as is known: only what does not arrive is told. */
const arrivalWords = (returned: Returned | undefined): string => {
  if (returned === undefined) return 'Arrives, as far as we know';
  const on = dateWords(londonDate(returned.at));
  return returned.why === 'not-delivered'
    ? `Came back on ${on}. ${cameBackWords[returned.why]}. The next one is sent there again`
    : `${returned.why === 'unwanted' ? 'Marked as unwanted' : 'Comes back'} since ${on}. ${cameBackWords[returned.why]}`;
};

/** A desk's contacts: where each is, what it is for, and whether e-mail arrives. */
export function contactRows(contacts: Contacts | undefined): readonly Row[] {
  if (contacts === undefined)
    return [{ label: 'Addresses', value: 'None. The coordinators get all email to this council' }];
  const { dutyDesk, second, returned } = contacts;
  return [
    { label: 'Duty desk', value: dutyDesk },
    { label: 'Gets', value: 'All email to the council' },
    { label: 'Email there', value: arrivalWords(returned?.dutyDesk) },
    { label: 'Second contact', value: second ?? 'None' },
    {
      label: 'Gets',
      value: 'What matters most, and all that the duty desk does not get',
    },
    ...(second === undefined ? [] : [{ label: 'Email there', value: arrivalWords(returned?.second) }]),
  ];
}

/** Of which of a desk's contacts e-mail comes back, and why, in one line. */
export const unreachedWords = ({ returned }: Contacts): readonly string[] =>
  (
    [
      ['duty-desk', returned?.dutyDesk],
      ['second', returned?.second],
    ] as const
  ).flatMap(([contact, mark]) =>
    mark === undefined
      ? []
      : [
          `${capitalised(contactWords[contact])}, ${dateWords(londonDate(mark.at))}: ${cameBackWords[mark.why]}`,
        ],
  );
