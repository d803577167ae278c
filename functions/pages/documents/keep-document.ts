import { createHmac } from 'node:crypto';
import type { DocumentKind } from '../../../events/documents-changed.v1.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { sealedUnder } from '../../../shared/core/case/responsible.ts';
import { defined } from '../../../shared/core/defined.ts';
import { sealedUntil } from '../../../shared/core/referral/particulars.ts';
import type { SealedDocument } from '../../../shared/ports/sealed-store.ts';
import type { PagesTools } from '../tools.ts';
import { cleanedName } from './file-name.ts';
import { fileTypeOf } from './file-type.ts';
import { documentsOf } from './listed-documents.ts';
import type { Upload } from './read-upload.ts';
import { isLeaving, recordChange, type Sender } from './record-change.ts';
import { sayKind } from './say-kind.ts';

/** Documents of one referral, at most. */
export const MOST_DOCUMENTS = 20;

/**
 * The id of a document: the same for the same content in the same referral, so that a form sent twice adds one, and nothing
 * to whoever has no key. A UUID of version 8 (RFC 9562).
 */
function documentId(key: Uint8Array, referralId: string, content: Buffer): string {
  const hash = createHmac('sha256', key)
    .update(`document:${referralId}:`)
    .update(content)
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const TOO_MANY = `You can add ${MOST_DOCUMENTS} documents. Remove one first, or put several into one file`;

/**
 * Keeps a document of a referral.
 *
 * @param documentKind what it is, as its sender says; of one that is there already, what it is from now on
 * @returns what is wrong with it, in words; undefined when it is kept
 */
export async function keepDocument(
  tools: PagesTools,
  theCase: Case,
  by: Sender,
  { name, content }: Upload,
  documentKind?: DocumentKind,
): Promise<string | undefined> {
  const { referralId } = theCase;
  const owner = sealedUnder(theCase);
  const { sealed, documents, clock, key, newId } = tools;
  if (content.length === 0) return 'The file is empty. Choose another';
  const found = await fileTypeOf(content);
  if (found.kind === 'refused') return found.words;
  const [newest = '', ...before] = (await key.all()).map((one) => documentId(one, referralId, content));
  const listed = await documentsOf(tools, theCase);
  // One that was added before the key was rotated is still the same.
  const there = listed.find((one) => one.id === newest || before.includes(one.id));
  const id = there?.id ?? newest;
  if (there === undefined && listed.length >= MOST_DOCUMENTS) return TOO_MANY;
  // One that cannot be opened is kept anew and looked at anew: what was lost is found, what broke off gets its chance.
  if (
    there !== undefined &&
    (await documents.verdict(referralId, there.copy)) === 'cleared' &&
    !(await isLeaving(tools, theCase, id))
  )
    return documentKind && sayKind(tools, theCase, there, documentKind, by);
  const change = {
    kind: 'change-documents',
    change: 'added',
    document: id,
    ...defined({ documentKind }),
  } as const;
  const refused = await recordChange(tools, theCase, by, change, there?.copy);
  if (refused !== undefined) return refused;
  const copy = newId();
  // First the bytes: what is on the list can be opened, and what is on none is forgotten by the clock.
  await documents.put(referralId, copy, content);
  const { type, ending } = found.as;
  const now = clock.now();
  const document: SealedDocument = {
    id,
    copy,
    name: cleanedName(name, ending),
    type,
    size: content.length,
    addedAt: now,
    council: by.council,
  };
  const added = await sealed.addDocument(
    referralId,
    owner,
    document,
    MOST_DOCUMENTS,
    sealedUntil(theCase.facts.children, now),
    there?.copy,
  );
  const left = added === 'added' ? there?.copy : copy;
  if (left !== undefined) await documents.remove(referralId, left);
  if (added !== 'too-many') return undefined;
  // Another window was faster.
  await recordChange(tools, theCase, by, { kind: 'change-documents', change: 'removed', document: id }, copy);
  return TOO_MANY;
}

/** Takes a document of a referral away, its name first. @returns why it may not go, in words; undefined when it is gone */
export async function letDocumentGo(
  tools: PagesTools,
  theCase: Case,
  { id, copy }: SealedDocument,
  by: Sender,
): Promise<string | undefined> {
  const { sealed, documents, clock } = tools;
  const { referralId, facts } = theCase;
  const owner = sealedUnder(theCase);
  const until = sealedUntil(facts.children, clock.now());
  const refused = await recordChange(
    tools,
    theCase,
    by,
    { kind: 'change-documents', change: 'removed', document: id },
    copy,
  );
  if (refused !== undefined) return refused;
  if ((await sealed.removeDocument(referralId, owner, copy, until)) === 'removed')
    await documents.remove(referralId, copy);
  return undefined;
}
