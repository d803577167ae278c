import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyEvent, readEvent } from '../../events/catalogue.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import { childrenWhoCount } from '../../shared/core/allocation/missing-facts.ts';
import { verifyTrail } from '../../shared/core/audit-trail.ts';
import type { CaseStatus } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { followedBy } from '../../shared/core/case/commands/decide.ts';
import { opensTo } from '../../shared/core/case/commands/open-sealed-details.ts';
import { listingOfMove, type MoveLine } from '../../shared/core/case/moves.ts';
import { childrenInCare, handedOver } from '../../shared/core/case/responsible.ts';
import { comingTo } from '../../shared/core/case/standing.ts';
import { type From, isFinal, transitions } from '../../shared/core/case/transitions.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aDeclaration, aReferral } from '../builders.ts';
import { runs } from '../how-much.ts';
import { aCommand, aDecision, aGroup, aimed, anActor, sensible } from './a-command.ts';
import { coordinator, councilsWith, entry, Play, system } from './a-scheme.ts';

/** Everywhere the table allows a case to be after these events, whatever its guards say. */
const statusesAfter = (from: From, types: readonly string[]): ReadonlySet<From> =>
  types.reduce<ReadonlySet<From>>(
    (statuses, type) =>
      new Set(transitions.filter((row) => row.event === type && statuses.has(row.from)).map(({ to }) => to)),
    new Set([from]),
  );

/** What every council's books have to say, from the case alone. */
const booksAgree = (play: Play): void => {
  const { offers, placement, regionAsked } = play.case;
  const children = childrenWhoCount(play.case).length;
  for (const { code, held, offered, incoming } of play.view.councils) {
    const own = offers.filter(({ council }) => council === code);
    const holding = own.filter((offer) => offer.status === 'live' || offer.status === 'promised').length;
    const live = own.filter((offer) => offer.status === 'live').length;
    // While a region's lead is asked, with the council whose turn it is, as by an offer.
    const forLead = regionAsked?.councils[0] === code ? 1 : 0;
    const expected = placement?.council === code && placement.handedOverAt === undefined ? children : 0;
    expect({ code, held, offered, incoming }).toEqual({
      code,
      held: (holding + forLead) * children,
      offered: (live + forLead) * children,
      incoming: expected,
    });
  }
};

/** Whoever counts the children counts each once: the council that is responsible since the handover, and nobody before it. */
const countsAgree = (play: Play): void => {
  const { placement } = play.case;
  const inCare = placement?.handedOverAt === undefined ? 0 : childrenInCare(play.case).length;
  for (const { code, netSince } of play.view.councils)
    if (code !== play.case.facts.entryAuthority)
      expect({ code, netSince }).toEqual({ code, netSince: code === placement?.council ? inCare : 0 });
};

/** Turns are counted once for the council that has the children, and for nobody else. */
const turnsAgree = ({ view, case: { placement } }: Play): void => {
  const counted = (state: { readonly parties: Readonly<Record<string, { readonly placed: number }>> }) =>
    Object.values(state.parties).reduce((sum, { placed }) => sum + placed, 0);
  const expected = placement?.children ?? 0;
  expect(counted(view.national.state)).toBe(expected);
  expect(Object.values(view.regions).reduce((sum, { state }) => sum + counted(state), 0)).toBe(expected);
  for (const { code, declaration } of view.councils) {
    if (declaration === undefined) continue;
    const { fosterCare = 0, supportedAccommodation = 0 } =
      (placement?.movedFrom ?? placement?.council) === code ? (placement?.declared ?? {}) : {};
    expect(declaration.used).toEqual({ fosterCare, supportedAccommodation });
  }
};

/** Responsibility passes only to an authority that had named a social worker for this very placement. */
const handedOverToSomebodyNamed = ({ case: subject, trail }: Play): void => {
  // Who took over since is not of the scheme's finding.
  if (subject.status !== 'transferred' || subject.placement?.movedFrom !== undefined) return;
  const sincePlaced = trail.slice(trail.findLastIndex(({ type }) => type === 'place-accepted.v1'));
  const named = sincePlaced.findLast((event) => event.type === 'social-worker-named.v1');
  expect(named?.data).toMatchObject({
    council: subject.placement?.council,
    socialWorker: subject.placement?.socialWorker,
  });
};

/**
 * The council that has the children, as the trail tells it: the last that took them, unless that was undone since, or the case came to an
 * end without a handover. A case that goes on after its end, because somebody counts as a child after all, looks for a place anew.
 */
const receiverByTrail = ({ case: { status }, trail }: Play): string | undefined => {
  let receiver: string | undefined;
  let isHandedOver = false;
  const adults = new Set<number>();
  let children: readonly number[] = [];
  for (const { type, data } of trail) {
    if (type === 'referral-received.v2' || type === 'referral-amended.v2')
      children = data.facts.children?.map(({ number }) => number) ?? children;
    if (type === 'place-accepted.v1') receiver = data.council;
    if (type === 'transfer-completed.v1') isHandedOver = true;
    if (type === 'care-moved.v1') receiver = data.to;
    if (type === 'council-succeeded.v1' && receiver === data.from) receiver = data.to;
    if (type === 'child-turned-18.v1') adults.add(data.child);
    if (type === 'age-decided.v1' && data.counts) adults.delete(data.child);
    const hasEnded =
      type === 'referral-withdrawn.v1' ||
      type === 'family-joined.v1' ||
      type === 'case-stayed.v1' ||
      children.every((child) => adults.has(child));
    const isUndone = type === 'case-reallocated.v1' || type === 'places-lapsed.v1';
    if (isUndone || (hasEnded && !isHandedOver)) receiver = undefined;
  }
  return isFinal(status) && status !== 'transferred' ? undefined : receiver;
};

/** Children of whom the trail says that they turned 18 or left care, and nothing since that undoes it. */
const goneByTrail = ({ trail }: Play): ReadonlySet<number> => {
  const gone = new Set<number>();
  for (const { type, data } of trail) {
    if (type === 'child-turned-18.v1') gone.add(data.child);
    if (type === 'left-care.v1') for (const child of data.children) gone.add(child);
    if (type === 'age-decided.v1' && data.counts) gone.delete(data.child);
    if (type === 'case-reopened.v1') for (const child of data.children ?? []) gone.delete(child);
  }
  return gone;
};

/** Whom sealed details open to: the entry authority while the case is open, and who has taken the children; from the handover on who is responsible, while anybody is in its care. */
const mayOpen = (play: Play): readonly string[] => {
  const receiver = receiverByTrail(play);
  if (!play.trail.some(({ type }) => type === 'transfer-completed.v1'))
    return isFinal(play.case.status)
      ? []
      : [play.case.facts.entryAuthority, ...(receiver === undefined ? [] : [receiver])];
  if (receiver === undefined) return [];
  const gone = goneByTrail(play);
  return play.case.facts.children.every(({ number }) => gone.has(number)) ? [] : [receiver];
};

/** Sealed details open to them and to nobody else, whatever went before. */
const sealedOpensToThem = (play: Play): void => {
  const may = [...play.view.councils.map(({ code }) => code), 'E99999999'].filter(
    (code) => opensTo(play.case, code) !== undefined,
  );
  expect(new Set(may)).toEqual(new Set(mayOpen(play)));
};

/** The coordinators' list of moves says what is so: whose day is fixed is on it with that day, and no council is said to take children whom it no longer has. */
const listAgrees = ({ case: subject }: Play, line: MoveLine | undefined): void => {
  const { placement, status } = subject;
  if (status === 'transfer-arranged')
    expect(line).toMatchObject({ news: 'arranged', day: placement?.moveOn });
  if (line?.news === 'arranged' || line?.news === 'failed') expect(comingTo(subject)).toBeDefined();
  if (handedOver(subject)) expect(line?.news).toBe('done');
};

const endedCleanly = (play: Play): void => {
  for (const { held, offered, incoming } of play.view.councils)
    expect([held, offered, incoming]).toEqual([0, 0, 0]);
  expect(play.case.needs).toBeUndefined();
  expect(play.case.nextDueAt).toBeUndefined();
};

const holdsTogether = (play: Play, before: From, recorded: readonly AnyEvent[]): void => {
  const { case: subject, trail } = play;
  expect(trail.map((event) => event.trail?.number)).toEqual(trail.map((_, index) => index + 1));
  expect(
    verifyTrail(trail, { subject: subject.id, number: subject.version, hash: subject.lastHash }),
  ).toEqual({ kind: 'whole' });
  for (const event of recorded) expect(readEvent(event)).toEqual(event);
  expect(
    statusesAfter(
      before,
      recorded.map(({ type }) => type),
    ),
  ).toContain(subject.status);
  expect(JSON.parse(JSON.stringify(subject))).toStrictEqual(subject);
  expect(subject.needs !== undefined).toBe(!isFinal(subject.status));
  // An open case that nobody looks at again would be forgotten.
  expect(subject.nextDueAt !== undefined).toBe(!isFinal(subject.status));
  booksAgree(play);
  countsAgree(play);
  turnsAgree(play);
  handedOverToSomebodyNamed(play);
  sealedOpensToThem(play);
  if (isFinal(subject.status)) endedCleanly(play);
};

const aStep = fc.record({
  any: aCommand,
  decision: aDecision,
  pick: fc.nat({ max: 60 }),
  astray: fc.integer({ min: 0, max: 9 }).map((tenths) => tenths < 4),
  hours: fc.constantFrom(0, 0, 0, 1, 3, 30, 80, 200),
});
const steps = fc.array(aStep, { minLength: 1, maxLength: 30, size: 'max' });
const schemes = fc.record({
  places: fc.constantFrom(0, 1, 3, 10),
  policy: fc.constantFrom('nts-2016', 'nts-2025', 'nts-2026').map(policyNamed),
  children: aGroup,
});

const start = ({
  places,
  policy,
  children,
}: {
  places: number;
  policy: ReturnType<typeof policyNamed>;
  children: ReferralFacts['children'];
}): Play => {
  const scale = policy.threshold.perMillion / 1000;
  const councils = councilsWith(places).map((council, index) => ({
    ...council,
    childPopulation: 100_000 / scale,
    ...(index % 2 === 1 ? { declaration: aDeclaration() } : {}),
  }));
  return new Play(councils, policy).receive(aReferral({ children }));
};

/** Each of these is recorded anew. */
const asOftenAsAsked: readonly Command['kind'][] = [
  'open-sealed-details',
  'consult-sealed-details',
  'change-documents',
];

test('whatever is asked of a case in whatever order, its books, its trail and its list hold', () => {
  fc.assert(
    fc.property(schemes, steps, (scheme, commands) => {
      const play = start(scheme);
      holdsTogether(play, 'new', play.trail);
      let line: MoveLine | undefined;
      for (const { any, decision, pick, astray, hours } of commands) {
        play.at(new Date(Date.parse(play.now) + hours * 3_600_000).toISOString());
        const command = astray ? aimed(play, any) : sensible(play, pick, decision);
        const before: CaseStatus = play.case.status;
        const known = play.trail.length;
        const actor = anActor(play, command);
        const two = mayOpen(play);
        const outcome = play.do(command, actor, 'once');
        if (command.kind === 'open-sealed-details') {
          expect(outcome.kind).toBe('code' in actor && two.includes(actor.code) ? 'changed' : 'refused');
        }
        const recorded = play.trail.slice(known);
        expect(recorded.length > 0).toBe(outcome.kind === 'changed');
        if (outcome.kind !== 'changed') {
          expect(outcome.words.length).toBeGreaterThan(10);
          continue;
        }
        holdsTogether(play, before, recorded);
        line = listingOfMove(outcome.change) ?? line;
        listAgrees(play, line);
        // Each opening is one of its own, and whether a document was changed before is for the pages to know.
        if (asOftenAsAsked.includes(command.kind)) continue;
        // The same again: a second click, a message that comes twice.
        expect(play.do(command, actor, 'once').kind).not.toBe('changed');
        if (command.kind !== 'amend') expect(play.do(command, actor, 'twice').kind).not.toBe('changed');
        if (command.kind === 'look-at-deadlines' && play.case.nextDueAt !== undefined) {
          expect(play.case.nextDueAt > play.now).toBe(true);
        }
      }
      if (play.case.status === 'missing-from-care' || play.case.status === 'found-elsewhere') {
        const on = play.now.slice(0, 10);
        expect(play.do({ kind: 'leave-care', outcome: 'died', on }, coordinator).kind).toBe('changed');
        holdsTogether(play, 'new', play.trail);
      }
      if (!isFinal(play.case.status)) {
        expect(play.do({ kind: 'withdraw', reason: 'no-longer-needed' }, entry).kind).toBe('changed');
        holdsTogether(play, 'new', play.trail);
        expect(play.birthdays.size).toBe(0);
      }
      endedCleanly(play);
    }),
    { numRuns: runs(400) },
  );
});

test('two changes merged come to the same as one after the other', () => {
  fc.assert(
    fc.property(
      schemes,
      fc.array(aStep, { minLength: 2, maxLength: 12, size: 'max' }),
      (scheme, commands) => {
        const apart = start(scheme);
        const merged = start(scheme);
        for (const { any, decision, pick, astray } of commands) {
          const command = astray ? aimed(apart, any) : sensible(apart, pick, decision);
          const seen = apart.case;
          const first = apart.do(command, anActor(apart, command), 'first');
          if (first.kind !== 'changed') continue;
          const next: Command = {
            kind: 'allocate',
            decision: { kind: 'no-candidate', verdicts: [], warnings: [] },
            decisionHash: 'd'.repeat(64),
          };
          const second = apart.do(next, system, 'second');
          merged.commit(second.kind === 'changed' ? followedBy(first.change, second.change) : first.change);
          expect(merged.case).toEqual(apart.case);
          expect(merged.trail).toEqual(apart.trail);
          expect(merged.view.councils).toEqual(apart.view.councils);
          expect(merged.birthdays).toEqual(apart.birthdays);
          expect(seen.version).toBeLessThan(merged.case.version);
        }
      },
    ),
    { numRuns: runs(100) },
  );
});
