/** Compares trails with their anchors and with the heads that cases and councils keep. */
import { presentCode } from '../../events/former-codes.ts';
import { anchoredHeads, type Finding, readAnchors, trailFindings } from '../../shared/core/anchoring.ts';
import type { TrailHead } from '../../shared/core/audit-trail.ts';
import { addDays } from '../../shared/core/calendar/working-days.ts';
import type { AnchorStore } from '../../shared/ports/anchor-store.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import { NOTED_FOR_DAYS, type TrailStore } from '../../shared/ports/trail-store.ts';

export interface VerifyTools {
  readonly trails: Pick<TrailStore, 'trail' | 'grownOn'>;
  readonly anchors: Pick<AnchorStore, 'days' | 'read'>;
  readonly cases: Pick<CaseStore, 'read'>;
  readonly councils: Pick<CouncilStore, 'view'>;
  readonly now: string;
}

export interface Verification {
  readonly anchors: number;
  readonly trails: number;
  readonly events: number;
  /** Trails that no anchor holds yet: they grew since the last. */
  readonly notAnchored: number;
  /** Nothing when all holds. */
  readonly findings: readonly Finding[];
}

/** The head that a case keeps of its own trail; councils keep theirs. */
async function headOf(
  { cases }: Pick<VerifyTools, 'cases'>,
  councils: ReadonlyMap<string, TrailHead>,
  subject: string,
): Promise<TrailHead | undefined> {
  const council = councils.get(subject);
  if (council !== undefined) return council;
  const current = await cases.read(subject);
  return current && { subject, number: current.version, hash: current.lastHash };
}

/** Reads every anchor and every trail that was ever anchored or grew since. It changes nothing. */
export async function verifyTrails(tools: VerifyTools): Promise<Verification> {
  const { trails, anchors, councils, now } = tools;
  const today = now.slice(0, 10);
  const kept = [];
  for (const day of await anchors.days()) kept.push(await anchors.read(day));
  const read = readAnchors(kept, true);
  const findings: Finding[] = [...read.findings];
  const last = kept.at(-1)?.day;
  // The anchor of a day is made in the night after it: by the next day's end it has to be there.
  if (last === undefined) findings.push({ subject: 'anchors', words: 'there is none yet' });
  else if (last < addDays(today, -2))
    findings.push({
      subject: 'anchors',
      words: `the last one is of ${last}; that of ${addDays(last, 1)} is missing`,
    });

  const anchored = anchoredHeads(read.anchors);
  const subjects = new Set(anchored.keys());
  for (const { broken } of read.anchors) for (const { subject } of broken) subjects.add(presentCode(subject));
  for (
    let day = last === undefined ? addDays(today, -NOTED_FOR_DAYS) : addDays(last, 1);
    day <= today;
    day = addDays(day, 1)
  )
    for (const subject of await trails.grownOn(day)) subjects.add(presentCode(subject));
  const heads = new Map(
    (await councils.view()).councils.map(({ code, trail }) => [code, { subject: code, ...trail }]),
  );
  let events = 0;
  for (const subject of [...subjects].toSorted()) {
    const trail = await trails.trail(subject);
    events += trail.length;
    const head = await headOf(tools, heads, subject);
    if (trail.length === 0 && head === undefined) findings.push({ subject, words: 'its case is gone' });
    findings.push(...trailFindings(subject, trail, anchored.get(subject) ?? [], head));
  }
  return {
    anchors: kept.length,
    trails: subjects.size,
    events,
    notAnchored: [...subjects].filter((subject) => !anchored.has(subject)).length,
    findings,
  };
}

/** What was found, for a terminal. */
export function verificationTable({ anchors, trails, events, notAnchored, findings }: Verification): string {
  const counted = `${anchors} anchors, ${trails} trails (${notAnchored} not anchored yet), ${events} events`;
  if (findings.length === 0) return `${counted}: all hold.`;
  const width = Math.max('Trail'.length, ...findings.map(({ subject }) => subject.length));
  const row = (subject: string, words: string) => `${subject.padEnd(width)}  ${words}`;
  return [
    row('Trail', 'What does not hold'),
    row('-'.repeat(width), '-'.repeat(50)),
    ...findings.map(({ subject, words }) => row(subject, words)),
    '',
    `${counted}: ${findings.length} findings. What to do: infra/runbooks/trail-broken.md`,
  ].join('\n');
}
