/** Keys that sign, and keys of the API: rotated, given, taken away. */
import { randomBytes } from 'node:crypto';
import { DynamoApiStore } from '../../shared/aws/dynamo-api-store.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import {
  hashOfKey,
  keyFrom,
  MOST_DAYS_OF_OLD_KEY,
  oldKeyOpensUntil,
} from '../../shared/core/council/council-keys.ts';
import { publishedCouncil } from '../../shared/core/council/published-councils.ts';
import { defined } from '../../shared/core/defined.ts';
import { linkLifetimeDays } from '../../shared/runtime/links.ts';
import { carryKey } from '../deploy/carry-keys.ts';
import type { Say } from './functions.ts';
import { OpsProblem, type Place } from './place.ts';
import { RotatedKey } from './rotated-key.ts';

/** `link`: signs links and sessions. `fingerprint`: marks children, so that the same child is found again. */
const rotatedKeys = ['link', 'fingerprint'] as const;
type Which = (typeof rotatedKeys)[number];

const DAY = 24 * 60 * 60 * 1_000;
const LONGEST_LINK_DAYS = Math.max(...Object.values(linkLifetimeDays));

/** Why the key before this one is still needed, in words; undefined when nothing needs it. */
async function stillNeeded(place: Place, which: Which, since: Date): Promise<string | undefined> {
  if (which === 'link') {
    const over = new Date(since.getTime() + LONGEST_LINK_DAYS * DAY);
    return (await place.now()) < over
      ? `Links that it signed open until ${over.toISOString().slice(0, 10)}: ${LONGEST_LINK_DAYS} days after the key was rotated.`
      : undefined;
  }
  let open = 0;
  const cases = new DynamoCaseStore(place.dynamo, place.table('cases'));
  for await (const { openedAt } of cases.open()) if (new Date(openedAt) <= since) open += 1;
  return open === 0
    ? undefined
    : `${open} ${open === 1 ? 'case that was' : 'cases that were'} referred under it ${open === 1 ? 'is' : 'are'} still open: a child of theirs who is referred again would not be found.`;
}

export interface Rotation {
  /** What the key before this one signed counts no more. */
  readonly endOverlap: boolean;
  /** Somebody else has it: rotated, and the overlap ended, at once. */
  readonly leaked: boolean;
  /** Although the key before is still needed. */
  readonly anyway: boolean;
  readonly yes: boolean;
}

const SOON = 'Running functions take that up within five minutes.';

/** How a key stands; rotates it, or ends the time in which the one before it still counts, when told to. */
export async function rotateKey(place: Place, say: Say, name: string, asked: Rotation): Promise<void> {
  const which = rotatedKeys.find((one) => one === name);
  if (which === undefined) throw new OpsProblem(`Say which key: ${rotatedKeys.join(' or ')}.`);
  if (asked.endOverlap && asked.leaked) throw new OpsProblem('Only one of --end-overlap and --leaked.');
  const key = new RotatedKey(place.secrets, place.secret(`${which}-secret`));
  const { since, overlapping } = await key.state();
  const needed = overlapping ? await stillNeeded(place, which, since) : undefined;
  say(
    `The ${which} key signs since ${since.toISOString()}. ${
      overlapping
        ? `The one before it still counts. ${needed ?? 'Nothing needs it any more: end the overlap with --end-overlap.'}`
        : 'No other counts.'
    }`,
  );
  if (asked.leaked) {
    if (!asked.yes)
      return say(`Would make a new ${which} key, beside which no other counts. To do it: --yes`);
    await key.rotate();
    await key.endOverlap();
    return say(`A new ${which} key signs, and no other counts. ${SOON}`);
  }
  if (asked.endOverlap) {
    if (needed !== undefined && !asked.anyway)
      throw new OpsProblem(
        `The key before this one is still needed. ${needed} To end it all the same: --anyway`,
      );
    if (!asked.yes) return say(`Would let only the present ${which} key count. To do it: --yes`);
    await key.endOverlap();
    return say(`Only the present ${which} key counts. ${SOON}`);
  }
  if (overlapping && !asked.anyway) {
    if (!asked.yes) return;
    throw new OpsProblem(
      `The key before this one still counts, and rotating it again would void that. ${needed ?? ''} End the overlap first (--end-overlap), or rotate it all the same: --anyway`,
    );
  }
  if (!asked.yes) return say(`Would sign with a new ${which} key from now on. To do it: --yes`);
  await key.rotate();
  say(
    `A new ${which} key signs. What the one before it signed goes on to count until you end the overlap: npm run ops -- rotate-key ${which} --end-overlap --yes`,
  );
}

/** Stands in the record of a key that was changed from here: which person it was, AWS's own log says. */
const BY = 'operator';

export interface KeyGiven {
  /** For so many days the key that the council had opens too. */
  readonly keepOldDays: string;
  /** Take its keys away at once, and give it none. */
  readonly revoke: boolean;
  readonly yes: boolean;
}

/** Gives a council's system a key of the API, or takes its keys away. The key is said once, and kept only as a hash. */
export async function councilKey(
  place: Place,
  say: Say,
  code: string,
  { keepOldDays, revoke, yes }: KeyGiven,
): Promise<void> {
  const council = publishedCouncil(code);
  if (council === undefined)
    throw new OpsProblem(`There is no council with children’s services with the code "${code}".`);
  if (
    !/^\d{1,2}$/.test(keepOldDays) ||
    Number(keepOldDays) > MOST_DAYS_OF_OLD_KEY ||
    (revoke && keepOldDays !== '0')
  )
    throw new OpsProblem(
      `--keep-old-days takes a number from 0 to ${MOST_DAYS_OF_OLD_KEY}, and not together with --revoke.`,
    );
  const store = new DynamoApiStore(place.dynamo, place.table('sealed'));
  const at = (await place.now()).toISOString();
  const oldUntil = oldKeyOpensUntil(at, Number(keepOldDays));
  const old = `The one they had ${oldUntil === undefined ? 'is void' : `opens until ${oldUntil}`}.`;
  if (!yes)
    return say(
      `Would ${revoke ? `take the keys of ${council.name} away` : `give ${council.name} a key of the API. ${old}`} To do it: --yes`,
    );
  if (revoke) {
    await store.revokeKeys(council.code, { at, by: BY });
    return say(`${council.name} has no key of the API any more.`);
  }
  const key = keyFrom(randomBytes(32));
  await store.replaceKey(council.code, hashOfKey(key), { at, by: BY, ...defined({ oldUntil }) });
  say(`The key of ${council.name}, said this once. Hand it over by a way that only they can read. ${old}`);
  say(key);
}

/** Gives a pipeline from before them the keys that the stack of tables keeps, so that links open and children are found. */
export async function carryKeysBack(place: Place, say: Say, yes: boolean): Promise<void> {
  const stray = await place.strayKeys();
  if (stray.length === 0) return say('The pipeline signs with the keys that the stack of tables keeps.');
  for (const { from, to } of stray) {
    if (yes) await carryKey(place.secrets, { from, to });
    say(`${yes ? 'Carried' : 'Would carry (to do it: --yes)'}: ${from} to ${to}`);
  }
  if (yes) say('The pipeline signs as before, within five minutes.');
}
