import * as z from 'zod';
import type { DataOf } from '../../../events/catalogue.ts';
import { defined } from '../../../shared/core/defined.ts';
import { domainOf, domainsOf, sameAddress } from '../../../shared/core/desks.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { oneOf, someAddress, ticked } from '../forms/answers.ts';
import { decisionStep } from '../forms/confirm-step.ts';
import type { Choice } from '../forms/question.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';
import { whatToDo } from '../forms/what-to-do.ts';
import { contactWords } from '../words/contact-words.ts';

type Changed = Pick<DataOf<'contacts-changed.v1'>, 'contact' | 'change'>;
type Contact = Changed['contact'];

const todos = ['duty-desk', 'second', 'no-second', 'duty-desk-works', 'second-works'] as const;
type Todo = (typeof todos)[number];

/** What can be changed of contacts as they are. */
const choices = (contacts: Contacts | undefined): readonly Choice[] => {
  const { second, returned } = contacts ?? {};
  const works = (contact: Contact): Choice => ({
    value: `${contact}-works`,
    text: `Say that the address of ${contactWords[contact]} works again`,
    hint: 'Ask its people first. What came back is forgotten, and email goes there again',
  });
  return [
    {
      value: 'duty-desk',
      text: contacts === undefined ? 'Give the duty desk an address' : 'Change the address of the duty desk',
    },
    ...(contacts === undefined
      ? []
      : [
          {
            value: 'second',
            text: second === undefined ? 'Add a second contact' : 'Change the address of the second contact',
          },
        ]),
    ...(second === undefined ? [] : [{ value: 'no-second', text: 'Take the second contact away' }]),
    ...(returned?.dutyDesk === undefined ? [] : [works('duty-desk')]),
    ...(returned?.second === undefined ? [] : [works('second')]),
  ];
};

/** Whatever could be chosen may come once more: the same form sent twice finds it done. */
const chosen = (contacts: Contacts | undefined): Step => ({
  ...whatToDo(choices(contacts)),
  schema: z.object({ todo: oneOf(todos, 'Select what you want to do') }),
});

const newAddress = (contact: Contact, contacts: Contacts | undefined, inbox: string): Step => {
  const [other, whose] =
    contact === 'second' ? [contacts?.dutyDesk, 'duty desk'] : [contacts?.second, 'second contact'];
  return {
    name: 'address',
    title: `What is the new address of ${contactWords[contact]}?`,
    text: ['Ask the council by telephone, on a number that you know. Do not take an address from an email.'],
    questions: [
      {
        kind: 'text',
        name: 'address',
        label: 'New email address',
        hint: 'A shared mailbox that somebody reads every working day. For example, duty.desk@council.gov.uk',
      },
    ],
    schema: z.object({
      address: someAddress('Enter the new email address', 'New email address', 'duty.desk@council.gov.uk')
        .refine((address) => !sameAddress(address, other), {
          error: `The ${whose} has this address already. Enter another one`,
        })
        .refine((address) => domainOf(address) !== domainOf(inbox), {
          error: 'This is an address of the scheme itself. Enter one of the council',
        }),
    }),
    button: 'Continue',
  };
};

/** From a domain that a council has addresses of, its referrals are taken: one that is new to it is asked about. */
const isItsDomain = (domain: string): Step => ({
  name: 'domain',
  title: `Does ${domain} belong to this council?`,
  text: [
    `No address of this council ends in @${domain} now.`,
    'From now on we take email from every address that ends so as the council’s own. A public mail service, or another council’s domain, is never right.',
  ],
  questions: [
    {
      kind: 'confirm',
      name: 'domainIsIts',
      label: 'The domain',
      choice: `I have asked, and ${domain} belongs to this council`,
    },
  ],
  schema: z.object({
    domainIsIts: ticked('Tick the box to say that you have asked, or go back and enter another address'),
  }),
  button: 'Continue',
});

/** What is asked for, and how the contacts are then; undefined where there is nothing to change. */
export interface ContactsAsked {
  readonly changed: Changed;
  readonly contacts: Contacts;
  /** The addresses that are spoken of: what came back from them before says nothing any more. */
  readonly addresses: readonly string[];
}

/** What a whole set of answers asks for. Undefined where there are no contacts that it could change. */
export function askedIn(answered: Answered, before: Contacts | undefined): ContactsAsked | undefined {
  const todo = answered.what?.todo as Todo;
  const said = String(answered.address?.address ?? '');
  const { dutyDesk, second } = before ?? {};
  const contact: Contact = todo === 'duty-desk' || todo === 'duty-desk-works' ? 'duty-desk' : 'second';
  const now = contact === 'duty-desk' ? dutyDesk : second;
  const keeps = todo === 'duty-desk-works' || todo === 'second-works';
  const next = keeps ? now : todo === 'no-second' ? undefined : said;
  const desk = contact === 'duty-desk' ? next : dutyDesk;
  if (desk === undefined || (keeps && now === undefined)) return undefined;
  const change =
    todo === 'no-second'
      ? 'taken-away'
      : now === undefined
        ? 'given'
        : sameAddress(now, next)
          ? 'works-again'
          : 'replaced';
  return {
    changed: { contact, change },
    contacts: { dutyDesk: desk, ...defined({ second: contact === 'second' ? next : second }) },
    addresses: [now, next].filter((one) => one !== undefined),
  };
}

/** The last page: how it is, and how it will be. */
function check(answered: Answered, before: Contacts | undefined): Step {
  const asked = askedIn(answered, before);
  const { contact = 'duty-desk', change } = asked?.changed ?? {};
  const [was, is] =
    contact === 'second'
      ? [before?.second, asked?.contacts.second]
      : [before?.dutyDesk, asked?.contacts.dutyDesk];
  return {
    ...decisionStep('', change === 'works-again' ? 'Send email there again' : 'Change the contacts'),
    text: [
      ...(change === 'works-again'
        ? [`${capitalised(contactWords[contact])} keeps its address: ${was}.`]
        : [
            `${capitalised(contactWords[contact])} now: ${was ?? 'no address'}.`,
            `After the change: ${is ?? 'no address'}.`,
          ]),
      ...(contact === 'duty-desk' ? ['Offers that the council has not answered are sent there again.'] : []),
      'We tell both contacts and the lead of the region by email. If the new address is wrong, that email comes back, and you see it in your list.',
    ],
  };
}

/** What is asked before a council's contacts are changed, by how they are. @param inbox our own address */
export const nextContactsStep =
  (contacts: Contacts | undefined, inbox: string): NextStep =>
  (answered) => {
    if (answered.what === undefined) return chosen(contacts);
    const { todo } = answered.what;
    if (todo === 'duty-desk' || todo === 'second') {
      if (answered.address === undefined) return newAddress(todo, contacts, inbox);
      const domain = domainOf(String(answered.address.address));
      const isOwn = contacts !== undefined && domainsOf(contacts).includes(domain);
      if (!isOwn && answered.domain === undefined) return isItsDomain(domain);
    }
    return answered.confirm === undefined ? check(answered, contacts) : undefined;
  };
