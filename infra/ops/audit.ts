import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import type { AnyEvent } from '../../events/catalogue.ts';
import { presentCode } from '../../events/former-codes.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import { aFewAtATime } from '../../shared/core/a-few-at-a-time.ts';
import { anchoredHeads, type ReadAnchors, readAnchors } from '../../shared/core/anchoring.ts';
import {
  type AuditedTrail,
  AuditReader,
  type AuditVerdict,
  auditLines,
  type Days,
} from '../../shared/core/audit-file.ts';
import { addDays, dateWords } from '../../shared/core/calendar/working-days.ts';
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

/** Anchors, and notes of days, that are read side by side. */
const SIDE_BY_SIDE = 8;

/** A trail that may belong to a period, and up to which number an anchor of the period holds it: 0 where none does. */
interface Grown {
  readonly subject: string;
  /** Whether the period's own anchors or notes name it: else its events say. */
  readonly surely: boolean;
  readonly anchored: number;
}

const subjectsIn = ({ anchors }: ReadAnchors): readonly string[] =>
  anchors.flatMap(({ heads, broken }) => [...heads, ...broken].map(({ subject }) => presentCode(subject)));

/**
 * The trails that may have grown in a period: the anchors say so for ever, the notes of a day before its anchor is made. A day's end is noted on
 * the day after, and a day that was missed is covered by the next anchor: what these name is to be looked at too.
 */
async function grownIn(
  { trails, anchors }: PeriodTools,
  { from, to }: Period,
  kept: ReadAnchors,
  after: string | undefined,
): Promise<readonly Grown[]> {
  const days: string[] = [];
  for (let day = from; day <= addDays(to, 1); day = addDays(day, 1)) days.push(day);
  const noted = await aFewAtATime(days, SIDE_BY_SIDE, async (day) =>
    (await trails.grownOn(day)).map(presentCode),
  );
  const surely = new Set([...subjectsIn(kept), ...noted.slice(0, -1).flat()]);
  const behind = after === undefined ? [] : [await anchors.read(after)];
  const perhaps = new Set([...subjectsIn(readAnchors(behind, false)), ...(noted.at(-1) ?? [])]);
  const heads = anchoredHeads(kept.anchors);
  return [...new Set([...surely, ...perhaps])].toSorted().map((subject) => ({
    subject,
    surely: surely.has(subject),
    anchored: Math.max(0, ...(heads.get(subject) ?? []).map(({ number }) => number)),
  }));
}

/**
 * Each trail that grew in a period, from its first event to the last of the period: a chain is checked from its beginning. An anchor is made in the
 * night after its day, and holds what came until then: so far a trail goes that it names.
 */
async function* trailsIn(
  { trails }: PeriodTools,
  { from, to }: Period,
  grown: readonly Grown[],
): AsyncGenerator<AuditedTrail> {
  const dayOf = ({ at }: AnyEvent): string => at.slice(0, 10);
  for (const { subject, surely, anchored } of grown) {
    const whole = await trails.trail(subject);
    if (!surely && !whole.some((event) => dayOf(event) >= from && dayOf(event) <= to)) continue;
    const events = whole.slice(0, Math.max(anchored, whole.findLastIndex((event) => dayOf(event) <= to) + 1));
    const last = events.at(-1)?.trail;
    if (last === undefined) continue;
    yield { head: { subject: last.subject, number: last.number, hash: last.hash }, events };
  }
}

/** The audit of a period: every trail that grew in it, and the anchors of its days. */
export async function* auditOfPeriod(
  tools: PeriodTools,
  period: Period,
  now: string,
): AsyncGenerator<string> {
  const days = await tools.anchors.days(addDays(period.from, -1));
  const inIt = days.filter((day) => day <= period.to);
  const anchors = await aFewAtATime(inIt, SIDE_BY_SIDE, (day) => tools.anchors.read(day));
  const grown = await grownIn(tools, period, readAnchors(anchors, false), days[inIt.length]);
  yield* auditLines({ kind: 'period', ...period }, now, anchors, trailsIn(tools, period, grown));
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
  const now = (await place.now()).toISOString();
  const period = { from: dayTyped(from, '--from'), to: dayTyped(to, '--to') };
  if (period.from > period.to) throw new OpsProblem('--from is after --to.');
  if (period.to > now.slice(0, 10))
    throw new OpsProblem(`--to is ahead of today, which is ${now.slice(0, 10)} in UTC.`);
  const file = path.join(into, `audit-${from}-${to}.jsonl`);
  await mkdir(into, { recursive: true });
  const written = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new OpsProblem(
        `${file} is there already, and stays as it is. Say another directory: --into <dir>`,
      );
    throw error;
  });
  try {
    await pipeline(Readable.from(auditOfPeriod(toolsAt(place), period, now)), written.createWriteStream());
  } catch (error) {
    await written.close();
    await rm(file, { force: true });
    throw error;
  }
  say(`Saved in ${file}.`);
  return verifyAudit(
    say,
    file,
    'The trails themselves do not hold. What to do: infra/runbooks/trail-broken.md',
  );
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

/** The days of a period that its anchors do not cover: before the first of them, and after the last. */
function notCovered({ from, to }: Days, covered: Days | undefined): readonly Days[] {
  if (covered === undefined || covered.from > to || covered.to < from) return [{ from, to }];
  return [
    { from, to: addDays(covered.from, -1) },
    { from: addDays(covered.to, 1), to },
  ].filter((days) => days.from <= days.to);
}

/** Which days of a period no anchor vouches for: those whose anchors were still to be made when it was taken, and those that should have one. */
function notCoveredWords({ about, takenAt, covered }: AuditVerdict): readonly string[] {
  if (takenAt === undefined || about?.kind !== 'period') return [];
  // The anchor of a day is made in the night after it.
  const lately = addDays(takenAt.slice(0, 10), -1);
  const words = (from: string, to: string) =>
    from === to ? dateWords(from) : `${dateWords(from)} to ${dateWords(to)}`;
  return notCovered(about, covered).flatMap(({ from, to }) => {
    const yet = from > lately ? from : lately;
    const past = addDays(lately, -1) < to ? addDays(lately, -1) : to;
    return [
      ...(from <= past
        ? [`Nothing vouches for ${words(from, past)}: what was left out cannot be seen.`]
        : []),
      ...(yet <= to ? [`No anchor vouches for ${words(yet, to)} yet: ask for it again tomorrow.`] : []),
    ];
  });
}

/** What was found, for a terminal. */
function verdictWords(found: AuditVerdict, otherwise: string): string {
  const { about, takenAt, anchors, trails, events, notAnchored, lastAnchor, findings } = found;
  const of =
    about === undefined
      ? 'An audit file'
      : about.kind === 'case'
        ? `The audit of ${about.reference}`
        : `The audit from ${about.from} to ${about.to}`;
  const counted = `${of}${takenAt === undefined ? '' : `, taken at ${takenAt}`}: ${trails} trails, ${events} events (${notAnchored} after the last anchor), ${anchors} anchors`;
  const compare =
    lastAnchor === undefined
      ? about?.kind === 'period'
        ? []
        : ['No anchor vouches for it yet: ask for it again tomorrow.']
      : [
          `Its last anchor is that of ${lastAnchor.day}, ${lastAnchor.hash}. Whoever runs the scheme can say whether that is the one that is kept under lock.`,
        ];
  const open = notCoveredWords(found);
  const verdict = open.length === 0 ? 'all hold.' : 'what is in it holds.';
  if (findings.length === 0) return [`${counted}: ${verdict}`, ...open, ...compare].join(' ');
  return [
    ...findings.map(({ subject, words }) => `${subject}: ${words}`),
    `${counted}: ${findings.length} findings. ${otherwise}`,
  ].join('\n');
}

/**
 * Checks an audit file by itself.
 *
 * @param otherwise what is said when something does not hold
 * @returns whether all of it holds
 */
export async function verifyAudit(
  say: Say,
  file: string,
  otherwise = 'It is not what was taken out.',
): Promise<boolean> {
  const verdict = await readAudit(file);
  say(verdictWords(verdict, otherwise));
  return verdict.findings.length === 0;
}
