/**
 * Every key of the two tables, spelt here and nowhere else.
 *
 * Table `cases` (pseudonymous):
 *
 * | What | pk | sk | Index keys |
 * | --- | --- | --- | --- |
 * | Council: figures, declaration, places | `COUNCILS` | `COUNCIL#<code>` | |
 * | A region's turns | `COUNCILS` | `ROTA#<region>` | |
 * | The regions' turns | `ROTA` | `NATIONAL` | |
 * | Councils that were made up for verification, their region's turns | `COUNCILS#VERIFICATION` | as above | |
 * | … and those of their one region | `ROTA` | `VERIFICATION` | |
 * | Case: its present state | `CASE#<id>` | `CASE` | `needsParty`, `needsSort`, `dueShard`, `dueAt` while open; `receivedBy`, `receivedSort` (with the months of the 18th birthdays) from a council's yes on, while its children come to it or are in its care |
 * | Event of a case, or of a council (declared, reminded, key changed) | `TRAIL#<subject>` | `EVENT#<6 digits>` | |
 * | What a decision rested on | `DECISION#<id>` | `DECISION#<hash>` | |
 * | E-mail about a case, a council, or (`INBOX`, `COORDINATORS`, `DIGEST`) mail that came in, a coordinator who signs in, or several things told together: in hand, until when; then how it ended | `EMAIL#<subject>` | `EMAIL#<emailId>` | |
 * | Email that waits to be told with others to a desk, since when | `NOTICES` | `<desk>#NOTICE#<emailId>` | |
 * | ... and what is told of them now | `NOTICES` | `<desk>#BEGUN` | |
 * | What one email told together, for when it comes back (expires) | `DIGEST#<id>` | `DIGEST` | |
 * | A trail grew on a day (UTC; expires) | `GROWN#<YYYY-MM-DD>` | `<subject>` | |
 * | What the figures know of a case, in a month in which something of it counts | `FIGURE-RECORDS#<YYYY-MM>` | `<caseId>` | |
 * | What a council had of a case's children in its care, in each month of it | `CARE#<code>` | `<YYYY-MM>#<caseId>` | |
 * | The figures of a month | `FIGURES#<YYYY-MM>` | `FIGURES` | |
 * | How fair the scheme was, as the last night of a month found it | `FAIRNESS` | `<YYYY-MM>` | |
 * | ... and up to when trails that grew are counted | `FIGURES#COUNTED-UNTIL` | `FIGURES` | |
 * | Whose a child's fingerprint is: the first open case, and up to 19 others | `FINGERPRINT#<hmac>` | `CASE` |
 * | Where a merged referral went | `MERGED#<its reference>` | `MERGED` |
 * | That a sweep has looked at what was due, for the stream to pass on | `HEARTBEAT` | `SWEEP` | |
 * | What was said last of a case's move (expires) | `MOVES` | `CASE#<id>` |
 * | A case on a list: of its entry authority while it is open or once it is over, of a council that is asked beside the one whose turn it is or has taken the children, of its status, of all cases | `LISTED#<list>` | `<openedAt>#<id>` |
 * | ... and of what coordinators decide or watch | `LISTED#work` | `<rank>#<by when, or since when>#<id>` |
 * | A child's 18th birthday | `BIRTHDAY#<YYYY-MM>` | `CASE#<id>#<child>` | |
 *
 * Table `sealed` (names people):
 *
 * | What | pk | sk |
 * | --- | --- | --- |
 * | Particulars of a referral's children | `REFERRAL#<referralId>` | `CHILDREN` |
 * | Documents about a referral's children | `DOCUMENTS#<referralId>` | `DOCUMENTS` |
 * | Social worker named for a referral's children | `SOCIAL-WORKER#<referralId>` | `SOCIAL-WORKER#<mark>` |
 * | What an amendment seals, until the case has taken or refused it (expires) | `AMENDMENT#<referralId>` | `AMENDMENT#<cause in the trail>` |
 * | What was said in confidence when a legal hold was placed, as it stood | `HELD#<referralId>` | `HELD#<hash of it>` |
 * | Addresses of a desk | `DESK#<desk>` | `CONTACTS` |
 * | What came back from addresses of a desk | `RETURNED` | `DESK#<desk>` |
 * | A referral that a council is writing | `DRAFT#<code>` | `<draftId>` |
 * | A page that answered a form (expires) | `REPLY#<name>` | `REPLY` |
 * | A desk's session, from the link that opened it to its end | `SESSIONS#<desk>` | `SESSION#<signInId>` |
 * | Up to when the links that were mailed to a desk are void | `SESSIONS#<desk>` | `VOID-LINKS` |
 * | How often somebody asked for a link in a span of time | `ASKED#<who>` | `<beginning>` |
 * | Who may sign in for a desk with a second step, and the secrets of it | `ROSTER#<desk>` | `ROSTER` |
 * | The last link to sign in that was sent to an address of a desk (expires) | `ASKED#<who>` | `LINK` |
 * | Somebody at a desk who signs in by an own address, or asks to (expires) | `PEOPLE#<desk>` | `PERSON#<id>` |
 * | What the ids of a desk's people are made from | `PEOPLE#<desk>` | `SEED` |
 * | Whose an API key is, by its hash | `APIKEY#<sha256>` | `COUNCIL` |
 * | A council's present API key, as a hash; who changed it and when | `COUNCIL#<code>` | `APIKEY` |
 * | A council's API requests in a minute (expires) | `REQUESTS#<code>` | `REQUESTS#<minute>` |
 * | Which referral a council's Idempotency-Key stands for | `API#<code>#<sha256 of the key>` | `REQUEST` |
 * | Referral that came by the API | `API#<reference>` | `REFERRAL` |
 * | Amendment that came by the API | `API#<reference>` | `AMENDMENT#<id>` |
 * | Which council has addresses of a domain | `DOMAIN#<domain>` | `COUNCIL#<code>` |
 * | Who sent an e-mail | `MAIL#<mailId>` | `SENDER` |
 * | What the ids of the referrals in an e-mail are made from | `MAIL#<mailId>` | `SEED` |
 * | Which e-mails of one sender and thread were answered on a day (expires) | `ANSWERED#<thread>` | `<day>` |
 *
 * Access patterns:
 *
 * | Question | How |
 * | --- | --- |
 * | Who can take a child, and whose turn is it? | get `ROTA`/`NATIONAL`, then query `COUNCILS` |
 * | What is the state of this case? | get `CASE#<id>`/`CASE` |
 * | What happened to it? | query `TRAIL#<subject>`, sk begins `EVENT#` |
 * | What did this decision rest on? | get `DECISION#<id>`/`DECISION#<hash>` |
 * | Has this e-mail gone? | put `EMAIL#<subject>`/`EMAIL#<emailId>` on the condition that it has not: that takes it in hand |
 * | What waits to be told to a desk? | query `NOTICES`, sk begins `<desk>#` |
 * | For which desks has something waited too long? | query `NOTICES` |
 * | Which trails grew on a day? | query `GROWN#<YYYY-MM-DD>` |
 * | What was one of its events? | get `TRAIL#<subject>`/`EVENT#<n>` |
 * | What is due? | query index `due`, each of four shards, `dueAt` up to a time |
 * | Which cases are open? | the same, without the bound |
 * | What waits for this party? | query index `needs`, in order of time |
 * | Whom has this council in its care since a handover? | query index `received`, in order of time |
 * | Who comes to this council, by its yes? | the same, of another partition |
 * | Was this child referred before? | get `FINGERPRINT#<hmac>`/`CASE` for each of its fingerprints |
 * | Where did this referral go? | get `MERGED#<reference>`/`MERGED` |
 * | What have coordinators to decide, or to watch? | query `LISTED#work`, the most urgent first |
 * | What became of moves? | query `MOVES` |
 * | Which cases did this council refer, is it asked about, has it taken? Which stand so? Which came in these days? | query `LISTED#<list>`, in order of referral |
 * | Who turns 18 this month? | query `BIRTHDAY#<YYYY-MM>` |
 * | What waits to be sealed of a referral? | query `AMENDMENT#<referralId>` |
 * | What is kept of a referral under legal hold? | get its children and documents, query `SOCIAL-WORKER#`, `AMENDMENT#` and `HELD#<referralId>` |
 * | How do we reach this desk? | get `DESK#<desk>`/`CONTACTS` |
 * | Which of its addresses does e-mail reach? | get `RETURNED`/`DESK#<desk>` |
 * | Which desks does e-mail not reach? | query `RETURNED` |
 * | Which referrals is a council writing? | query `DRAFT#<code>` |
 * | What was answered to this form? | get `REPLY#<name>`/`REPLY` |
 * | Is this session still open? | get `SESSIONS#<desk>`/`SESSION#<signInId>` |
 * | Who is signed in for this desk? | query `SESSIONS#<desk>`, sk begins `SESSION#` |
 * | Who may sign in with a second step, and is this code theirs? | get `ROSTER#<desk>`/`ROSTER` |
 * | Is this link void? | get `SESSIONS#<desk>`/`VOID-LINKS` |
 * | Who is this, at this desk? | get `PEOPLE#<desk>`/`PERSON#<id>`, its id made of the desk's seed and the address |
 * | Who may sign in for this desk, and who asks? | query `PEOPLE#<desk>`, sk begins `PERSON#` |
 * | Whose API key is this? | get `APIKEY#<sha256>`/`COUNCIL`, then that `COUNCIL#<code>`/`APIKEY`, which has to name it |
 * | Was this referral sent by the API? | get `API#<reference>`/`REFERRAL` |
 * | Whose is this domain? | query `DOMAIN#<domain>` |
 * | Whom do we answer? | get `MAIL#<mailId>`/`SENDER` |
 * | Was this sender answered often enough today? | update `ANSWERED#<thread>`/`<day>` on the condition that it holds fewer |
 *
 * An authority’s code may change: whatever is kept under one, is kept under the code that it had first, whichever it is asked
 * for by (events/former-codes.ts), so that what was stored before stays where it is and is found.
 *
 * Nothing is scanned. The indexes are sparse: a closed case is in `received` at most. The stream's consumer takes new items whose
 * sk begins `EVENT#`, and the heartbeat.
 */
import { createHash } from 'node:crypto';
import { firstCode, presentCode } from '../../events/former-codes.ts';
import { type Realm, realmOf } from '../core/council/verification.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const indexes = { needs: 'needs', due: 'due', received: 'received' } as const;

/**
 * Every kind of item, by table: how its partition key begins (`CASE#`), or the whole of it (`ROTA`). Functions are given
 * leave by kind (infra/constructs/permissions.ts), and IAM tells kinds apart by partition key alone: two kinds that are not
 * for the same functions to read and write never share a partition, and no kind begins like another.
 */
export const kinds = {
  cases: {
    /** Councils with their places, and the turns of their regions: always read together. */
    council: 'COUNCILS',
    nation: 'ROTA',
    case: 'CASE#',
    merger: 'MERGED#',
    /** Events: written once, never again, by nobody (infra/constructs/event-guard.ts). */
    event: 'TRAIL#',
    /** Which trails grew on a day, for the anchors and the figures. */
    grown: 'GROWN#',
    /** What the figures know of each case, by month; kept for good, for it names nobody. */
    figureRecord: 'FIGURE-RECORDS#',
    /** What each council had of whose children in its care, by month; kept for good, for it names nobody. */
    care: 'CARE#',
    /** The figures of each month, which follow from those. */
    figures: 'FIGURES#',
    /** How fair the scheme was when each month ended. */
    fairness: 'FAIRNESS',
    decision: 'DECISION#',
    email: 'EMAIL#',
    /** Emails that wait to be told together, of all desks: a minute, or until the next working day begins, and then they are gone. */
    notice: 'NOTICES',
    digest: 'DIGEST#',
    fingerprint: 'FINGERPRINT#',
    /** What was said last of each case's move, for the coordinators' list. */
    move: 'MOVES',
    /** Cases on the lists that say who has to do with them: as the case's own transaction leaves them. */
    listed: 'LISTED#',
    /** Written by every sweep, read by nobody: it is there to pass through the stream. */
    heartbeat: 'HEARTBEAT',
    birthday: 'BIRTHDAY#',
  },
  sealed: {
    particulars: 'REFERRAL#',
    /** What amendments seal, until their case has taken or refused them. */
    amendment: 'AMENDMENT#',
    documents: 'DOCUMENTS#',
    socialWorker: 'SOCIAL-WORKER#',
    /** What was said in confidence, as it stood when its case was put under legal hold. */
    heldCopy: 'HELD#',
    contacts: 'DESK#',
    /** What came back from desks' addresses: marked by who may not change them; all desks together, a handful at a time. */
    returned: 'RETURNED',
    domain: 'DOMAIN#',
    draft: 'DRAFT#',
    /** Pages that answered forms. */
    reply: 'REPLY#',
    /** A desk's sessions, and up to when it has closed its links. */
    session: 'SESSIONS#',
    signInCount: 'ASKED#',
    /** Who signs in for a desk by an own address. */
    person: 'PEOPLE#',
    /** Who signs in with a second step. It holds the secrets of their codes: for the pages alone. */
    roster: 'ROSTER#',
    apiKey: 'APIKEY#',
    /** Which key of the API is a council's. */
    councilKey: 'COUNCIL#',
    requestCount: 'REQUESTS#',
    apiRequest: 'API#',
    sender: 'MAIL#',
    /** How often a sender was answered. */
    answerCount: 'ANSWERED#',
  },
} as const;

export type TableName = keyof typeof kinds;
export type Kind<T extends TableName = TableName> = T extends TableName
  ? keyof (typeof kinds)[T] & string
  : never;

/** The partitions of each index, in IAM's words; they hold only the attributes that the index carries, of cases only. */
export const indexPartitions = {
  [indexes.needs]: ['coordinators', 'council:*', 'entry-authority:*'],
  [indexes.due]: ['DUE#*'],
  [indexes.received]: ['council:*', 'coming:*'],
} as const;

/** The partition keys of a kind as IAM is told of them: all that begin so, or the one. Councils have two: whoever may do something to one may to one that was made up. */
export const partitionsOf = <T extends TableName>(table: T, kind: Kind<T>): string => {
  const beginning = (kinds[table] as Readonly<Record<string, string>>)[kind];
  if (beginning === undefined) throw new Error(`The table ${table} has no items of the kind ${kind}.`);
  return beginning.endsWith('#') || beginning === cases.council ? `${beginning}*` : beginning;
};

const { cases, sealed } = kinds;

/** Each of the parts that a desk's name is made of: `council`, its code, behind ">" who of it reads. */
const inParts = (name: string, said: (part: string) => string): string =>
  name.replaceAll(/[^:>]+/g, (part) => said(part));

/** The name that things of a desk, or of the list of a party, are kept under: `coordinators`, `council:<code>`, `council:<code>>second`. */
export const keptName = (desk: string): string => inParts(desk, firstCode);

/** The desk whose things are kept under a name, as it is called today. */
export const presentName = (name: string): string => inParts(name, presentCode);

/** @param subject case reference or authority code */
export const trailPartition = (subject: string): string => `${cases.event}${firstCode(subject)}`;
/** @param day YYYY-MM-DD, UTC */
export const grownPartition = (day: string): string => `${cases.grown}${day}`;
/** @param month YYYY-MM */
export const recordsPartition = (month: string): string => `${cases.figureRecord}${month}`;
export const carePartition = (code: string): string => `${cases.care}${firstCode(code)}`;
/** The month, YYYY-MM, of a sort key in that partition. */
export const monthOfCare = (sk: string): string => sk.slice(0, sk.indexOf('#'));
export const draftsPartition = (code: string): string => `${sealed.draft}${firstCode(code)}`;
/** @param desk as its contacts are named */
export const sessionsPartition = (desk: string): string => `${sealed.session}${keptName(desk)}`;
/** @param desk as its contacts are named */
export const peoplePartition = (desk: string): string => `${sealed.person}${keptName(desk)}`;
export const domainPartition = (domain: string): string => `${sealed.domain}${domain}`;
export const socialWorkersPartition = (referralId: string): string => `${sealed.socialWorker}${referralId}`;
export const heldCopiesPartition = (referralId: string): string => `${sealed.heldCopy}${referralId}`;
export const amendmentsPartition = (referralId: string): string => `${sealed.amendment}${referralId}`;
export const birthdayPartition = (month: string): string => `${cases.birthday}${month}`;

/** @param list as lists of cases are named: `open:<code>`, `status:held`, `all` */
export const listPartition = (list: string): string => `${cases.listed}${keptName(list)}`;

/** Every council of a scheme, and the turns of every region: some 100 KB. */
export const councilsPartition = (of: Realm): string =>
  of === 'scheme' ? cases.council : `${cases.council}#VERIFICATION`;
export const MOVES_PARTITION = cases.move;
/** What came back from all desks' addresses: a handful of desks at a time. */
export const RETURNED_PARTITION = sealed.returned;
/** Beginning of its sort keys. */
export const DESK_PREFIX = 'DESK#';
/** What waits to be told to all desks: what one moment brings, gone a minute later. */
export const NOTICES_PARTITION = cases.notice;
/** Beginning of the sort keys of what waits to be told to a desk. @param desk as its contacts are named */
export const noticesPrefix = (desk: string): string => `${keptName(desk)}#`;
/** The desk, as it is called today, of a sort key in that partition. */
export const deskInNotices = (sk: string): string => presentName(sk.slice(0, sk.indexOf('#')));
/** Beginning of the sort keys of a trail. */
export const EVENT_PREFIX = 'EVENT#';
/** Beginning of the sort keys of a desk's sessions. */
export const SESSION_PREFIX = 'SESSION#';
/** Beginning of the sort keys of a desk's people. */
export const PERSON_PREFIX = 'PERSON#';
export const COUNCIL_PREFIX = 'COUNCIL#';
/** Beginning of the sort keys of regions' turns. */
export const ROTA_PREFIX = 'ROTA#';

export const keys = {
  council: (code: string): Key => ({
    pk: councilsPartition(realmOf(code)),
    sk: `${COUNCIL_PREFIX}${firstCode(code)}`,
  }),
  regionRota: (region: string): Key => ({
    pk: councilsPartition(realmOf(region)),
    sk: `${ROTA_PREFIX}${region}`,
  }),
  nationalRota: (of: Realm = 'scheme'): Key => ({
    pk: cases.nation,
    sk: of === 'scheme' ? 'NATIONAL' : 'VERIFICATION',
  }),
  /** @param scope 'national', 'verification' or a region's code */
  rota: (scope: string): Key => {
    if (scope === 'national') return keys.nationalRota();
    return scope === 'verification' ? keys.nationalRota(scope) : keys.regionRota(scope);
  },
  case: (caseId: string): Key => ({ pk: `${cases.case}${caseId}`, sk: 'CASE' }),
  /** @param subject case reference or authority code */
  event: (subject: string, number: number): Key => {
    if (number > 999_999) throw new Error(`${subject} has more events than its keys can number.`);
    return { pk: trailPartition(subject), sk: `${EVENT_PREFIX}${String(number).padStart(6, '0')}` };
  },
  grown: (day: string, subject: string): Key => ({ pk: grownPartition(day), sk: subject }),
  figureRecord: (month: string, caseId: string): Key => ({ pk: recordsPartition(month), sk: caseId }),
  care: (code: string, month: string, caseId: string): Key => ({
    pk: carePartition(code),
    sk: `${month}#${caseId}`,
  }),
  figures: (month: string): Key => ({ pk: `${cases.figures}${month}`, sk: 'FIGURES' }),
  fairness: (month: string): Key => ({ pk: cases.fairness, sk: month }),
  countedUntil: (): Key => ({ pk: `${cases.figures}COUNTED-UNTIL`, sk: 'FIGURES' }),
  decision: (caseId: string, hash: string): Key => ({
    pk: `${cases.decision}${caseId}`,
    sk: `DECISION#${hash}`,
  }),
  /** @param subject case reference, authority code, `INBOX` or `COORDINATORS` */
  email: (subject: string, emailId: string): Key => ({
    pk: `${cases.email}${firstCode(subject)}`,
    sk: `EMAIL#${emailId}`,
  }),
  notice: (desk: string, emailId: string): Key => ({
    pk: NOTICES_PARTITION,
    sk: `${noticesPrefix(desk)}NOTICE#${emailId}`,
  }),
  digestBegun: (desk: string): Key => ({ pk: NOTICES_PARTITION, sk: `${noticesPrefix(desk)}BEGUN` }),
  digest: (id: string): Key => ({ pk: `${cases.digest}${id}`, sk: 'DIGEST' }),
  birthday: (month: string, caseId: string, child: number): Key => ({
    pk: birthdayPartition(month),
    sk: `CASE#${caseId}#${child}`,
  }),
  /** @param place where a case stands on it, as `placeInList` has it */
  listed: (list: string, place: string): Key => ({ pk: listPartition(list), sk: place }),
  move: (caseId: string): Key => ({ pk: MOVES_PARTITION, sk: `CASE#${caseId}` }),
  fingerprint: (fingerprint: string): Key => ({ pk: `${cases.fingerprint}${fingerprint}`, sk: 'CASE' }),
  heartbeat: (): Key => ({ pk: cases.heartbeat, sk: 'SWEEP' }),
  merged: (reference: string): Key => ({ pk: `${cases.merger}${reference}`, sk: 'MERGED' }),
  sealedChildren: (referralId: string): Key => ({ pk: `${sealed.particulars}${referralId}`, sk: 'CHILDREN' }),
  sealedDocuments: (referralId: string): Key => ({ pk: `${sealed.documents}${referralId}`, sk: 'DOCUMENTS' }),
  /** @param amendmentId what stands behind it in the trail */
  sealedAmendment: (referralId: string, amendmentId: string): Key => ({
    pk: amendmentsPartition(referralId),
    sk: `AMENDMENT#${amendmentId}`,
  }),
  /** @param mark as the case names it */
  socialWorker: (referralId: string, mark: string): Key => ({
    pk: socialWorkersPartition(referralId),
    sk: `SOCIAL-WORKER#${mark}`,
  }),
  /** @param hash of what it says */
  heldCopy: (referralId: string, hash: string): Key => ({
    pk: heldCopiesPartition(referralId),
    sk: `HELD#${hash}`,
  }),
  contacts: (desk: string): Key => ({ pk: `${sealed.contacts}${keptName(desk)}`, sk: 'CONTACTS' }),
  returned: (desk: string): Key => ({ pk: RETURNED_PARTITION, sk: `${DESK_PREFIX}${keptName(desk)}` }),
  draft: (council: string, draftId: string): Key => ({ pk: draftsPartition(council), sk: draftId }),
  reply: (name: string): Key => ({ pk: `${sealed.reply}${name}`, sk: 'REPLY' }),
  session: (desk: string, signInId: string): Key => ({
    pk: sessionsPartition(desk),
    sk: `${SESSION_PREFIX}${signInId}`,
  }),
  voidLinks: (desk: string): Key => ({ pk: sessionsPartition(desk), sk: 'VOID-LINKS' }),
  roster: (desk: string): Key => ({ pk: `${sealed.roster}${keptName(desk)}`, sk: 'ROSTER' }),
  /** @param since beginning of the span of time that is counted in */
  asked: (who: string, since: string): Key => ({ pk: `${sealed.signInCount}${who}`, sk: since }),
  lastLink: (who: string): Key => ({ pk: `${sealed.signInCount}${who}`, sk: 'LINK' }),
  person: (desk: string, id: string): Key => ({ pk: peoplePartition(desk), sk: `${PERSON_PREFIX}${id}` }),
  peopleSeed: (desk: string): Key => ({ pk: peoplePartition(desk), sk: 'SEED' }),
  apiKey: (keyHash: string): Key => ({ pk: `${sealed.apiKey}${keyHash}`, sk: 'COUNCIL' }),
  apiKeyOf: (council: string): Key => ({ pk: `${sealed.councilKey}${firstCode(council)}`, sk: 'APIKEY' }),
  apiRequests: (council: string, minute: string): Key => ({
    pk: `${sealed.requestCount}${firstCode(council)}`,
    sk: `REQUESTS#${minute}`,
  }),
  apiRequest: (council: string, idempotencyKey: string): Key => ({
    pk: `API#${firstCode(council)}#${createHash('sha256').update(idempotencyKey).digest('hex')}`,
    sk: 'REQUEST',
  }),
  apiReferral: (reference: string): Key => ({ pk: `${sealed.apiRequest}${reference}`, sk: 'REFERRAL' }),
  apiAmendment: (reference: string, id: string): Key => ({
    pk: `${sealed.apiRequest}${reference}`,
    sk: `AMENDMENT#${id}`,
  }),
  domain: (domain: string, code: string): Key => ({
    pk: domainPartition(domain),
    sk: `${COUNCIL_PREFIX}${firstCode(code)}`,
  }),
  mailSeed: (mailId: string): Key => ({ pk: `MAIL#${mailId}`, sk: 'SEED' }),
  sender: (mailId: string): Key => ({ pk: `${sealed.sender}${mailId}`, sk: 'SENDER' }),
  /** @param thread who is answered and in which thread, as a hash */
  answers: (thread: string, day: string): Key => ({ pk: `${sealed.answerCount}${thread}`, sk: day }),
} as const;

const SHARDS = 4;

/** Every partition of the index `due`. */
export const dueShards: readonly string[] = Array.from({ length: SHARDS }, (_, shard) => `DUE#${shard}`);

/** Partition of the index `due` that a case is in: spread by a hash, the same every time. */
export const dueShard = (caseId: string): string =>
  `DUE#${createHash('sha256').update(caseId).digest().readUInt8(0) % SHARDS}`;

/** An open case that no clock runs for stands at the end of the index `due`, so that it is still counted as open. */
export const NO_CLOCK = '9999-12-31T23:59:59.999Z';
