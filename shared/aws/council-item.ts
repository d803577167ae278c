import * as z from 'zod';
import { closingReasons } from '../../events/council-closed.v1.ts';
import { exemptedNames } from '../../events/exemptions-in-question.v1.ts';
import { asSaidNow, presentCode } from '../../events/former-codes.ts';
import { Need } from '../../events/referral.ts';
import type { RotaState } from '../core/allocation/rota.ts';
import type { VersionedRota } from '../core/allocation/scheme.ts';
import type { Closing } from '../core/council/closing.ts';
import type { Council, Declaration } from '../core/council/council.ts';
import type { Exemptions } from '../core/council/exemptions.ts';
import { headroom } from '../core/council/headroom.ts';
import { movedTogether } from '../core/council/moved.ts';
import { defined } from '../core/defined.ts';
import type { Policy } from '../core/policy.ts';
import { flag, type Item, keyOf, number, numberOrNull, Reader, text } from './attributes.ts';
import { unansweredFrom, unansweredItem } from './hearing-update.ts';
import { COUNCIL_PREFIX, keys } from './keys.ts';

const nations = ['England', 'Wales', 'Scotland', 'Northern Ireland'] as const;
const sources = ['published', 'declared', 'not-published'] as const;
const Supports = z.array(Need);
const Kept = z.partialRecord(
  z.enum(exemptedNames),
  z.object({
    since: z.string(),
    until: z.string().exactOptional(),
    askedOn: z.string().exactOptional(),
    agreedUntil: z.string().exactOptional(),
    refused: z.literal(true).exactOptional(),
  }),
);

/**
 * A council's attributes one by one: counts are raised and lowered in place. Places declared are kept as places *left*,
 * and headroom itself, because a condition can compare an attribute but cannot subtract two.
 */
export function councilItem(council: Council, policy: Pick<Policy, 'threshold'>): Item {
  const { caredFor, declaration, reminders, trail } = council;
  return {
    ...keyOf(keys.council(council.code)),
    name: text(council.name),
    nation: text(council.nation),
    region: text(council.region),
    regionName: text(council.regionName),
    childPopulation: number(council.childPopulation),
    participates: flag(council.participates),
    ...(council.closing ? closingItem(council.closing) : {}),
    ...caredForItem(caredFor),
    publishedCount: numberOrNull(council.publishedCount),
    netSince: number(council.netSince),
    ...movedItem(council.moved),
    incoming: number(council.incoming),
    held: number(council.held),
    offered: number(council.offered),
    headroom: number(headroom(council, policy)),
    ...(declaration ? declarationItem(declaration) : {}),
    ...(council.exemptions ? exemptionsItem(council.exemptions) : {}),
    ...unansweredItem(council.unanswered),
    ...placedInItem(council.placedIn),
    ...remindersItem(reminders),
    trailNumber: number(trail.number),
    trailHash: text(trail.hash),
  };
}

const MOVED = /^moved(\d{4})(\d{2})(\d{2})$/;

/** The attribute in which children who came or left on a day are counted: one for each day, so that it is raised and lowered in place. */
export const movedAttribute = (day: string): string => `moved${day.replaceAll('-', '')}`;
const movedItem = (moved: Council['moved'] = {}): Item =>
  Object.fromEntries(Object.entries(moved).map(([day, children]) => [movedAttribute(day), number(children)]));

/** Counts the changes of any day, so that who goes by what days say need not compare each: an expression has room for some ninety. */
export const MOVES = 'moves';

// A view looks at some thirty names of each council, and few begin so.
const movedAttributesOf = (item: Item): readonly string[] =>
  Object.keys(item).filter((name) => name.startsWith('moved') && MOVED.test(name));

/**
 * Attributes of days that an item has and that mean nothing once it has others. The latest hundred, for an expression has room for few more; what
 * is left of them is in the figure, and is not read.
 */
export const movedCleared = (stored: Item, next: Item = {}): readonly string[] =>
  movedAttributesOf(stored)
    .filter((name) => !next[name])
    .toSorted()
    .slice(-100);

/** How the name of an attribute begins that says when a council last placed a child in an area: one for each area, so that nobody has to have read the others. */
export const PLACED_IN = 'placedIn_';

const placedInItem = (placedIn: Council['placedIn'] = {}): Item =>
  Object.fromEntries(Object.entries(placedIn).map(([area, on]) => [`${PLACED_IN}${area}`, text(on)]));

/** `closedUntil` is absent where no end is known; a writer that updates has to remove an older one. */
export const closingItem = ({ because, from, until }: Closing): Item => ({
  closedBecause: text(because),
  closedFrom: text(from),
  ...(until === undefined ? {} : { closedUntil: text(until) }),
});

/** The attributes of a closing that an update takes away. */
export const closingLeft = (closing: Closing | 'none'): readonly string[] =>
  closing === 'none'
    ? ['closedBecause', 'closedFrom', 'closedUntil']
    : closing.until === undefined
      ? ['closedUntil']
      : [];

export const caredForItem = (caredFor: Council['caredFor']): Item => ({
  caredForCount: numberOrNull(caredFor.count),
  caredForAsAt: text(caredFor.asAt),
  caredForSource: text(caredFor.source),
});

/** `pausedUntil` and `volunteersUpTo` are absent where they were not declared; a writer that updates has to remove older ones. */
export const declarationItem = (declaration: Declaration): Item => ({
  placesFosterCare: number(declaration.places.fosterCare),
  leftFosterCare: number(declaration.places.fosterCare - declaration.used.fosterCare),
  placesSupported: number(declaration.places.supportedAccommodation),
  leftSupported: number(declaration.places.supportedAccommodation - declaration.used.supportedAccommodation),
  supports: text(JSON.stringify(declaration.supports)),
  ...(declaration.pausedUntil === undefined ? {} : { pausedUntil: text(declaration.pausedUntil) }),
  ...(declaration.volunteersUpTo === undefined ? {} : { volunteersUpTo: number(declaration.volunteersUpTo) }),
  declaredAt: text(declaration.declaredAt),
});

/** Absent where nothing is known; a writer that updates has to remove an older one. */
export const exemptionsItem = (exemptions: Exemptions): Item =>
  Object.keys(exemptions).length === 0 ? {} : { exemptions: text(JSON.stringify(exemptions)) };

/** `remindedOn` is absent where nobody was reminded since the declaration; a writer that updates has to remove an older one. */
export const remindersItem = (reminders: Council['reminders']): Item => ({
  reminders: number(reminders.sinceDeclaration),
  ...(reminders.lastOn === undefined ? {} : { remindedOn: text(reminders.lastOn) }),
});

/** @throws CorruptItem naming the key and the attribute */
export function councilFrom(item: Item): Council {
  const read = new Reader(item);
  const caredFor = {
    count: read.numberOrNull('caredForCount'),
    asAt: read.text('caredForAsAt'),
    source: read.oneOf('caredForSource', sources),
  };
  return {
    code: presentCode(read.text('sk').slice(COUNCIL_PREFIX.length)),
    name: read.text('name'),
    nation: read.oneOf('nation', nations),
    region: read.text('region'),
    regionName: read.text('regionName'),
    childPopulation: read.number('childPopulation'),
    participates: read.flag('participates'),
    ...(read.has('closedFrom')
      ? {
          closing: {
            because: read.oneOf('closedBecause', closingReasons),
            from: read.text('closedFrom'),
            ...(read.has('closedUntil') ? { until: read.text('closedUntil') } : {}),
          },
        }
      : {}),
    caredFor,
    publishedCount: read.numberOrNull('publishedCount'),
    netSince: read.number('netSince'),
    incoming: read.number('incoming'),
    held: read.number('held'),
    offered: read.number('offered'),
    ...defined({
      moved: movedFrom(item, caredFor),
      declaration: declarationFrom(read),
      exemptions: exemptionsFrom(read),
      unanswered: unansweredFrom(read),
      placedIn: read.textsUnder(PLACED_IN),
    }),
    reminders: {
      sinceDeclaration: read.number('reminders'),
      ...(read.has('remindedOn') ? { lastOn: read.text('remindedOn') } : {}),
    },
    trail: { number: read.number('trailNumber'), hash: read.text('trailHash') },
  };
}

/** Places given back that an older declaration offered leave more than was declared: none is used then, not fewer than none. */
const used = (places: number, left: number): number => Math.max(0, places - left);

function declarationFrom(read: Reader): Declaration | undefined {
  if (!read.has('declaredAt')) return undefined;
  const supports = Supports.safeParse(read.json('supports'));
  if (!supports.success) return read.fail('"supports" should be a list of needs');
  const places = {
    fosterCare: read.number('placesFosterCare'),
    supportedAccommodation: read.number('placesSupported'),
  };
  return {
    places,
    used: {
      fosterCare: used(places.fosterCare, read.number('leftFosterCare')),
      supportedAccommodation: used(places.supportedAccommodation, read.number('leftSupported')),
    },
    supports: supports.data,
    ...(read.has('pausedUntil') ? { pausedUntil: read.text('pausedUntil') } : {}),
    ...(read.has('volunteersUpTo') ? { volunteersUpTo: read.number('volunteersUpTo') } : {}),
    declaredAt: read.text('declaredAt'),
  };
}

/** Of days before that of the figure, which holds them, some may not have been cleared yet. */
function movedFrom(item: Item, { count, asAt }: Council['caredFor']): Council['moved'] {
  const names = movedAttributesOf(item);
  if (names.length === 0) return undefined;
  return movedTogether(
    Object.fromEntries(
      names
        .map((name) => [name.replace(MOVED, '$1-$2-$3'), new Reader(item).number(name)] as const)
        .filter(([day]) => count === null || day >= asAt),
    ),
  );
}

function exemptionsFrom(read: Reader): Exemptions | undefined {
  if (!read.has('exemptions')) return undefined;
  const kept = Kept.safeParse(read.json('exemptions'));
  return kept.success ? kept.data : read.fail('"exemptions" should say what is known of each');
}

/** The state is one text: its fractions come back to the last digit. */
export const rotaItem = (scope: string, { state, version, turn }: VersionedRota): Item => ({
  ...keyOf(keys.rota(scope)),
  state: text(JSON.stringify(state)),
  version: number(version),
  turn: number(turn),
});

/** @throws CorruptItem naming the key and the attribute */
export function rotaFrom(item: Item): VersionedRota {
  const read = new Reader(item);
  const state = asSaidNow(read.json('state'));
  if (typeof state !== 'object' || state === null) return read.fail('"state" should be an object');
  return { state: state as RotaState, version: read.number('version'), turn: read.number('turn') };
}
