import type { AnyEvent } from '../../events/catalogue.ts';
import { type KeptAnchor, readAnchors } from '../core/anchoring.ts';
import { type AuditedTrail, auditLines } from '../core/audit-file.ts';
import { addDays } from '../core/calendar/working-days.ts';
import type { Case } from '../core/case/case.ts';
import type { AnchorStore } from '../ports/anchor-store.ts';
import type { CaseStore } from '../ports/case-store.ts';

interface AuditTools {
  readonly cases: Pick<CaseStore, 'trail'>;
  readonly anchors: Pick<AnchorStore, 'days' | 'read'>;
  readonly clock: { readonly now: () => string };
}

/** Anchors that are looked into at most: a trail that did not hold when it was to be anchored is in none of them. */
const MOST_READ = 6;

/** An event is in the anchor of the day on which it was noted, which may be the day after its own. */
const MAY_HOLD = 2;

const utcDay = ({ at }: AnyEvent): string => at.slice(0, 10);

/** The last anchor that holds a trail: since every event is chained to the one before it, it vouches for all up to the one that it names. */
async function lastAnchorOf(
  anchors: AuditTools['anchors'],
  { head: { subject }, events }: AuditedTrail,
): Promise<KeptAnchor | undefined> {
  const [first] = events;
  if (first === undefined) return undefined;
  const days = await anchors.days(addDays(utcDay(first), -1));
  const grown = [...new Set(events.map(utcDay))];
  const candidates = new Set(
    grown.flatMap((day) => days.filter((anchored) => anchored >= day).slice(0, MAY_HOLD)),
  );
  for (const day of [...candidates].toSorted().toReversed().slice(0, MOST_READ)) {
    const kept = await anchors.read(day);
    const [anchor] = readAnchors([kept], false).anchors;
    if (anchor?.heads.some((one) => one.subject === subject)) return kept;
  }
  return undefined;
}

/** The audit of one case as a file of JSON Lines: its trail as it was recorded, its head, and the last anchor that holds it. */
export async function auditOfCase({ cases, anchors, clock }: AuditTools, theCase: Case): Promise<string> {
  const { id: reference, version, lastHash } = theCase;
  const trail: AuditedTrail = {
    head: { subject: reference, number: version, hash: lastHash },
    // What was committed between the two reads is left for the next time.
    events: (await cases.trail(reference)).slice(0, version),
  };
  const anchor = await lastAnchorOf(anchors, trail);
  const lines = auditLines({ kind: 'case', reference }, clock.now(), anchor === undefined ? [] : [anchor], [
    trail,
  ]);
  let file = '';
  for await (const line of lines) file += line;
  return file;
}
