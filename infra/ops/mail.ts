/** E-mail: to whom SES writes no more, which rules take in, what was set aside; and objects that were deleted. */
import { writeFileSync } from 'node:fs';
import {
  type DeleteMarkerEntry,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import {
  DescribeActiveReceiptRuleSetCommand,
  GetSendQuotaCommand,
  SetActiveReceiptRuleSetCommand,
} from '@aws-sdk/client-ses';
import { defined } from '../../shared/core/defined.ts';
import { momentOf, type Say } from './functions.ts';
import { mailKeyIn } from './messages.ts';
import { OpsProblem, type Place } from './place.ts';
import { theOne } from './queues.ts';

/** What SES lets us send, and the addresses that it writes to no more. */
export async function showSending(place: Place, say: Say): Promise<void> {
  const {
    Max24HourSend = 0,
    SentLast24Hours = 0,
    MaxSendRate = 0,
  } = await place.ses.send(new GetSendQuotaCommand({}));
  say(
    `SES has sent ${SentLast24Hours} of at most ${Max24HourSend} e-mails in 24 hours, at most ${MaxSendRate} a second.`,
  );
  const suppressed = await place.suppressed();
  say(suppressed.length === 0 ? 'It writes to every address.' : 'It writes no more to:');
  for (const { address, reason } of suppressed) say(`  ${address} (${reason})`);
}

/** Lets SES write to an address again, once its owner has been called. */
export async function writeAgain(place: Place, say: Say, address: string, yes: boolean): Promise<void> {
  const listed = (await place.suppressed()).some(
    (one) => one.address.toLowerCase() === address.toLowerCase(),
  );
  if (!listed) return say(`SES has nothing against ${address}.`);
  if (!yes) return say(`Would take ${address} off SES's list. To do it: --yes`);
  await place.unsuppress(address);
  say(`SES writes to ${address} again.`);
}

/** Which set of rules takes in e-mail; makes ours the active one when told to. */
export async function mailRules(
  place: Place,
  say: Say,
  { activate, yes }: { readonly activate: boolean; readonly yes: boolean },
): Promise<void> {
  const { Metadata } = await place.ses.send(new DescribeActiveReceiptRuleSetCommand({}));
  const ours = await place.ruleSet();
  if (Metadata?.Name === ours) return say(`Our rules take in e-mail (${ours}).`);
  say(`E-mail for us is not taken in: ${Metadata?.Name ?? 'no set of rules'} is active, ours is ${ours}.`);
  if (!activate) return;
  if (!yes)
    return say('Would make ours the active one; what the other takes in would be refused. To do it: --yes');
  await place.ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: ours }));
  say('Ours is the active one.');
}

/** Saves an e-mail that was set aside in a file, for the duty coordinator's eyes; one that is there stays as it is. Who read it and why is noted by hand: AWS records it only where CloudTrail is told to. */
export async function fetchMail(place: Place, say: Say, id: string, file: string): Promise<void> {
  const key = mailKeyIn(await theOne(place, 'set-aside', id));
  if (key === undefined) throw new OpsProblem(`The message ${id} leads to no e-mail.`);
  const { Body } = await place.s3.send(new GetObjectCommand({ Bucket: place.bucket('mail'), Key: key }));
  const bytes = (await Body?.transformToByteArray()) ?? '';
  try {
    writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new OpsProblem(
      error.code === 'EEXIST'
        ? `${file} is there already, and stays as it is. Say another file: --into <file>`
        : `It cannot be written: ${error.message}`,
    );
  }
  say(`Saved in ${file}. Open it as text only, and delete it when it has been read.`);
}

/** The marks of what was deleted since a moment, and not kept anew. */
async function marksSince({ s3 }: Place, Bucket: string, from: Date): Promise<readonly DeleteMarkerEntry[]> {
  const marks: DeleteMarkerEntry[] = [];
  let at: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
  while (at) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, ...at }),
    );
    const { DeleteMarkers = [], NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    marks.push(
      ...DeleteMarkers.filter(({ IsLatest, LastModified = from }) => IsLatest && LastModified >= from),
    );
    at = page.IsTruncated ? defined({ KeyMarker, VersionIdMarker }) : undefined;
  }
  return marks;
}

/** Brings back what was deleted from a bucket that keeps versions. */
export async function undelete(
  place: Place,
  say: Say,
  bucket: string,
  { since, yes }: { readonly since: string; readonly yes: boolean },
): Promise<void> {
  const Bucket = place.bucket(bucket);
  const from = momentOf(since, await place.now());
  const marks = await marksSince(place, Bucket, from);
  const what = `${marks.length} of ${bucket}, deleted since ${from.toISOString()}`;
  if (!yes) return say(`Would bring back ${what}. To do it: --yes`);
  for (const { Key, VersionId } of marks)
    await place.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  say(`Brought back ${what}.`);
}
