import { describe, expect, test } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import type { CaseChange } from '../../shared/core/case/change.ts';
import { type ListName, type ListSpan, placeInList } from '../../shared/core/case/lists.ts';
import { VERIFYING } from '../../shared/core/council/verification.ts';
import { aCaseChange, anEntry, anEvent, anOffer, aPlacement, aReferral } from '../builders.ts';
import { all, next, opening, reference, type StoresWith, seeded } from './fleet.ts';

/** The promises of a case store about its lists and what lies beside a case, for any twin. */
export const keepsListPromises = (fresh: StoresWith): void => {
  describe('lists', () => {
    const open = (index: number, nextDueAt: string, party = 'coordinators') =>
      opening(index, {
        nextDueAt,
        needs: {
          party: party === 'coordinators' ? { kind: 'coordinators' } : { kind: 'council', code: party },
          by: nextDueAt,
          what: 'test',
        },
      });
    const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T17:00:00.000Z`;

    test('what is due comes soonest first, up to the time and no further', async () => {
      const { cases } = await seeded(fresh, {});
      for (const [index, number] of [24, 27, 25, 23, 26].entries())
        await cases.commit(open(60 + index, day(number)));
      const due = await all(cases.due(day(26)));
      expect(due.map(({ dueAt }) => dueAt)).toEqual([day(23), day(24), day(25), day(26)]);
      expect(due[0]).toEqual({
        caseId: reference(63),
        status: 'eligible',
        entryAuthority: 'E10000016',
        openedAt: '2026-11-23T09:00:00.000Z',
        moveBy: '2026-12-07T17:00:00.000Z',
        dueAt: day(23),
      });
    });

    test('lines come soonest first, those without a clock last', async () => {
      const { cases } = await seeded(fresh, {});
      await cases.commit(open(72, day(24)));
      await cases.commit(open(73, day(25)));
      const stopped = open(74, day(24));
      const { nextDueAt: _, ...clockless } = stopped.case;
      await cases.commit({ ...stopped, case: clockless });
      const waiting = open(75, day(26));
      const { needs: __, ...needless } = waiting.case;
      await cases.commit({ ...waiting, case: needless });
      const lines = await all(cases.open());
      expect(lines.map(({ caseId }) => caseId)).toEqual([72, 73, 75, 74].map(reference));
    });

    test('a case is on the lists of whom it concerns, and on none that it has left', async () => {
      const { cases } = await seeded(fresh, {});
      const asked = (council: string, status: 'asked' | 'said-no' = 'asked') =>
        anOffer({ id: `1-${council}`, council, role: 'back-up', status });
      const on = async (list: ListName) => (await all(cases.listed(list))).map(({ caseId }) => caseId);
      const offers = [anOffer(), asked('E06000046'), asked('E08000039')];
      const first = opening(170, { status: 'offered', offers });
      const later = opening(171, { status: 'offered', openedAt: '2026-11-24T09:00:00.000Z' });
      const unreal = opening(172, { facts: aReferral({ entryAuthority: VERIFYING }) });
      for (const change of [later, first, unreal]) await cases.commit(change);
      const both = [171, 170].map(reference);
      expect(await on('open:E10000016')).toEqual(both);
      expect(await on('status:offered')).toEqual(both);
      expect(await on('all')).toEqual(both);
      expect(await on('policy:nts-2025')).toEqual(both);
      expect(await on('asked:E06000046')).toEqual([reference(170)]);
      const [line] = (await all(cases.listed('open:E10000016'))).toReversed();
      expect(line).toEqual({
        caseId: reference(170),
        openedAt: '2026-11-23T09:00:00.000Z',
        policy: first.case.policy,
        status: 'offered',
        moveBy: '2026-12-07T17:00:00.000Z',
      });
      const answered = next(first, {
        offers: [anOffer(), asked('E06000046', 'said-no'), asked('E08000039')],
      });
      // Whoever lost the race takes nothing off a list.
      const late = next(first, { offers: [], status: 'withdrawn', moveBy: '2026-12-08T17:00:00.000Z' });
      expect(await cases.commit(answered)).toEqual({ kind: 'committed' });
      expect(await cases.commit(late)).toEqual({ kind: 'lost-race', over: 'case' });
      expect(await on('asked:E06000046')).toEqual([]);
      expect(await on('asked:E08000039')).toEqual([reference(170)]);
      expect(await on('open:E10000016')).toEqual(both);
      const placement = aPlacement({ council: 'E10000014' });
      const accepted = next(answered, { status: 'accepted', offers: [], placement });
      await cases.commit(accepted);
      const ended = next(accepted, { status: 'withdrawn' });
      for (const change of [ended, ended]) expect(await cases.commit(change)).toEqual({ kind: 'committed' });
      expect(await on('asked:E08000039')).toEqual([]);
      expect(await on('open:E10000016')).toEqual([reference(171)]);
      expect(await on('over:E10000016')).toEqual([reference(170)]);
      expect(await on('taken:E10000014')).toEqual([reference(170)]);
      expect(await on('status:accepted')).toEqual([]);
      expect(await on('status:withdrawn')).toEqual([reference(170)]);
      expect((await all(cases.listed('taken:E10000014')))[0]).toMatchObject({ status: 'withdrawn' });
      expect(await on('all')).toEqual(both);
    });

    test('a heartbeat is on no list, however often it is written', async () => {
      const { cases } = await seeded(fresh, {});
      await cases.beat(day(24));
      await cases.beat(day(25));
      expect(await all(cases.open())).toEqual([]);
      expect(await all(cases.neededBy('coordinators'))).toEqual([]);
    });

    test('a part of a list is the latest of a span, no more than was asked for', async () => {
      const { cases } = await seeded(fresh, {});
      const openedAt = (number: number) => `2026-11-${number}T09:00:00.000Z`;
      for (const [at, number] of [24, 21, 23, 22, 23].entries())
        await cases.commit(opening(180 + at, { openedAt: openedAt(number) }));
      const part = async (span: ListSpan) =>
        (await cases.listedIn('all', span)).lines.map(({ caseId }) => caseId);
      const [first, second, third, fourth, fifth] = [180, 184, 182, 183, 181].map(reference);
      expect(await part({ most: 9 })).toEqual([first, second, third, fourth, fifth]);
      expect(await part({ most: 2 })).toEqual([first, second]);
      const upTo = placeInList({ openedAt: openedAt(23), caseId: third ?? '' });
      expect(await part({ upTo, most: 9 })).toEqual([third, fourth, fifth]);
      expect(await part({ from: openedAt(22), upTo: openedAt(24), most: 9 })).toEqual([
        second,
        third,
        fourth,
      ]);
      expect(await part({ from: '2026-11-25', most: 9 })).toEqual([]);
      expect(await part({ from: openedAt(23), upTo: openedAt(22), most: 9 })).toEqual([]);
      const end = async (most: number) => (await cases.listedIn('all', { most })).end;
      expect(await end(2)).toBe(placeInList({ openedAt: openedAt(23), caseId: second ?? '' }));
      expect(await end(9)).toBeUndefined();
    });

    test('a closed case is on no list; one without a clock is still open', async () => {
      const { cases } = await seeded(fresh, {});
      const first = open(70, day(24));
      await cases.commit(first);
      const { needs: _, nextDueAt: __, ...rest } = first.case;
      await cases.commit({ ...next(first), case: { ...rest, ...lastOf(next(first)), status: 'withdrawn' } });
      const stopped = open(71, day(24));
      const { nextDueAt: ___, ...paused } = stopped.case;
      await cases.commit({ ...stopped, case: { ...paused, status: 'paused' } });
      expect(await all(cases.due(day(30)))).toEqual([]);
      const [only, ...others] = await all(cases.open());
      expect(others).toEqual([]);
      expect(only).toMatchObject({ caseId: reference(71), status: 'paused' });
      expect(only).not.toHaveProperty('dueAt');
      expect((await all(cases.neededBy('coordinators'))).map(({ caseId }) => caseId)).toEqual([
        reference(71),
      ]);
    });

    test('a party sees what waits for it, soonest first, and nobody else’s', async () => {
      const { cases } = await seeded(fresh, {});
      await cases.commit(open(80, day(26), 'E10000014'));
      await cases.commit(open(81, day(25), 'E10000014'));
      await cases.commit(open(82, day(24)));
      await cases.commit(open(83, day(27), 'E10000014'));
      const waiting = await all(cases.neededBy('council:E10000014'));
      expect(waiting.map(({ caseId }) => caseId)).toEqual([reference(81), reference(80), reference(83)]);
      expect(await all(cases.neededBy('council:E06000001'))).toEqual([]);
    });

    test('a council sees whom it has in its care since a handover, the earliest first, until nobody is', async () => {
      const { cases } = await seeded(fresh, {});
      const received = (index: number, handedOverAt: string, council = 'E10000014') => {
        const change = opening(index);
        const { needs: _, nextDueAt: __, ...closed } = change.case;
        const placement = { ...aPlacement({ council }), handedOverAt };
        return { ...change, case: { ...closed, status: 'transferred' as const, placement } };
      };
      const first = received(84, day(20));
      for (const one of [
        received(85, day(22)),
        first,
        received(86, day(21)),
        received(87, day(19), 'E08000035'),
      ])
        await cases.commit(one);
      const moving = opening(88);
      const { handedOverAt: _, ...ahead } = { handedOverAt: '', ...aPlacement({ council: 'E10000014' }) };
      await cases.commit({ ...moving, case: { ...moving.case, placement: ahead } });
      const ids = async (council: string) =>
        (await all(cases.receivedBy(council))).map(({ caseId }) => caseId);
      expect(await ids('E10000014')).toEqual([84, 86, 85].map(reference));
      expect(await ids('E06000001')).toEqual([]);
      expect((await all(cases.receivedBy('E08000035')))[0]).toMatchObject({
        caseId: reference(87),
        status: 'transferred',
        entryAuthority: 'E10000016',
      });
      const moved = next(first);
      await cases.commit({
        ...moved,
        case: {
          ...first.case,
          ...lastOf(moved),
          placement: { ...first.case.placement, council: 'E08000035' },
        },
      });
      expect(await ids('E10000014')).toEqual([86, 85].map(reference));
      expect(await ids('E08000035')).toEqual([87, 84].map(reference));
      const later = next(moved);
      const numbers = first.case.facts.children.map(({ number }) => number);
      await cases.commit({ ...later, case: { ...first.case, ...lastOf(later), turned18: numbers } });
      expect(await ids('E08000035')).toEqual([reference(87)]);
      expect(await all(cases.open())).toHaveLength(1);
    });

    test('a council sees who comes to it from its yes to the handover, also while others act, the first to move first', async () => {
      const { cases } = await seeded(fresh, {});
      const placement = aPlacement({ council: 'E10000014' });
      const taken = (index: number, moveBy: string, party = 'coordinators') => {
        const change = open(index, day(24), party);
        return { ...change, case: { ...change.case, status: 'accepted' as const, moveBy, placement } };
      };
      const first = taken(91, day(26), 'E10000014');
      for (const one of [taken(90, day(27)), first, open(92, day(20))]) await cases.commit(one);
      const ids = async (council = 'E10000014') =>
        (await all(cases.comingTo(council))).map(({ caseId }) => caseId);
      expect(await ids()).toEqual([91, 90].map(reference));
      const months = async (list: 'comingTo' | 'receivedBy') =>
        (await all(cases[list]('E10000014'))).map(({ monthsOf18 }) => monthsOf18);
      const known = [first.case.facts.children.map(({ turns18Month = '' }) => turns18Month)];
      expect(await months('comingTo')).toEqual([...known, ...known]);
      expect(await ids('E08000035')).toEqual([]);
      expect(await all(cases.receivedBy('E10000014'))).toEqual([]);
      const handed = next(first);
      const { needs: _, nextDueAt: __, ...closed } = first.case;
      await cases.commit({
        ...handed,
        case: {
          ...closed,
          ...lastOf(handed),
          status: 'transferred',
          placement: { ...placement, handedOverAt: day(25) },
        },
      });
      expect(await ids()).toEqual([reference(90)]);
      expect(await months('receivedBy')).toEqual(known);
      const [second] = [taken(93, day(28))];
      await cases.commit(second);
      const ended = next(second);
      await cases.commit({ ...ended, case: { ...second.case, ...lastOf(ended), status: 'withdrawn' } });
      expect(await ids()).toEqual([reference(90)]);
    });

    test('every case of many is listed once, page after page', async () => {
      const { cases } = await seeded(fresh, {});
      const number = 23;
      for (let index = 0; index < number; index += 1)
        await cases.commit(open(90 + index, day(1 + (index % 28))));
      const ids = Array.from({ length: number }, (_, index) => reference(90 + index));
      for (const list of [cases.open(), cases.due(day(30)), cases.neededBy('coordinators')])
        expect((await all(list)).map(({ caseId }) => caseId).sort()).toEqual(ids);
    });

    test('a fingerprint is the first case’s until a later one takes it knowingly', async () => {
      const { cases } = await seeded(fresh, {});
      const [first, second, third] = [130, 131, 132].map((index) => opening(index));
      if (!first || !second || !third) throw new Error('Three cases.');
      const claiming = (...fingerprints: string[]) => ({
        claims: fingerprints.map((fingerprint) => ({ fingerprint })),
      });
      expect(await cases.commit({ ...first, ...claiming('a', 'b') })).toEqual({ kind: 'committed' });
      expect(await cases.commit({ ...second, ...claiming('b', 'c') })).toEqual({
        kind: 'lost-race',
        over: 'other',
      });
      expect(await cases.read(second.case.id)).toBeUndefined();
      expect(await cases.holders(['a', 'b', 'c'])).toEqual(
        new Map([
          ['a', [first.case.id]],
          ['b', [first.case.id]],
        ]),
      );
      const knowing = { claims: [{ fingerprint: 'b', seen: [first.case.id] }] };
      expect(await cases.commit({ ...second, ...knowing })).toEqual({ kind: 'committed' });
      expect(await cases.commit({ ...third, ...knowing })).toEqual({ kind: 'lost-race', over: 'other' });
      const mistaken = { claims: [{ fingerprint: 'b', seen: [third.case.id] }] };
      expect(await cases.commit({ ...third, ...mistaken })).toEqual({ kind: 'lost-race', over: 'other' });
      expect(await cases.holders(['b'])).toEqual(new Map([['b', [second.case.id]]]));
    });

    test('a fingerprint is of many cases, in the order in which they came to it; of two who come at once one is told so', async () => {
      const { cases } = await seeded(fresh, {});
      const all = [150, 151, 152, 153, 154].map((index) => opening(index));
      const ids = all.map((one) => one.case.id);
      const coming = (index: number, ...beside: readonly string[]) => {
        const change = all[index];
        if (!change) throw new Error('Five cases.');
        const seen = beside.length === 0 ? {} : { seen: beside, beside };
        return { ...change, claims: [{ fingerprint: 'm', ...seen }] };
      };
      const [one = '', two = '', three = ''] = ids;
      expect(await cases.commit(coming(0))).toEqual({ kind: 'committed' });
      for (const index of [1, 2]) {
        expect(await cases.commit(coming(index))).toEqual({ kind: 'lost-race', over: 'other' });
        expect(await cases.commit(coming(index, ...ids.slice(0, index)))).toEqual({ kind: 'committed' });
      }
      expect(await cases.holders(['m'])).toEqual(new Map([['m', [one, two, three]]]));
      // What was seen has to be all that is there, in its order.
      for (const seen of [[one], [one, two], [two, one, three], [one, three, two], [one, two, three, one]])
        expect(await cases.commit(coming(3, ...seen))).toEqual({ kind: 'lost-race', over: 'other' });
      const leaving = { fingerprint: 'm', seen: [one, two, three], beside: [two] };
      expect(await cases.commit({ ...coming(3), claims: [leaving] })).toEqual({ kind: 'committed' });
      expect(await cases.holders(['m'])).toEqual(new Map([['m', [two, ids[3] ?? '']]]));
      expect(await cases.commit({ ...coming(4), claims: [leaving] })).toEqual({
        kind: 'lost-race',
        over: 'other',
      });
    });

    test('a correction claims as it is committed; one that comes second to another case leaves all as it was', async () => {
      const { cases } = await seeded(fresh, {});
      const [first, second] = [opening(133), opening(134)];
      for (const change of [first, second]) await cases.commit(change);
      const claims = [{ fingerprint: 'd' }];
      expect(await cases.commit({ ...next(first), claims })).toEqual({ kind: 'committed' });
      expect(await cases.commit({ ...next(first), claims })).toEqual({ kind: 'committed' });
      expect(await cases.commit({ ...next(second), claims })).toEqual({ kind: 'lost-race', over: 'other' });
      expect((await cases.read(second.case.id))?.version).toBe(second.case.version);
      expect(await cases.holders(['d'])).toEqual(new Map([['d', [first.case.id]]]));
    });

    test('where a merged referral went is known until it is parted again, and it goes there once', async () => {
      const { cases } = await seeded(fresh, {});
      const first = opening(140);
      await cases.commit(first);
      const merged = { reference: reference(141), council: 'E09000008' };
      expect(await cases.mergedInto(merged.reference)).toBeUndefined();
      const merging = { ...next(first), merged };
      expect(await cases.commit(merging)).toEqual({ kind: 'committed' });
      expect(await cases.commit(merging)).toEqual({ kind: 'committed' });
      expect(await cases.mergedInto(merged.reference)).toEqual({
        caseId: first.case.id,
        council: 'E09000008',
      });
      expect(await cases.commit({ ...opening(142), merged })).toEqual({ kind: 'lost-race', over: 'other' });
      expect(await cases.read(merged.reference)).toBeUndefined();
      const unmerged = merged.reference;
      expect(await cases.commit({ ...opening(142), unmerged })).toEqual({ kind: 'lost-race', over: 'other' });
      const parting = { ...next(merging), unmerged };
      expect(await cases.commit(parting)).toEqual({ kind: 'committed' });
      expect(await cases.commit(parting)).toEqual({ kind: 'committed' });
      expect(await cases.mergedInto(merged.reference)).toBeUndefined();
      expect(await cases.commit({ ...opening(143), merged })).toEqual({ kind: 'committed' });
    });

    test('what coordinators have to do comes most urgent first, in parts, and goes once it is done', async () => {
      const { cases } = await seeded(fresh, {});
      const declined = (id: string, review: 'pending' | 'accepted') =>
        anOffer({ id, status: 'declined', declineReason: 'no-safe-placement', review });
      const held = { reasons: [{ code: 'turned-18:1', words: 'w' }], since: day(20), reviewAt: day(26) };
      const decides = { party: { kind: 'coordinators' }, by: day(26), what: 'test' } as const;
      const ROBIN = '3f0a1c52-8d5e-4b7c-9a51-2f6f0f6f2d10';
      const two = opening(150, { offers: [declined('1-1', 'pending'), declined('1-2', 'pending')] });
      const ending = opening(151, { offers: [declined('1-1', 'pending')] });
      const first = opening(153, { status: 'held', hold: held, needs: decides, assignedTo: ROBIN });
      const unreal = opening(154, { ...first.case, facts: aReferral({ entryAuthority: VERIFYING }) });
      const { needs: _, ...idle } = opening(152).case;
      for (const change of [two, ending, { ...opening(152), case: idle }, first, unreal])
        await cases.commit(change);
      const ids = async (...span: Parameters<typeof cases.work>) =>
        (await cases.work(...span)).lines.map(({ caseId }) => caseId);
      expect(await ids({ most: 10 })).toEqual([153, 150, 151].map(reference));
      const { lines, end } = await cases.work({ most: 1 });
      expect(lines).toEqual([
        {
          caseId: reference(153),
          openedAt: first.case.openedAt,
          entryAuthority: 'E10000016',
          kinds: ['held'],
          reasons: ['turned-18'],
          urgency: `1#${day(26)}`,
          assignedTo: ROBIN,
        },
      ]);
      expect(await ids({ most: 10, after: end ?? '' })).toEqual([150, 151].map(reference));
      const one = next(two, { offers: [declined('1-1', 'accepted'), declined('1-2', 'pending')] });
      const late = next(first, { hold: { ...held, reviewAt: day(27) }, needs: { ...decides, by: day(27) } });
      for (const change of [one, late, next(ending, { status: 'withdrawn' })]) await cases.commit(change);
      expect(await ids({ most: 10 })).toEqual([153, 150].map(reference));
      await cases.commit(next(one, { offers: [declined('1-1', 'accepted'), declined('1-2', 'accepted')] }));
      expect(await ids({ most: 10 })).toEqual([reference(153)]);
    });

    test('of each case what was said last of its move, and nothing of what is made up', async () => {
      const { cases } = await seeded(fresh, {});
      type Said = EventOf<'transfer-arranged.v1' | 'transfer-failed.v1' | 'referral-withdrawn.v1'>;
      const saying = (
        before: CaseChange,
        type: Said['type'],
        data: Said['data'],
        status = before.case.status,
      ) => {
        const { case: subject } = next(before, { status });
        const { trail } = anEntry('decline-reviewed.v1', { subject: subject.id, number: subject.version });
        const actor = { kind: 'system', name: 'test' } as const;
        const at = `2026-11-2${subject.version}T09:00:00.000Z`;
        const event = { id: `${subject.id}:${subject.version}`, type, at, actor, trail, data } as Said;
        return aCaseChange({ case: subject, events: [event] });
      };
      const [first, second] = [opening(160), opening(161)];
      const unreal = opening(162, { facts: aReferral({ entryAuthority: VERIFYING }) });
      for (const change of [first, second, unreal]) await cases.commit(change);
      expect(await all(cases.moves())).toEqual([]);
      const where = { council: 'E10000014', moveOn: '2026-12-01' };
      const one = saying(first, 'transfer-arranged.v1', { ...where, socialWorkerNamed: true });
      const another = saying(unreal, 'transfer-arranged.v1', { ...where, socialWorkerNamed: true });
      for (const change of [one, another]) expect(await cases.commit(change)).toEqual({ kind: 'committed' });
      const line = { caseId: reference(160), at: '2026-11-22T09:00:00.000Z', from: 'E10000016' };
      const fixed = { ...line, news: 'arranged', day: '2026-12-01', to: 'E10000014' };
      expect(await all(cases.moves())).toEqual([fixed]);
      await cases.commit(
        saying(second, 'referral-withdrawn.v1', { reason: 'no-longer-needed' }, 'withdrawn'),
      );
      const arrangeBy = '2026-12-04T17:00:00.000Z';
      const failed = saying(one, 'transfer-failed.v1', { ...where, reason: 'transport', arrangeBy });
      // Said again, or by somebody who lost the race, it changes nothing.
      const late = saying(first, 'referral-withdrawn.v1', { reason: 'no-longer-needed' });
      for (const change of [failed, failed, late]) await cases.commit(change);
      const found = (await all(cases.moves())).toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1));
      expect(found).toEqual([
        { ...fixed, news: 'failed', at: '2026-11-23T09:00:00.000Z' },
        { ...line, caseId: reference(161), news: 'withdrawn' },
      ]);
    });

    test('birthdays are found in their month until the child is settled', async () => {
      const { cases } = await seeded(fresh, {});
      const birthday = (child: number, month = '2027-01') => ({ do: 'add', month, child }) as const;
      const first = { ...opening(120), birthdays: [birthday(1), birthday(2), birthday(3, '2027-02')] };
      await cases.commit({ ...opening(121), birthdays: [birthday(1)] });
      await cases.commit(first);
      expect(await all(cases.birthdays('2027-01'))).toEqual([
        { caseId: reference(120), child: 1 },
        { caseId: reference(120), child: 2 },
        { caseId: reference(121), child: 1 },
      ]);
      await cases.commit({ ...next(first), birthdays: [{ do: 'remove', month: '2027-01', child: 1 }] });
      expect((await all(cases.birthdays('2027-01'))).map(({ child }) => child)).toEqual([2, 1]);
      expect(await all(cases.birthdays('2027-03'))).toEqual([]);
    });
  });

  describe('what lies beside a case', () => {
    test('a decision’s inputs come back byte for byte, and the first kept stand', async () => {
      const { cases } = await seeded(fresh, {});
      const inputs = JSON.stringify({
        words: 'Sir Gâr – ½',
        many: Array.from({ length: 500 }, (_, index) => index / 7),
      });
      await cases.keepDecision(reference(130), 'a'.repeat(64), inputs);
      await cases.keepDecision(reference(130), 'a'.repeat(64), 'something else');
      expect(await cases.decision(reference(130), 'a'.repeat(64))).toBe(inputs);
      expect(await cases.decision(reference(130), 'b'.repeat(64))).toBeUndefined();
    });

    test.each([reference(131), 'E10000014'])('an e-mail about %s is recorded once', async (subject) => {
      const { cases } = await seeded(fresh, {});
      const sent = anEvent('email-sent.v1');
      const [now, then] = ['2026-11-23T09:00:00.000Z', '2026-11-23T10:00:00.000Z'];
      expect(await cases.claimEmail(subject, 'email-1', now, then)).toBe('claimed');
      expect(await cases.emailEnded(subject, 'email-1')).toBe(false);
      const outcomes = await Promise.all([
        cases.recordEmail(subject, sent),
        cases.recordEmail(subject, sent),
      ]);
      expect(outcomes.sort()).toEqual(['already-recorded', 'recorded']);
      expect(await cases.emailEnded(subject, 'email-1')).toBe(true);
      expect(await cases.emailEnded(subject, 'email-2')).toBe(false);
      // Also while it was in hand, and for good: a release that comes late changes nothing.
      expect(await cases.claimEmail(subject, 'email-1', now, then)).toBe('done');
      await cases.releaseEmail(subject, 'email-1', now);
      expect(await cases.claimEmail(subject, 'email-1', '2036-11-23T09:00:00.000Z', then)).toBe('done');
      expect(await cases.recordEmail(subject, sent)).toBe('already-recorded');
      expect(await cases.claimEmail(subject, 'email-2', now, then)).toBe('claimed');
    });

    test.each([reference(133), 'E10000014'])(
      'of copies of one request about %s side by side, one takes the e-mail in hand; the dead hold it until their time is over',
      async (subject) => {
        const { cases } = await seeded(fresh, {});
        const claim = (now: string, until: string) => cases.claimEmail(subject, 'email-1', now, until);
        const [nine, ten] = ['2026-11-23T09:00:00.000Z', '2026-11-23T10:00:00.000Z'];
        const outcomes = await Promise.all([claim(nine, ten), claim(nine, ten), claim(nine, ten)]);
        expect(outcomes.sort()).toEqual(['claimed', 'in-hand', 'in-hand']);
        expect(await claim('2026-11-23T09:59:59.999Z', ten)).toBe('in-hand');
        expect(await claim(ten, '2026-11-23T11:00:00.000Z')).toBe('claimed');
        await cases.releaseEmail(subject, 'email-1', ten);
        expect(await claim(ten, '2026-11-23T11:00:00.000Z')).toBe('claimed');
      },
    );

    test('an e-mail’s record is no part of the trail', async () => {
      const { cases, councils } = await seeded(fresh, {});
      const change = opening(132);
      await cases.commit(change);
      await cases.recordEmail(change.case.id, anEvent('email-sent.v1'));
      expect(await cases.trail(change.case.id)).toEqual(change.events);
      await cases.recordEmail('E10000014', anEvent('email-sent.v1'));
      expect(await councils.trail('E10000014')).toEqual([]);
      expect(await cases.event(change.case.id, 1)).toEqual(change.events[0]);
      expect(await cases.event(change.case.id, 2)).toBeUndefined();
      await expect(cases.recordEmail(change.case.id, anEvent('case-paused.v1'))).rejects.toThrow(
        /email-sent/,
      );
    });
  });
};

const lastOf = ({ case: { version, lastHash } }: ReturnType<typeof next>) => ({ version, lastHash });
