import { createHash } from 'node:crypto';
import { emailTemplates } from './notification-templates.ts';

/**
 * The rule for ids that whoever sends us a message may have chosen (an event's id, an e-mail's): they may hold anything, also a
 * child's name. So they stand in no log line, metric, e-mail or attribute of a message as they came. What is made of our own parts
 * alone stands as it is; everything else is told by the beginning of its SHA-256, which is the same for the same id.
 */

/** Parts that hold no words: figures, days and hours, hashes, UUIDs, case references, codes of authorities and regions. */
const WORDLESS =
  /^(?:\d[\d-]{0,20}(?:T\d\d)?|[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|NTS-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}|[A-Z]\d{8}|(?:B|N|S|SE|W)HSCT)$/;

/** The words that our own ids are made of. */
const ownWords: ReadonlySet<string> = new Set([
  ...emailTemplates,
  ...[
    'api',
    'form',
    'mail',
    'sign-in',
    'coordinator-sign-in',
    'coordinator-access-changed',
    'sign-in-stopped',
    'person-changed',
    'person-asks',
    'person-decided',
    'reader-decided',
    'mail-set-aside',
    'capacity-unasked',
    'alarms-unheard',
    'document-not-cleared',
    'digest',
  ],
  ...['council', 'entry-authority', 'coordinators', 'smp-lead', 'system', 'INBOX', 'COORDINATORS'],
  ...[
    'unknown-sender',
    'mail-not-proved',
    'shared-domain',
    'automatic-referral',
    'too-many-answers',
    'about-a-merger',
  ],
  ...['new-devices', 'known-devices', 'wrong-codes', 'again'],
  ...['let-in', 'set-up', 'reset', 'taken-off'],
]);

const isOwn = (part: string): boolean => WORDLESS.test(part) || ownWords.has(part);

/** The id as it may be told: `sha256-` and 16 hexadecimal digits, unless every part of it is of ours. */
export const namelessId = (id: string): string =>
  id.split(':').every(isOwn) ? id : `sha256-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
