/** Lists of cases: which a case stands on, and what changes on them with it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, caseStatuses, offerStatuses } from '../../shared/core/case/case.ts';
import {
  type Listed,
  linesKept,
  linesOf,
  listChange,
  listingOf,
  regionsOf,
} from '../../shared/core/case/lists.ts';
import { isClosed } from '../../shared/core/case/standing.ts';
import { isOver } from '../../shared/core/case/transitions.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { regionOfCouncil } from '../../shared/core/council/region-of.ts';
import { VERIFYING } from '../../shared/core/council/verification.ts';
import { aCase, anOffer, aPlacement, aReferral } from '../builders.ts';

const councils = ['E10000014', 'E06000046', 'E08000035'] as const;

const anyCase = fc
  .record({
    status: fc.constantFrom(...caseStatuses),
    offers: fc.array(
      fc.record({ council: fc.constantFrom(...councils), status: fc.constantFrom(...offerStatuses) }),
      { maxLength: 4 },
    ),
    taken: fc.option(fc.constantFrom(...councils), { nil: undefined }),
    entryAuthority: fc.constantFrom('E10000016', 'E06000034'),
    moveBy: fc.constantFrom('2026-12-07T17:00:00.000Z', '2026-12-09T17:00:00.000Z'),
  })
  .map(({ status, offers, taken, entryAuthority, moveBy }) =>
    aCase({
      status,
      moveBy,
      facts: aReferral({ entryAuthority }),
      offers: offers.map((offer, at) => anOffer({ id: `1-${at}`, role: 'back-up', ...offer })),
      ...(taken === undefined ? {} : { placement: aPlacement({ council: taken }) }),
    }),
  );

const names = (lines: readonly Listed[]) => lines.map(({ list }) => list).toSorted();

describe('the lists of a case', () => {
  test('are those of whom it concerns, of its status, and of all cases: each once', () => {
    fc.assert(
      fc.property(anyCase, (subject) => {
        const on = names(linesOf(subject));
        expect(new Set(on).size).toBe(on.length);
        expect(on.filter((list) => /^(all|status:.*|policy:.*)$/.test(list))).toEqual([
          'all',
          `policy:${subject.policy}`,
          `status:${subject.status}`,
        ]);
        const { entryAuthority } = subject.facts;
        const ofEntry = on.filter((list) => list.endsWith(entryAuthority));
        expect(ofEntry).toHaveLength(1);
        // Children who are missing, or were found elsewhere, after the handover: somebody has to act.
        const acts =
          !isOver(subject.status) || ['missing-from-care', 'found-elsewhere'].includes(subject.status);
        expect(ofEntry).toEqual([`${acts ? 'open' : 'over'}:${entryAuthority}`]);
        const asked = subject.offers.filter(({ status }) => status === 'asked').map(({ council }) => council);
        expect(on.filter((list) => list.startsWith('asked:'))).toEqual(
          [...new Set(asked)].map((council) => `asked:${council}`).toSorted(),
        );
        expect(on.filter((list) => list.startsWith('region:'))).toEqual(
          regionsOf(subject)
            .map((region) => `region:${region}`)
            .toSorted(),
        );
        expect(on.filter((list) => list.startsWith('taken:'))).toEqual(
          subject.placement === undefined ? [] : [`taken:${subject.placement.council}`],
        );
      }),
    );
  });

  test('have after any change what the case says of itself, and nothing else is written', () => {
    fc.assert(
      fc.property(anyCase, anyCase, (before, after) => {
        const kept = new Map(linesOf(before).map((one) => [one.list, one.line]));
        const { put, remove } = listChange(listingOf(linesOf(before)), after);
        for (const { list } of remove) expect(kept.delete(list)).toBe(true);
        for (const { list, line } of put) {
          expect(kept.get(list)).not.toEqual(line);
          kept.set(list, line);
        }
        expect(Object.fromEntries(kept)).toEqual(
          Object.fromEntries(linesOf(after).map(({ list, line }) => [list, line])),
        );
        expect(listChange(listingOf(linesOf(after)), after)).toEqual({ put: [], remove: [] });
      }),
    );
  });

  test('of a case that was never listed are all written with its next change; of what is made up, none', () => {
    const before = aCase();
    expect(listChange({}, before)).toEqual({ put: linesOf(before), remove: [] });
    expect(linesKept(before)).toEqual([]);
    expect(linesOf(aCase({ facts: aReferral({ entryAuthority: VERIFYING }) }))).toEqual([]);
  });

  test('are those of today’s rules with the next change, whatever rules the last change was made under', () => {
    fc.assert(
      fc.property(anyCase, anyCase, fc.nat(), (before, after, pick) => {
        const written = linesOf(before);
        const at = pick % written.length;
        const { list: isNew } = written[at] as Listed;
        const { list: saidLess } = written[(at + 1) % written.length] as Listed;
        // Then there was no such list, another that there is not now, and a line that said something else.
        const { [isNew]: _, ...others } = listingOf(written);
        const was = { ...others, [saidLess]: 'another', 'gone:E10000016': 'any' };
        const { put, remove } = listChange(was, after);
        const now = linesOf(after);
        const kept = linesKept({ ...before, listed: was }).map(({ list }) => list);
        expect(kept).not.toContain(isNew);
        for (const one of now.filter(({ list }) => list === isNew || list === saidLess))
          expect(put).toContainEqual(one);
        const on = [...kept, 'gone:E10000016', ...put.map(({ list }) => list)];
        // What has another place on its list now is taken from the former, and put anew.
        const off = remove.map(({ list }) => list).filter((list) => !put.some((one) => one.list === list));
        expect(off).toContain('gone:E10000016');
        expect(
          [...new Set(on)].filter((list) => !(off as readonly string[]).includes(list)).toSorted(),
        ).toEqual(names(now));
      }),
    );
  });

  test('stay the lists of a council that has been given another code', () => {
    const subject = aCase({ facts: aReferral({ entryAuthority: 'E08000038' }) });
    const former = { 'open:E08000016': 'mark', [`status:${subject.status}`]: 'mark' };
    expect(listChange(former, subject).remove).toEqual([]);
    expect(linesKept({ ...subject, listed: former }).map(({ list }) => list)).toContain('open:E08000038');
  });
});

describe('the regions that have to do with a case', () => {
  const [SOUTH_EAST, LONDON] = ['E12000008', 'E12000007'];
  const LEEDS = 'E08000035';

  test('are none once it is closed, and else that of the entry authority and of whoever has taken the children', () => {
    fc.assert(
      fc.property(anyCase, (subject) => {
        const regions = regionsOf(subject);
        if (isClosed(subject)) {
          expect(regions).toEqual([]);
          return;
        }
        expect(new Set(regions).size).toBe(regions.length);
        expect(regions).toContain(regionOfCouncil(subject.facts.entryAuthority));
        if (subject.placement !== undefined)
          expect(regions).toContain(regionOfCouncil(subject.placement.council));
      }),
    );
  });

  test('are also that of the council that is asked, and not of a back-up; and the one whose lead is asked', () => {
    const facts = aReferral({ entryAuthority: 'E10000016' });
    const offers = [
      anOffer({ id: '1-1', council: LEEDS, role: 'primary', status: 'live' }),
      anOffer({ id: '1-2', council: 'E06000046', role: 'back-up', status: 'asked' }),
    ];
    expect(regionsOf(aCase({ status: 'offered', facts, offers }))).toEqual([
      SOUTH_EAST,
      regionOfCouncil(LEEDS),
    ]);
    const regionAsked = { region: LONDON ?? '', answerBy: '2026-11-25T17:00:00.000Z', councils: [] };
    expect(regionsOf(aCase({ status: 'region-asked', facts, regionAsked } as never))).toEqual([
      SOUTH_EAST,
      LONDON,
    ]);
  });

  test('say on their line whom it waits for, until when, and the day of a move that is arranged', () => {
    const subject = aCase({
      status: 'transfer-arranged',
      facts: aReferral({ entryAuthority: 'E10000016' }),
      placement: aPlacement({ council: LEEDS, moveOn: '2026-11-25' }),
      needs: { party: { kind: 'council', code: LEEDS }, by: '2026-11-25T17:00:00.000Z', what: 'w' },
    });
    for (const { list, line } of linesOf(subject).filter((one) => one.list.startsWith('region:')))
      expect(line, list).toMatchObject({
        entryAuthority: 'E10000016',
        takenBy: LEEDS,
        waitsFor: `council:${LEEDS}`,
        by: '2026-11-25T17:00:00.000Z',
        moveOn: '2026-11-25',
      });
    const lineOf = (over: Partial<Case>) =>
      linesOf({ ...subject, ...over }).find((one) => one.list.startsWith('region:'))?.line;
    expect(lineOf({ status: 'accepted' })).not.toHaveProperty('moveOn');
    const hold = { reasons: [], since: subject.openedAt, reviewAt: '2026-11-24T17:00:00.000Z' };
    expect(lineOf({ hold })).not.toHaveProperty('moveOn');
    for (const status of ['paused', 'missing-from-care'] as const) {
      const missing = lineOf({ status });
      expect(missing).not.toHaveProperty('moveOn');
      expect(missing).not.toHaveProperty('by');
      const { by = '' } = { ...subject.needs };
      expect(lineOf({ status, needs: { party: { kind: 'coordinators' }, by, what: 'w' } })).toMatchObject({
        by,
      });
    }
  });

  test('are of every council that there is or will be', () => {
    for (const { code, region } of everyCouncil()) expect(regionOfCouncil(code), code).toBe(region);
    expect(regionOfCouncil('E99999999')).toBeUndefined();
  });
});
