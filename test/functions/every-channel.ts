/** One referral, given in each of the ways that a council can give it, and what the person who gives it is told. */
import type { ReferralFacts } from '../../events/referral.ts';
import { aRequest } from '../api/a-request.ts';
import { type Call, Gateway } from '../api/gateway.ts';
import { asItStands, formsIn } from '../pages/forms.ts';
import { Site, type Visit } from '../pages/site.ts';
import { KENT, MailIn, OFFICER, stored, type Written } from './mails.ts';
import { cellsAt, filledForm, workbook } from './office-files.ts';

export const channels = ['form', 'api', 'lines', 'csv', 'xlsx', 'word'] as const;
export type Channel = (typeof channels)[number];

/** What became of a referral, seen from outside. */
export interface Fate {
  /** Place and words of everything that the person has to put right, as they get it. */
  readonly told: readonly (readonly [where: string, words: string])[];
  /** All that the person gets to read. */
  readonly answer: string;
  /** What happened to a case, by the types of its events. */
  readonly happened: readonly string[];
  readonly facts: ReferralFacts | undefined;
  /** Whether what the person had given is still there. */
  readonly kept: boolean;
  /** Whether anything that names a child was sealed. */
  readonly sealed: boolean;
}

type Texts = Readonly<Record<string, string>>;

/** A whole referral as people write it. Synthetic. */
export const texts: Texts = {
  Name: 'Canary Child',
  'Date of birth': '14/05/2010',
  Sex: 'male',
  Nationality: 'Eritrean',
  Placement: 'foster care',
  Needs: 'none',
  'Age assessment': 'not required',
  'Under 18 at claim': 'yes',
  'Claims in own right': 'yes',
  'Separated from parents': 'yes',
  'No responsible adult': 'yes',
  'Asylum claim on': '16 November 2026',
  'Arrived on': '15/11/2026',
  'In our care': 'yes',
  'Family in the UK': 'none',
  Links: 'Leeds (community)',
  'Areas to avoid': 'Kirklees',
  Trafficking: 'none',
  'Wishes recorded': 'yes',
};

const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`;
/** A table, its first row the names of the fields. */
export const csvOf = (...rows: readonly Texts[]): string =>
  [Object.keys(rows[0] ?? texts), ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.map(inQuotes).join(','))
    .join('\r\n');
export const xlsxOf = (...rows: readonly Texts[]): Buffer =>
  workbook({
    sheets: [
      {
        name: 'Children',
        rows: [Object.keys(rows[0] ?? texts), ...rows.map((row) => Object.values(row))].map((cells, at) =>
          cellsAt(at + 1, cells),
        ),
      },
    ],
  });

/** What is given in a channel, wrong in one way. */
export type Given =
  | { readonly kind: 'texts'; readonly texts: Texts }
  | { readonly kind: 'request'; readonly request: unknown }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'mail'; readonly mail: Written }
  | { readonly kind: 'page'; readonly page: string; readonly fields: NonNullable<Visit['form']> };

const attached = (name: string, content: string | Uint8Array): Written => ({
  body: 'Please find attached.',
  attachment: { name, type: 'application/octet-stream', content },
});
export const file = (name: string, content: string | Uint8Array): Given => ({
  kind: 'mail',
  mail: attached(name, content),
});

function asMail(channel: Channel, given: Given): Written {
  if (given.kind === 'mail') return given.mail;
  if (given.kind !== 'texts') throw new Error(`This cannot be mailed: ${given.kind}.`);
  const { texts: said } = given;
  if (channel === 'csv') return attached('children.csv', csvOf(said));
  if (channel === 'xlsx') return attached('children.xlsx', xlsxOf(said));
  if (channel === 'word') return attached('form.docx', filledForm(said));
  return {
    body: Object.entries(said)
      .map(([label, text]) => `${label}: ${text}`)
      .join('\r\n'),
  };
}

const aboutCases = (events: readonly { readonly type: string }[]): readonly string[] => [
  ...new Set(
    events
      .map(({ type }) => type)
      .filter((type) => !type.startsWith('email-') && type !== 'mail-received.v1'),
  ),
];

async function byMail(channel: Channel, given: Given): Promise<Fate> {
  const mail = await MailIn.open();
  const raw = stored(asMail(channel, given));
  const returned = await mail.receive(raw);
  const [told, ...more] = mail.told();
  const [answer, ...others] = mail.answers().filter(({ to }) => to.includes(OFFICER));
  if (returned.length + more.length + others.length > 0 || told === undefined || answer === undefined)
    throw new Error('A mail has one answer.');
  const [subject] = Object.values(mail.scheme.cases.snapshot().cases);
  const lies = await mail.mails.read('mail/1', raw.length + 1);
  return {
    told: told.problems.map(({ where, words }) => [where, words]),
    answer: `${answer.subject} ${answer.text}`.replaceAll(/\s+/g, ' '),
    happened: aboutCases(mail.scheme.events),
    facts: subject?.facts,
    kept: lies !== undefined && raw.equals(lies.raw),
    sealed: subject !== undefined && (await mail.scheme.sealed.particulars(subject.referralId)).length > 0,
  };
}

async function byApi(given: Given): Promise<Fate> {
  const gateway = await Gateway.open();
  const call =
    given.kind === 'call' ? given.call : given.kind === 'request' ? { body: given.request } : undefined;
  if (call === undefined) throw new Error(`This is no request: ${given.kind}.`);
  const answer = await gateway.call(call);
  if (answer.status === 202) await gateway.lookAtReferrals();
  const [subject] = Object.values(gateway.scheme.cases.snapshot().cases);
  const { errors = [], detail } = answer.problem;
  const told =
    answer.status === 202
      ? answer.taken.toCheck.map((one) => [one.pointer, one.detail] as const)
      : errors.length > 0
        ? errors.map((one) => [one.pointer, one.detail] as const)
        : [[String(answer.status), detail] as const];
  return {
    told,
    answer: answer.text,
    happened: aboutCases(gateway.scheme.events),
    facts: subject?.facts,
    // The sender has it still: nothing was taken, and the key is free for the same once it is put right.
    kept:
      answer.status === 202 ||
      (await gateway.call({ body: aRequest(), idempotencyKey: 'first' })).status === 202,
    sealed: subject !== undefined && (await gateway.scheme.sealed.particulars(subject.referralId)).length > 0,
  };
}

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
/** The same referral, page by page. */
const pages: Readonly<Record<string, NonNullable<Visit['form']>>> = {
  referredOn: day('referredOn', '2026-11-23'),
  'child1-who': {
    'child1-name': 'Canary Child',
    ...day('child1-born', '2010-05-14'),
    'child1-sex': 'male',
    'child1-another': 'no',
  },
  'child1-background': { 'child1-nationality': 'ERI', 'child1-languages': '', 'child1-interpreter': 'no' },
  'child1-needed': {
    'child1-assessment': 'not-required',
    'child1-placement': 'foster-care',
    'child1-needs': 'none',
  },
  'child1-well': {},
  'child1-daily': { 'child1-missing': 'none' },
  'child1-supporters': {},
  claim: {
    definition: ['under18AtClaim', 'claimsInOwnRight', 'separatedFromParents', 'noResponsibleAdult'],
    ...day('asylumClaimOn', '2026-11-16'),
  },
  arrival: {
    ...day('arrivedOn', '2026-11-15'),
    arrivalPlace: 'port',
    arrivedWhere: '',
    presented: 'not-known',
  },
  care: { inCare: 'yes', careStatus: 'not-known', immigrationStatus: 'claim-pending' },
  settledSince: day('settledSince', '2026-11-16'),
  relatives: { family: 'none', links: 'yes' },
  link1: { 'link1-council': 'E08000035', 'link1-kind': 'community', 'link1-another': 'no' },
};

const unescaped = (html: string): string =>
  html.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&').trim();

async function byForm(given: Given): Promise<Fate> {
  if (given.kind !== 'page') throw new Error(`This is no page: ${given.kind}.`);
  const site = await Site.seeded();
  const cookies = [await site.signedIn(KENT)];
  const look = (path: string) => site.visit({ path, cookies });
  const post = (path: string, form: NonNullable<Visit['form']>) =>
    site.visit({ method: 'POST', path, form, cookies });
  const start = (await look('/refer')).body;
  const session = asItStands(start).session ?? '';
  const press = /name="draft" value="([^"]+)"/.exec(start)?.[1] ?? '';
  // The id is made where the form is taken, and said by where it leads.
  const draft = (await post('/refer', { session, draft: press })).headers.location ?? '';
  const id = draft.split('/').at(-1) ?? '';
  const asked = site.notifications.snapshot().length;
  let at = (await look(draft)).headers.location;
  for (const page of Object.keys(pages)) {
    if (at === `${draft}/${given.page}`) break;
    if (at !== `${draft}/${page}`) throw new Error(`The form asks for ${at}, not for ${page}.`);
    at = (await post(at, { session, ...pages[page] })).headers.location;
  }
  const before = await site.drafts.read(KENT, id);
  const seen = await post(`${draft}/${given.page}`, { session, ...pages[given.page], ...given.fields });
  const after = await site.drafts.read(KENT, id);
  const summary = /govuk-error-summary__list[\s\S]*?<\/ul>/.exec(seen.body)?.[0] ?? '';
  const links = [...summary.matchAll(/<a href="#([^"]*)">([\s\S]*?)<\/a>/g)];
  const paragraphs = [...seen.body.matchAll(/<p class="govuk-body">([\s\S]*?)<\/p>/g)];
  const shown = Object.assign({}, ...formsIn(seen.body).map(({ fields }) => fields));
  // What is typed stands in its field again; a choice that was never offered cannot.
  const hasText = /<input class="govuk-input[ "]/.test(seen.body);
  const isShown = ([name, value]: [string, unknown]) =>
    !hasText || shown[name] === undefined || `${shown[name]}` === value;
  return {
    told:
      links.length > 0
        ? links.map(([, where = '', words = '']) => [where, unescaped(words)])
        : [[String(seen.status), unescaped(paragraphs.map(([, words = '']) => words).join(' '))]],
    answer: unescaped(seen.body),
    happened: [...site.referrals.snapshot(), ...site.notifications.snapshot().slice(asked)].map(
      ({ id: message }) => message,
    ),
    facts: undefined,
    kept:
      after?.state === 'open' &&
      JSON.stringify(after) === JSON.stringify(before) &&
      (seen.status !== 422 || Object.entries(given.fields).every(isShown)),
    sealed: false,
  };
}

export const give = (channel: Channel, given: Given): Promise<Fate> =>
  channel === 'form' ? byForm(given) : channel === 'api' ? byApi(given) : byMail(channel, given);
