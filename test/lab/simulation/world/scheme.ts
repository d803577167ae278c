import { allSuccessions } from '../../../../shared/core/calendar/in-force.ts';
import type { Council } from '../../../../shared/core/council/council.ts';
import { threshold } from '../../../../shared/core/council/headroom.ts';
import { everyCouncil, publishedCouncils } from '../../../../shared/core/council/published-councils.ts';
import type { Policy } from '../../../../shared/core/policy.ts';
import type { Draw } from '../kernel/draw.ts';

const KENT = 'E10000016';
export const CROYDON = 'E09000008';
export const entryAuthorities = [KENT, KENT, KENT, CROYDON] as const;

const published = publishedCouncils();

/**
 * A small scheme: two authorities where children arrive, over their threshold, and a handful that have room for few, so that
 * the last place is often fought over.
 *
 * @param size how many may receive
 * @param ending whether those are among them that end, and those that take over from them
 */
export function smallScheme(draw: Draw, policy: Policy, size: number, ending: boolean): readonly Council[] {
  const entry = published.filter(({ code }) => code === KENT || code === CROYDON);
  const successions = ending ? allSuccessions() : [];
  const changing = new Set(
    successions.flatMap(({ ends, begins }) => [ends, ...begins.map(({ code }) => code)]),
  );
  const shuffled = draw.shuffle(
    'councils',
    published.filter(({ code }) => code !== KENT && code !== CROYDON && !changing.has(code)),
  );
  // Where leads have a part, half of the councils are theirs to choose from.
  const { regions = [] } = policy.leadNames ?? {};
  const theirs = shuffled.filter(({ region }) => regions.includes(region)).slice(0, Math.ceil(size / 2));
  const others = [...theirs, ...shuffled.filter((one) => !theirs.includes(one))].slice(0, size);
  const those = everyCouncil().filter(({ code }) => changing.has(code));
  return [...entry, ...those, ...others].map((council) => {
    const limit = threshold(council, policy);
    const isEntry = council.code === KENT || council.code === CROYDON;
    const room = isEntry ? -5 : draw.between(`room ${council.code}`, 0, 4);
    const count = Math.max(0, limit - room);
    return {
      ...council,
      caredFor: { ...council.caredFor, count, source: 'published' },
      publishedCount: count,
    };
  });
}

/** Where a desk’s mail goes when its first address does not work. */
export const secondAddress = (desk: string): string => `second.${deskAddress(desk)}`;

export const deskAddress = (desk: string): string => `${desk.replace(':', '.').toLowerCase()}@desks.example`;
