import type { DocumentVerdict } from '../../../shared/ports/document-store.ts';

/** A scan takes minutes. What has not been marked by then will not be. */
const SCAN_MILLISECONDS = 60 * 60 * 1000;

const TEAM = 'If that does not help, reply to any of our e-mails and give the reference.';

const words: Readonly<Record<Exclude<DocumentVerdict, 'cleared' | 'waiting'>, string>> = {
  threat:
    'A threat, such as a virus, was found in it. Nobody can open it. The council that added it and the coordinators are told. That council can add a safe copy.',
  unsupported:
    'It could not be checked for threats. It may have a password. Nobody can open it. The council that added it can add it again, without a password.',
  'no-access': `It could not be checked for threats, and the fault is ours. Nobody can open it. We are told, and put it right. ${TEAM}`,
  failed: `The check for threats broke off. Nobody can open it. The council that added it can add it again. ${TEAM}`,
  lost: `It is lost: we cannot find it. The council that added it can add it again. Reply to any of our e-mails, and tell us the reference.`,
};

/**
 * What keeps a document from being opened, and what to do; undefined when nothing does.
 *
 * @param addedAt since when it is there
 */
export function verdictWords(verdict: DocumentVerdict, addedAt: string, now: string): string | undefined {
  if (verdict === 'cleared') return undefined;
  if (verdict !== 'waiting') return words[verdict];
  return Date.parse(now) - Date.parse(addedAt) < SCAN_MILLISECONDS
    ? 'It is being checked for threats. This takes a few minutes. Look at this page again then.'
    : `The check for threats has not ended. Nobody can open it. The council that added it can add it again. ${TEAM}`;
}
