import type { Case } from '../../shared/core/case/case.ts';
import type { PlaceChange } from '../../shared/core/case/change.ts';
import { linesOf, listingOf } from '../../shared/core/case/lists.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { headroom } from '../../shared/core/council/headroom.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import { aCase, aCaseChange, aCouncil, anEntry, aPlaceChange } from '../builders.ts';

/** The two stores over one set of councils. */
export interface Stores {
  readonly cases: CaseStore;
  readonly councils: CouncilStore;
}

/** Fresh stores with nothing in them. */
export type StoresWith = () => Promise<Stores>;

export const HAMPSHIRE = aCouncil();

/** Stores with these councils: what differs from the one that `aCouncil` builds, which is the only one when none is given. */
export const seeded = async (
  fresh: StoresWith,
  ...councils: readonly Partial<Council>[]
): Promise<Stores> => {
  const stores = await fresh();
  await stores.councils.seed((councils.length > 0 ? councils : [{}]).map(aCouncil), policy);
  return stores;
};

/** The council that `aCouncil` builds, as it stands now. */
export const hampshire = ({ councils }: Stores): Promise<Council | undefined> =>
  councils.read(HAMPSHIRE.code);

export const policy = policyNamed('nts-2025');

/** The council that `aCouncil` builds, with room for so many children and no more. */
export const aCouncilWithRoomFor = (children: number, overrides: Partial<Council> = {}): Council => {
  const empty = aCouncil({ ...overrides, caredFor: { count: 0, asAt: '2025-03-31', source: 'published' } });
  const count = headroom(empty, policy) - children;
  return { ...empty, caredFor: { ...empty.caredFor, count }, publishedCount: count };
};

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Case references that differ, in order. */
export const reference = (index: number): string => {
  const digits = Array.from(
    { length: 8 },
    (_, place) => letters[Math.floor(index / 32 ** (7 - place)) % 32],
  ).join('');
  return `NTS-${digits.slice(0, 4)}-${digits.slice(4)}`;
};

/** The first commit of a case that takes places. */
export const opening = (index: number, overrides: Partial<Case> = {}, places: readonly PlaceChange[] = []) =>
  aCaseChange({ case: aCase({ id: reference(index), ...overrides }), places });

/** The commit of one more event on top of a change. */
export const next = (
  before: ReturnType<typeof opening>,
  overrides: Partial<Case> = {},
  places: readonly PlaceChange[] = [],
) => {
  const number = before.case.version + 1;
  return aCaseChange({
    was: listingOf(linesOf(before.case)),
    case: { ...before.case, version: number, ...overrides },
    events: [
      anEntry('case-paused.v1', { subject: before.case.id, number, cause: `${overrides.moveBy ?? 'test'}` }),
    ],
    places,
  });
};

/** One child's place taken: by default the live offer of the council that `aCouncil` builds. */
export const taking = (overrides: Partial<PlaceChange> = {}): readonly PlaceChange[] => [
  aPlaceChange(overrides),
];

export const all = async <T>(sequence: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const element of sequence) found.push(element);
  return found;
};
