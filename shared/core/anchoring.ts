import * as z from 'zod';
import type { AnyEvent } from '../../events/catalogue.ts';
import { presentCode } from '../../events/former-codes.ts';
import { type TrailHead, verifyTrail } from './audit-trail.ts';
import { canonicalJson, hashOf } from './hash.ts';

/** Hash of an anchor's text, under which the next one names it. */
interface AnchorLink {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  readonly hash: string;
}

const Link = z.object({ day: z.iso.date(), hash: z.string().regex(/^[0-9a-f]{64}$/) });
const Text = z.object({
  day: z.iso.date(),
  /** First day that it covers. */
  since: z.iso.date(),
  at: z.iso.datetime(),
  /** The anchor before it; null in the very first. */
  previous: Link.nullable(),
  heads: z.array(z.object({ subject: z.string().min(1), number: z.int().positive(), hash: z.string() })),
  /** Trails that did not hold when they were to be anchored, and so are not. */
  broken: z.array(z.object({ subject: z.string().min(1), words: z.string() })),
});

/** The ends of all trails that grew on some days, kept where nobody can change them: what a trail was, it has to be for ever. */
export type Anchor = z.infer<typeof Text>;

/** An anchor as it is kept. */
export interface KeptAnchor {
  readonly day: string;
  readonly text: string;
}

export const anchorText = (anchor: Anchor): string => canonicalJson(anchor);

/** @returns undefined for a text that is no anchor of that day, byte for byte as we write it */
function anchorFrom({ day, text }: KeptAnchor): Anchor | undefined {
  try {
    const read = Text.safeParse(JSON.parse(text));
    return read.success && read.data.day === day && anchorText(read.data) === text ? read.data : undefined;
  } catch {
    return undefined;
  }
}

const linkTo = (anchor: Anchor): AnchorLink => ({ day: anchor.day, hash: hashOf(anchor) });

/** What does not hold, of a trail or of the anchors themselves. */
export interface Finding {
  /** Case reference or authority code; `anchors` for the anchors. */
  readonly subject: string;
  readonly words: string;
}

export interface ReadAnchors {
  readonly anchors: readonly Anchor[];
  readonly findings: readonly Finding[];
}

/**
 * Reads anchors and checks that each names the one before it.
 *
 * @param kept in order of days
 * @param fromTheFirst whether they begin with the very first anchor
 */
export function readAnchors(kept: readonly KeptAnchor[], fromTheFirst: boolean): ReadAnchors {
  const anchors: Anchor[] = [];
  const findings: Finding[] = [];
  const find = (words: string) => findings.push({ subject: 'anchors', words });
  let before: Anchor | undefined;
  for (const [index, one] of kept.entries()) {
    const anchor = anchorFrom(one);
    if (anchor === undefined) {
      find(`the anchor of ${one.day} does not say what an anchor says`);
      before = undefined;
      continue;
    }
    const expected = before && linkTo(before);
    const { previous } = anchor;
    if (index === 0) {
      if (fromTheFirst && previous !== null)
        find(`the anchor of ${previous.day} is missing: that of ${anchor.day} follows it`);
    } else if (previous === null) find(`the anchor of ${anchor.day} says that there was none before it`);
    else if (expected === undefined || previous.day !== expected.day)
      find(
        kept.some(({ day }) => day === previous.day)
          ? `the anchor of ${anchor.day} follows one of ${previous.day} that cannot be read`
          : `the anchor of ${previous.day} is missing: that of ${anchor.day} follows it`,
      );
    else if (previous.hash !== expected.hash)
      find(`the anchor of ${previous.day} is not the one that the anchor of ${anchor.day} follows`);
    before = anchor;
    anchors.push(anchor);
  }
  return { anchors, findings };
}

/** The heads that were anchored of each subject, in order of days; of a council by its present code, whichever it had that day. */
export function anchoredHeads(
  anchors: readonly Anchor[],
): ReadonlyMap<string, readonly (TrailHead & { readonly day: string })[]> {
  const heads = anchors.flatMap(({ day, heads: of }) => of.map((head) => ({ ...head, day })));
  return Map.groupBy(heads, ({ subject }) => presentCode(subject));
}

/** What does not hold of one trail: within itself, against the head that its case or council keeps, against its anchors. */
export function trailFindings(
  subject: string,
  events: readonly AnyEvent[],
  anchored: readonly (TrailHead & { readonly day: string })[],
  head?: TrailHead,
): readonly Finding[] {
  const findings: Finding[] = [];
  const verdict = verifyTrail(
    events,
    head ?? { subject, number: events.length, hash: events.at(-1)?.trail?.hash ?? '' },
  );
  if (verdict.kind === 'broken')
    findings.push({ subject, words: `event ${verdict.number}: ${verdict.words}` });
  for (const { day, number, hash } of anchored) {
    if (events.length < number)
      findings.push({
        subject,
        words: `it is cut: it ends at ${events.length}, and on ${day} it had ${number} events`,
      });
    else if (events[number - 1]?.trail?.hash !== hash)
      findings.push({ subject, words: `event ${number} is not the one that was anchored on ${day}` });
  }
  return findings;
}

/**
 * The anchor of a day.
 *
 * @param earlier the anchors that trails are compared with, the last of them the one before it
 * @param trails the trails that grew since then, whole
 */
export function anchorOf(
  { day, since, at }: Pick<Anchor, 'day' | 'since' | 'at'>,
  earlier: readonly Anchor[],
  trails: ReadonlyMap<string, readonly AnyEvent[]>,
): Anchor {
  const anchored = anchoredHeads(earlier);
  const heads: TrailHead[] = [];
  const broken: Finding[] = [];
  for (const [subject, events] of [...trails].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const last = events.at(-1)?.trail;
    const found = trailFindings(subject, events, anchored.get(presentCode(subject)) ?? []);
    if (last === undefined) broken.push({ subject, words: 'it grew, and has no events' });
    else if (found.length > 0) broken.push({ subject, words: found.map(({ words }) => words).join('; ') });
    else heads.push({ subject, number: last.number, hash: last.hash });
  }
  const previous = earlier.at(-1);
  return { day, since, at, previous: previous ? linkTo(previous) : null, heads, broken };
}
