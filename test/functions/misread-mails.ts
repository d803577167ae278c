/** Mails as councils could well send them, each of which was once misread; the right reading of each, as a person reads it. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { DataOf } from '../../events/catalogue.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';

const room = new URL('fixtures/misread-mails/', import.meta.url);
/** What stands in a mail for the reference of the mail before it. */
const REFERENCE = '@@REF@@';
export const FIRST = '02a-first-child-incomplete';

/** Every mail that was misread, by the name of its file. */
export const misreadMails = (): readonly string[] =>
  readdirSync(room).map((file) => file.replace(/\.eml$/, ''));

const bytesOf = (name: string): string => readFileSync(new URL(`${name}.eml`, room)).toString('latin1');

/** Whether it names the case of a mail before it. */
export const namesACase = (name: string): boolean => bytesOf(name).includes(REFERENCE);

/** A mail as its sender's program wrote it, and that sender's address. */
export function misreadMail(
  name: string,
  reference: string,
): { readonly raw: Buffer; readonly from: string } {
  const raw = bytesOf(name).replaceAll(REFERENCE, reference);
  const [, from = ''] = /^From: .*<(.*)>/m.exec(raw) ?? [];
  return { raw: Buffer.from(raw, 'latin1'), from };
}

const names = new Map<string, string>(publishedCouncils().map(({ code, name }) => [code, name]));

/** What one mail led to: its cases in words, what its sender was told was not read, and whether anybody was answered. */
export interface Result {
  readonly cases: readonly string[];
  readonly told: readonly string[];
  readonly answered: boolean;
  readonly thanked: boolean;
  readonly words: string;
}

type MailReceived = DataOf<'mail-received.v1'>;

/** Where its cases are kept. */
interface Kept {
  readonly cases: { read(caseId: string): Promise<Case | undefined> };
  readonly sealed: { particulars(referralId: string): Promise<readonly ChildParticulars[]> };
}

/** What was made of a mail, in words. @param answers what its sender was told */
export async function resultOf(
  kept: Kept,
  told: MailReceived | undefined,
  answers: readonly { readonly text: string }[],
): Promise<Result> {
  const cases: string[] = [];
  for (const one of told?.referrals ?? []) cases.push(await inWords(kept, one));
  return {
    cases,
    told: (told?.problems ?? []).map(({ where }) => where),
    answered: told !== undefined,
    thanked: told?.thanks === true,
    words: answers
      .map(({ text }) => text)
      .join('\n')
      .replaceAll(/\s+/g, ' '),
  };
}

/** Throws unless it is read as a person reads it, and its sender hears of how many children. */
export function assertRead(name: string, { words, ...result }: Result): void {
  const expected = readings[name] ?? {};
  expect(result, name).toEqual({
    cases: expected.cases ?? [],
    told: expected.told ?? [],
    answered: expected.answered ?? true,
    thanked: expected.thanked ?? false,
  });
  if (expected.words !== undefined) expect(words, name).toMatch(expected.words);
  // Whoever is answered hears how many children were read, and of an addition how many its case has.
  const children = result.cases.join(' + ').split(' + ').length;
  const isNew = result.cases.every((one) => one.startsWith('referred'));
  if (result.cases.length > 0)
    expect(words, name).toContain(isNew ? `We read ${children} child` : `which has ${children} child`);
}

async function inWords(
  kept: Kept,
  { caseId, did, missing, toConfirm = [], children }: MailReceived['referrals'][number],
): Promise<string> {
  const found = await kept.cases.read(caseId);
  if (found === undefined) return `${did} and merged`;
  const sealed = await kept.sealed.particulars(found.referralId);
  const { facts, status, proposals = [] } = found;
  expect(children, 'children told').toBe(facts.children.length);
  const who = facts.children.map(({ number, sex }) => {
    const one = sealed.find((child) => child.number === number);
    const health = one?.health === undefined ? '' : ` (health: ${one.health})`;
    return `${one?.name ?? 'no name'}, ${one?.dateOfBirth ?? 'no date of birth'}, ${sex ?? 'no sex'}${health}`;
  });
  const listed = (codes: readonly string[] | undefined) =>
    codes === undefined ? 'not said' : codes.map((code) => names.get(code)).join(', ') || 'none';
  const said = [
    `${did}: ${who.join(' + ')}`,
    `avoid ${listed(facts.areasToAvoid)}`,
    `links ${listed(facts.links?.map(({ council }) => council))}`,
    ...(missing.length === 0 ? [] : [`asked for ${missing.map(({ field }) => field).join(', ')}`]),
    ...(toConfirm.length === 0
      ? []
      : [
          `waits for ${toConfirm.join(', ')}: avoid ${proposals.map(({ facts: given }) => listed(given.areasToAvoid)).join()}`,
        ]),
    status === 'held' ? `held: ${found.hold?.reasons.map(({ code }) => code).join()}` : status,
  ];
  return said.join('; ');
}

/** By the name of its file: what becomes of it, where its sender is told that something was not read, and what has to be said of that. */
export const readings: Readonly<
  Record<string, Partial<Omit<Result, 'words'>> & { readonly words?: RegExp }>
> = {
  '01a-placeholder-reference-merges-two-children-first': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '01b-placeholder-reference-merges-two-children-second-boy-lost': {
    cases: ['referred: Andere Muster, 2010-05-28, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '01c-placeholder-reference-merges-child-of-another-council': {
    cases: [
      'referred: Andere Muster, 2011-03-02, female; avoid Kirklees; links none; held: entry-authority-below-threshold',
    ],
    told: [],
  },
  '01e-xlsx-long-number-merges-two-children': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered',
      'referred: Testo Other, 2012-02-03, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '02a-first-child-incomplete': {
    cases: [
      'referred: Testa Sample, 2010-05-14, no sex; avoid Kirklees; links none; asked for arrivedOn, children.1.sex; incomplete',
    ],
    told: [],
  },
  '02b-reply-with-another-child-overwrites-first': {
    cases: [],
    told: ['Your message'],
    words: /new child, or a correction/,
  },
  '02c-subject-names-siblings-reference-overwrites-sibling': {
    cases: [
      'referred: Testo Other, 2012-02-03, male; avoid Kirklees; links none; asked for links; incomplete',
    ],
    told: ['The subject'],
  },
  '03a-wrapped-line-offered-to-avoided-council': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees, Bradford, Calderdale, Wakefield, Barnsley, Leeds, Surrey, Hampshire, West Sussex, Essex, Ealing, Lancashire, Devon; links none; offered',
    ],
    told: [],
  },
  '03c-wrapped-health-loses-medicine': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male (health: Severe nut allergy, carries an adrenaline pen. Takes sodium valproate twice a day for epilepsy; last seizure 12 November.); avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '03d-wrapped-links-lose-sibling-link': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links Leeds, Birmingham, Sheffield; offered',
    ],
    told: [],
  },
  '03e-reply-replaces-areas-to-avoid-instead-of-adding': {
    cases: [
      'amended: Testa Sample, 2010-05-14, no sex; avoid Kirklees; links none; asked for arrivedOn, children.1.sex; waits for safety: avoid Kirklees, Leeds; incomplete',
    ],
    told: [],
  },
  '04a-body-beside-form-ignored-avoid-leeds': {
    cases: [
      'referred: Testa Sample, no date of birth, male; avoid Kirklees, Bradford, Leeds; links Leeds; asked for familyInUk, children.1.turns18Month, children.1.dateOfBirth; incomplete',
    ],
    told: ['Your message, Family in the UK', 'Your message, Date of birth', 'Your message, line 1'],
  },
  '04c-body-beside-csv-ignored': {
    cases: [
      'referred: Testa Sample, no date of birth, male; avoid Kirklees, Leeds; links none; asked for familyInUk, children.1.turns18Month, areasToAvoid, children.1.dateOfBirth; incomplete',
    ],
    told: ['Your message, Date of birth', 'Your message, Family in the UK', 'Your message, line 1'],
  },
  '05a-two-attached-mails-second-child-lost': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered',
      'referred: Andere Muster, 2011-03-02, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '05c-two-dashes-cut-off-second-child': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male + Testo Sample, 2012-02-03, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '05d-underscores-cut-off-second-child': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male + Testo Sample, 2012-02-03, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '05e-heading-child-2-lost-without-a-word': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male + no name, 2010-05-14, male; avoid Kirklees; links none; asked for children.1.placementKind, children.1.needs, children.1.ageAssessment; incomplete',
    ],
    told: [],
  },
  '05f-heading-child-2-without-colon-dropped-yet-offered': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male + Testo Sample, 2012-02-03, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '05g-heading-child-2-colon-dropped-yet-offered': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male + Testo Sample, 2012-02-03, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '05i-docx-columns-child-1-child-2-second-lost': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male + Testo Other, 2012-02-03, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '05j-forwarded-thread-two-children-second-dropped': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered',
      'referred: Andere Muster, 2011-03-02, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '05l-docx-heading-second-child-dropped': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male + Testo Other, 2012-02-03, female; avoid Kirklees; links none; asked for children.2.placementKind, children.2.needs, children.2.ageAssessment; incomplete',
    ],
    told: [],
  },
  '06a-xlsx-NA-error-read-as-no-area-to-avoid': {
    cases: [
      'referred: no name, 2010-05-14, male; avoid not said; links not said; asked for links, areasToAvoid, children.1.name; incomplete',
    ],
    told: ['Row 1, Name', 'Row 1, Links', 'Row 1, Areas to avoid'],
  },
  '07a-xlsx-field-and-answer-columns-17-ghost-children': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '07b-staff-rota-becomes-three-children': {
    cases: [],
    told: ['The CSV file'],
  },
  '07e-pasted-rows-name-is-date-of-birth': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid not said; links not said; asked for definition.under18AtClaim, definition.claimsInOwnRight, definition.separatedFromParents, definition.noResponsibleAdult, asylumClaimOn, links, areasToAvoid, wishesRecorded, children.1.ageAssessment; incomplete',
      'referred: Testo Other, 2012-02-03, female; avoid not said; links not said; asked for definition.under18AtClaim, definition.claimsInOwnRight, definition.separatedFromParents, definition.noResponsibleAdult, asylumClaimOn, links, areasToAvoid, wishesRecorded, children.1.ageAssessment; incomplete',
    ],
    told: [],
  },
  '07f-group-heads-above-heads': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '08-siblings-column-No-makes-one-sibling-group': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered',
      'referred: Testo Other, 2012-02-03, female; avoid Kirklees; links none; offered',
      'referred: Testi Third, 2011-08-09, male; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '09a-resend-without-nationality-first': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '09b-resend-without-nationality-offered-twice': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '09c-same-form-twice-offered-twice': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees, Bradford; links Leeds; offered'],
    told: ['Form 2'],
  },
  '10a-signature-name-overwrites-childs-name': {
    cases: ['amended: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '10b-kindest-regards-signature-becomes-child': {
    cases: ['referred: no name, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '10c-disclaimer-lines-become-health-and-education': {
    cases: ['referred: no name, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '11a-us-excel-mixed-dates-wrong-birth-date': {
    cases: [
      'referred: Testa Sample, no date of birth, male; avoid Kirklees; links none; asked for children.1.turns18Month, children.1.dateOfBirth; incomplete',
      'referred: Testo Other, 2010-05-14, female; avoid Kirklees; links none; offered',
      'referred: Testi Third, 2009-11-25, male; avoid Kirklees; links none; offered',
    ],
    told: ['Row 1, Date of birth'],
    words: /which number is the month/,
  },
  '11c-us-date-picker-wrong-birth-date': {
    cases: [
      'referred: Testa Sample, no date of birth, male; avoid Kirklees, Bradford; links Leeds; asked for children.1.turns18Month, children.1.dateOfBirth; incomplete',
    ],
    told: ['Your form, Date of birth'],
  },
  '12a-box-after-its-word-read-as-the-opposite': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees, Bradford; links Leeds; offered'],
    told: [],
  },
  '13a-fields-on-one-line-all-become-the-name': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '13b-first-name-and-surname-lost-never-asked': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '13c-childs-name-label-lost-never-asked': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '14a-latin1-called-utf8-name-broken': {
    cases: [
      'referred: no name, 2010-05-14, male; avoid Kirklees; links none; asked for children.1.name; incomplete',
    ],
    told: ['Your message, Name'],
  },
  '14c-utf7-name-broken': {
    cases: [
      'referred: no name, 2010-05-14, male; avoid Kirklees; links none; asked for children.1.name; incomplete',
    ],
    told: ['Your message, Name'],
  },
  '15-hidden-rows-referred': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered',
      'referred: Testi Third, 2011-08-09, male; avoid Kirklees; links none; offered',
    ],
    told: ['Row 2'],
    words: /row is hidden/,
  },
  '16a-quote-other-language-taken-as-answer': {
    cases: ['amended: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '16b-quote-said-taken-as-answer': {
    cases: ['amended: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '17a-outlook-table-plain-part-hides-html-nothing-read': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '17c-stub-plain-part-hides-html': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '17d-stub-text-hides-winmail': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '18a-numbered-reply-to-our-numbered-list-not-read': {
    cases: ['amended: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '18c-thank-you-is-told-nothing-has-been-referred': {
    cases: [],
    told: [],
    thanked: true,
    words: /Thank you for your email/,
  },
  '19-own-number-NTS-2026-0042-in-subject-refused': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '20a-external-prefix-forward-not-read': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '20c-re-fw-not-read': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '20d-welsh-yml-not-read': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '21a-ticket-system-answered-every-time': {
    cases: [],
    told: [],
    answered: false,
  },
  '21c-group-mailbox-list-id-treated-as-program': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered'],
    told: [],
  },
  '22a-word-online-document2-told-zipped-folder': {
    cases: ['referred: Testa Sample, 2010-05-14, male; avoid Kirklees, Bradford; links Leeds; offered'],
    told: [],
  },
  '22b-pages-file-told-zipped-folder': {
    cases: [],
    told: ['The attachment'],
    words: /Pages and Numbers/,
  },
  '22c-utf16be-csv-half-read': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered',
      'referred: Testo Other, 2012-02-03, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '22d-apple-inline-csv-not-read': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered',
      'referred: Testo Other, 2012-02-03, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '22e-csv-sep-line-not-read': {
    cases: [
      'referred: Testa Sample, 2010-05-14, male; avoid Kirklees; links none; offered',
      'referred: Testo Other, 2012-02-03, female; avoid Kirklees; links none; offered',
    ],
    told: [],
  },
  '22g-protected-mail-wrong-advice': {
    cases: [],
    told: ['The attachment'],
    words: /without protection/,
  },
};
