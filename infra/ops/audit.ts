import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { presentCode } from '../../events/former-codes.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import { type KeptAnchor, readAnchors } from '../../shared/core/anchoring.ts';
import {
  type AuditedTrail,
  AuditReader,
  type AuditVerdict,
  auditLines,
} from '../../shared/core/audit-file.ts';
import { addDays } from '../../shared/core/calendar/working-days.ts';
import type { AnchorStore } from '../../shared/ports/anchor-store.ts';
import type { TrailStore } from '../../shared/ports/trail-store.ts';
import type { Say } from './functions.ts';
import { OpsProblem, type Place } from './place.ts';

export interface PeriodTools {
  readonly trails: Pick<TrailStore, 'trail' | 'grownOn'>;
  readonly anchors: Pick<AnchorStore, 'days' | 'read'>;
}

interface Period {
  /** YYYY-MM-DD, UTC, both among it. */
  readonly from: string;
  readonly to: string;
}

/** The trails that grew in a period, by their subjects: the anchors say so for ever, the notes of a day before its anchor is made. */
async function grownIn({ trails, anchors }: PeriodTools, { from, to }: Period): Promise<readonly string[]> {
  const subjects = new Set<string>();
  const days = await anchors.days(addDays(from, -1));
  // One that was missed is covered by the next, which may be after the period.
  const after = days.find((day) => day > to);
  const telling = [...days.filter((day) => day <= to), ...(after === undefined ? [] : [after])];
  for (const day of telling)
    for (const { heads, broken } of readAnchors([await anchors.read(day)], false).anchors)
      for (const { subject } of [...heads, ...broken]) subjects.add(presentCode(subject));
  for (let day = from; day <= to; day = addDays(day, 1))
    for (const subject of await trails.grownOn(day)) subjects.add(presentCode(subject));
  return [...subjects].toSorted();
}

/** Each trail that grew in a period, from its first event to the last of the period: a chain is checked from its beginning. */
async function* trailsIn(tools: PeriodTools, period: Period): AsyncGenerator<AuditedTrail> {
  for (const subject of await grownIn(tools, period)) {
    const whole = await tools.trails.trail(subject);
    const later = whole.findIndex(({ at }) => at.slice(0, 10) > period.to);
    const events = later === -1 ? whole : whole.slice(0, later);
    const last = events.at(-1);
    if (last?.trail === undefined || last.at.slice(0, 10) < period.from) continue;
    const { number, hash } = last.trail;
    yield { head: { subject: last.trail.subject, number, hash }, events };
  }
}

/** The audit of a period: every trail that grew in it, and the anchors of its days. */
export async function* auditOfPeriod(
  tools: PeriodTools,
  period: Period,
  now: string,
): AsyncGenerator<string> {
  const days = await tools.anchors.days(addDays(period.from, -1));
  const anchors: KeptAnchor[] = [];
  for (const day of days.filter((one) => one <= period.to)) anchors.push(await tools.anchors.read(day));
  yield* auditLines({ kind: 'period', ...period }, now, anchors, trailsIn(tools, period));
}

const toolsAt = (place: Place): PeriodTools => ({
  trails: new DynamoTrailStore(place.dynamo, place.table('cases')),
  anchors: new S3AnchorStore(place.s3, place.bucket('anchors')),
});

const dayTyped = (text: string, option: string): string => {
  if (!z.iso.date().safeParse(text).success)
    throw new OpsProblem(`${option} takes a day, such as 2026-11-23.`);
  return text;
};

/** Writes the audit of a period into a new file in a directory. */
export async function takeAudit(
  place: Place,
  say: Say,
  { from, to, into }: { readonly from: string; readonly to: string; readonly into: string },
): Promise<boolean> {
  const period = { from: dayTyped(from, '--from'), to: dayTyped(to, '--to') };
  if (period.from > period.to) throw new OpsProblem('--from is after --to.');
  const file = path.join(into, `audit-${from}-${to}.jsonl`);
  await mkdir(into, { recursive: true });
  const now = (await place.now()).toISOString();
  try {
    await pipeline(
      Readable.from(auditOfPeriod(toolsAt(place), period, now)),
      createWriteStream(file, { mode: 0o600, flags: 'wx' }),
    );
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'EEXIST')
      throw new OpsProblem(
        `${file} is there already, and stays as it is. Say another directory: --into <dir>`,
      );
    await rm(file, { force: true });
    throw error;
  }
  say(`Saved in ${file}.`);
  return verifyAudit(say, file);
}

/** Reads an audit file to its end. @throws OpsProblem when it cannot be read */
async function readAudit(file: string): Promise<AuditVerdict> {
  const reader = new AuditReader();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  const take = (text: string): void => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) reader.take(line);
  };
  try {
    for await (const chunk of createReadStream(file)) take(decoder.decode(chunk as Buffer, { stream: true }));
    take(decoder.decode());
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code !== 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new OpsProblem(`${file} cannot be read: ${error.message}`);
    reader.take(undefined);
  }
  return reader.end(rest);
}

/** What was found, for a terminal. */
function verdictWords({
  about,
  takenAt,
  anchors,
  trails,
  events,
  notAnchored,
  lastAnchor,
  findings,
}: AuditVerdict): string {
  const of =
    about === undefined
      ? 'An audit file'
      : about.kind === 'case'
        ? `The audit of ${about.reference}`
        : `The audit from ${about.from} to ${about.to}`;
  const counted = `${of}${takenAt === undefined ? '' : `, taken at ${takenAt}`}: ${trails} trails, ${events} events (${notAnchored} after the last anchor), ${anchors} anchors`;
  const compare =
    lastAnchor === undefined
      ? 'No anchor vouches for it yet: ask for it again tomorrow.'
      : `Its last anchor is that of ${lastAnchor.day}, ${lastAnchor.hash}. Whoever runs the scheme can say whether that is the one that is kept under lock.`;
  if (findings.length === 0) return `${counted}: all hold. ${compare}`;
  return [
    ...findings.map(({ subject, words }) => `${subject}: ${words}`),
    `${counted}: ${findings.length} findings. It is not what was taken out.`,
  ].join('\n');
}

/** Checks an audit file by itself. @returns whether all of it holds */
export async function verifyAudit(say: Say, file: string): Promise<boolean> {
  const verdict = await readAudit(file);
  say(verdictWords(verdict));
  return verdict.findings.length === 0;
}
