/**
 * Every key of the two tables, spelt here and nowhere else.
 *
 * Table `cases` (pseudonymous):
 *
 * | What | pk | sk | Index keys |
 * | --- | --- | --- | --- |
 * | Council: figures, declaration, places | `REGION#<region>` | `COUNCIL#<code>` | |
 * | A region's turns | `REGION#<region>` | `ROTA` | |
 * | The regions' turns, and the list of regions | `ROTA` | `NATIONAL` | |
 * | Case: its present state | `CASE#<id>` | `CASE` | `needsParty`, `needsSort`, `dueShard`, `dueAt` while open |
 * | Event of a case | `CASE#<id>` | `EVENT#<6 digits>` | |
 * | What a decision rested on | `CASE#<id>` | `DECISION#<hash>` | |
 * | E-mail about a case: in hand, until when; then how it ended | `CASE#<id>` | `EMAIL#<emailId>` | |
 * | Event of a council (declared, reminded, key changed) | `COUNCIL#<code>` | `EVENT#<6 digits>` | |
 * | E-mail about a council, or (`INBOX` or `COORDINATORS` for its code) about mail that came in or a coordinator who signs in | `COUNCIL#<code>` | `EMAIL#<emailId>` | |
 * | Whose a child's fingerprint is | `FINGERPRINT#<hmac>` | `CASE` |
 * | Where a merged referral went | `CASE#<its reference>` | `MERGED` |
 * | A case with a decline to review | `DECLINES` | `CASE#<id>` |
 * | A child's 18th birthday | `BIRTHDAY#<YYYY-MM>` | `CASE#<id>#<child>` | |
 *
 * Table `sealed` (names people):
 *
 * | What | pk | sk |
 * | --- | --- | --- |
 * | Particulars of a referral's children | `REFERRAL#<referralId>` | `CHILDREN` |
 * | Social worker named for a referral's children | `REFERRAL#<referralId>` | `SOCIAL-WORKER#<mark>` |
 * | Addresses of a desk | `DESK#<desk>` | `CONTACTS` |
 * | A referral that a council is writing | `DRAFT#<code>` | `<draftId>` |
 * | A session, from the link that opened it to its end | `SIGN-IN#<signInId>` | `SESSION` |
 * | How often somebody asked for a link in a quarter of an hour | `ASKED#<who>` | `<beginning>` |
 * | Whose an API key is, by its hash | `APIKEY#<sha256>` | `COUNCIL` |
 * | A council's present API key, as a hash; who changed it and when | `COUNCIL#<code>` | `APIKEY` |
 * | A council's API requests in a minute (expires) | `COUNCIL#<code>` | `REQUESTS#<minute>` |
 * | Referral that came by the API | `API#<reference>` | `REFERRAL` |
 * | Amendment that came by the API | `API#<reference>` | `AMENDMENT#<id>` |
 * | Which council has addresses of a domain | `DOMAIN#<domain>` | `COUNCIL#<code>` |
 * | Who sent an e-mail | `MAIL#<mailId>` | `SENDER` |
 *
 * Access patterns:
 *
 * | Question | How |
 * | --- | --- |
 * | Who can take a child, and whose turn is it? | get `ROTA`/`NATIONAL`, then query each region's partition, side by side |
 * | What is the state of this case? | get `CASE#<id>`/`CASE` |
 * | What happened to it? | query `CASE#<id>`, sk begins `EVENT#` |
 * | What did this decision rest on? | get `CASE#<id>`/`DECISION#<hash>` |
 * | Has this e-mail gone? | put `…`/`EMAIL#<emailId>` on the condition that it has not: that takes it in hand |
 * | What was one of its events? | get `CASE#<id>`/`EVENT#<n>` |
 * | What is due? | query index `due`, each of four shards, `dueAt` up to a time |
 * | Which cases are open? | the same, without the bound |
 * | What waits for this party? | query index `needs`, in order of time |
 * | Was this child referred before? | get `FINGERPRINT#<hmac>`/`CASE` for each of its fingerprints |
 * | Where did this referral go? | get `CASE#<reference>`/`MERGED` |
 * | Which declines are to be reviewed? | query `DECLINES` |
 * | Who turns 18 this month? | query `BIRTHDAY#<YYYY-MM>` |
 * | How do we reach this desk? | get `DESK#<desk>`/`CONTACTS` |
 * | Which referrals is a council writing? | query `DRAFT#<code>` |
 * | Is this session still open? | get `SIGN-IN#<signInId>`/`SESSION` |
 * | Whose API key is this? | get `APIKEY#<sha256>`/`COUNCIL`, then that `COUNCIL#<code>`/`APIKEY`, which has to name it |
 * | Was this referral sent by the API? | get `API#<reference>`/`REFERRAL` |
 * | Whose is this domain? | query `DOMAIN#<domain>` |
 * | Whom do we answer? | get `MAIL#<mailId>`/`SENDER` |
 *
 * Nothing is scanned. Both indexes are sparse: a closed case is in neither. The stream's consumer takes new items whose
 * sk begins `EVENT#`.
 */
import { createHash } from 'node:crypto';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const indexes = { needs: 'needs', due: 'due' } as const;

export const regionPartition = (region: string): string => `REGION#${region}`;
export const casePartition = (caseId: string): string => `CASE#${caseId}`;
export const councilPartition = (code: string): string => `COUNCIL#${code}`;
export const draftsPartition = (code: string): string => `DRAFT#${code}`;
export const domainPartition = (domain: string): string => `DOMAIN#${domain}`;
export const birthdayPartition = (month: string): string => `BIRTHDAY#${month}`;

/** Every case with a decline to review: a handful at a time. */
export const DECLINES_PARTITION = 'DECLINES';
/** Beginning of the sort keys of a trail. */
export const EVENT_PREFIX = 'EVENT#';
export const COUNCIL_PREFIX = 'COUNCIL#';
/** Sort key of a region's turns. */
export const ROTA_SORT = 'ROTA';

/** A trail's subject is a case reference or an authority code: only the first has hyphens. */
const subjectPartition = (subject: string): string =>
  subject.startsWith('NTS-') ? casePartition(subject) : councilPartition(subject);

export const keys = {
  council: (region: string, code: string): Key => ({
    pk: regionPartition(region),
    sk: `${COUNCIL_PREFIX}${code}`,
  }),
  regionRota: (region: string): Key => ({ pk: regionPartition(region), sk: ROTA_SORT }),
  nationalRota: (): Key => ({ pk: 'ROTA', sk: 'NATIONAL' }),
  /** @param scope 'national' or a region's code */
  rota: (scope: string): Key => (scope === 'national' ? keys.nationalRota() : keys.regionRota(scope)),
  case: (caseId: string): Key => ({ pk: casePartition(caseId), sk: 'CASE' }),
  /** @param subject case reference or authority code */
  event: (subject: string, number: number): Key => {
    if (number > 999_999) throw new Error(`${subject} has more events than its keys can number.`);
    return { pk: subjectPartition(subject), sk: `${EVENT_PREFIX}${String(number).padStart(6, '0')}` };
  },
  decision: (caseId: string, hash: string): Key => ({ pk: casePartition(caseId), sk: `DECISION#${hash}` }),
  /** @param subject case reference or authority code */
  email: (subject: string, emailId: string): Key => ({
    pk: subjectPartition(subject),
    sk: `EMAIL#${emailId}`,
  }),
  birthday: (month: string, caseId: string, child: number): Key => ({
    pk: birthdayPartition(month),
    sk: `CASE#${caseId}#${child}`,
  }),
  declines: (caseId: string): Key => ({ pk: DECLINES_PARTITION, sk: `CASE#${caseId}` }),
  fingerprint: (fingerprint: string): Key => ({ pk: `FINGERPRINT#${fingerprint}`, sk: 'CASE' }),
  merged: (reference: string): Key => ({ pk: casePartition(reference), sk: 'MERGED' }),
  sealedChildren: (referralId: string): Key => ({ pk: `REFERRAL#${referralId}`, sk: 'CHILDREN' }),
  sealedDocuments: (referralId: string): Key => ({ pk: `REFERRAL#${referralId}`, sk: 'DOCUMENTS' }),
  /** @param mark as the case names it */
  socialWorker: (referralId: string, mark: string): Key => ({
    pk: `REFERRAL#${referralId}`,
    sk: `SOCIAL-WORKER#${mark}`,
  }),
  contacts: (desk: string): Key => ({ pk: `DESK#${desk}`, sk: 'CONTACTS' }),
  draft: (council: string, draftId: string): Key => ({ pk: draftsPartition(council), sk: draftId }),
  session: (signInId: string): Key => ({ pk: `SIGN-IN#${signInId}`, sk: 'SESSION' }),
  /** @param since beginning of the span of time that is counted in */
  asked: (who: string, since: string): Key => ({ pk: `ASKED#${who}`, sk: since }),
  apiKey: (keyHash: string): Key => ({ pk: `APIKEY#${keyHash}`, sk: 'COUNCIL' }),
  apiKeyOf: (council: string): Key => ({ pk: councilPartition(council), sk: 'APIKEY' }),
  apiRequests: (council: string, minute: string): Key => ({
    pk: councilPartition(council),
    sk: `REQUESTS#${minute}`,
  }),
  apiReferral: (reference: string): Key => ({ pk: `API#${reference}`, sk: 'REFERRAL' }),
  apiAmendment: (reference: string, id: string): Key => ({ pk: `API#${reference}`, sk: `AMENDMENT#${id}` }),
  domain: (domain: string, code: string): Key => ({
    pk: domainPartition(domain),
    sk: `${COUNCIL_PREFIX}${code}`,
  }),
  sender: (mailId: string): Key => ({ pk: `MAIL#${mailId}`, sk: 'SENDER' }),
} as const;

const SHARDS = 4;

/** Every partition of the index `due`. */
export const dueShards: readonly string[] = Array.from({ length: SHARDS }, (_, shard) => `DUE#${shard}`);

/** Partition of the index `due` that a case is in: spread by a hash, the same every time. */
export const dueShard = (caseId: string): string =>
  `DUE#${createHash('sha256').update(caseId).digest().readUInt8(0) % SHARDS}`;

/** An open case that no clock runs for stands at the end of the index `due`, so that it is still counted as open. */
export const NO_CLOCK = '9999-12-31T23:59:59.999Z';
