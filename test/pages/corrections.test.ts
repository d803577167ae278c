/** Whoever corrects a referral begins from what was said: what they do not change stays, and they see before and after. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { languageCodes } from '../../events/languages.ts';
import { diets, healthKinds, type ReferralFacts, yesNoNotKnown } from '../../events/referral.ts';
import { nextActionStep } from '../../functions/pages/case/case-actions.ts';
import {
  factActions,
  factsBecoming,
  factsStanding,
  type Giving,
  givenFacts,
  stepsStood,
} from '../../functions/pages/entry/give-facts.ts';
import { answerRows } from '../../functions/pages/forms/answer-words.ts';
import { SEALED, withStanding } from '../../functions/pages/forms/standing.ts';
import { type Answered, type Step, walk } from '../../functions/pages/forms/walk.ts';
import { heldOpen, heldSealed } from '../../functions/pages/refer/part.ts';
import { allParts } from '../../functions/pages/refer/refer-steps.ts';
import { asRegions, councilsOfRegions } from '../../shared/core/council/whole-regions.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { mergeChildren } from '../../shared/core/referral/merge-children.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import { ReferralRequest, takeApart } from '../../shared/core/referral/referral-request.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { regionCodes, regionNames } from '../../shared/words/regions.ts';
import { aCase } from '../builders.ts';
import { type Given, iso, KENT, maybe, referral, TODAY } from './any-referral.ts';

/** What a system may say and the form asks on pages that nobody has to answer. */
const more = fc.record({
  languageCodes: maybe(fc.uniqueArray(fc.constantFrom(...languageCodes), { minLength: 1, maxLength: 6 })),
  diet: maybe(fc.uniqueArray(fc.constantFrom(...diets))),
  healthKinds: maybe(fc.uniqueArray(fc.constantFrom(...healthKinds))),
  canShare: maybe(fc.constantFrom(...yesNoNotKnown)),
  smokes: maybe(fc.constantFrom(...yesNoNotKnown)),
  fitToMoveOn: maybe(iso('2026-10-01', TODAY)),
  hasGuardian: maybe(fc.constant('no' as const)),
  claimedBirth: maybe(iso('2008-01-01', '2010-11-01')),
});
const anyHeld = fc
  .tuple(referral, more, fc.subarray([...regionCodes]), fc.boolean())
  .map(([given, extra, regions, times]) => {
    const { arrivedWhere, entryContact, socialWorker, children, areasToAvoid, ...rest } =
      given satisfies Given;
    const request = {
      ...rest,
      presentedElsewhere: 'no',
      careStatus: 'other',
      areasToAvoid: [...new Set([...areasToAvoid, ...councilsOfRegions(regions)])],
      children: children.map(({ ageAssessmentLedBy, ...child }) => ({
        ...child,
        ...extra,
        ...(child.missingHistory === 'has-been-missing' && times ? { timesMissing: 2 } : {}),
        ...(['under-way', 'complete'].includes(child.ageAssessment) ? { ageAssessmentLedBy } : {}),
        arrivedWhere,
        entryContact,
        socialWorker,
      })),
    };
    return takeApart(ReferralRequest.parse(JSON.parse(JSON.stringify(request))), KENT);
  });

const givingOf = (
  facts: ReferralFacts,
  particulars: readonly ChildParticulars[],
  held: Giving['held'],
): Giving => ({
  theCase: aCase({ facts, status: 'offered' }),
  now: `${TODAY}T10:00:00.000Z`,
  policy: policyNamed('nts-2026'),
  datesOfBirth: Object.fromEntries(
    particulars.flatMap(({ number, dateOfBirth }) => (dateOfBirth ? [[number, dateOfBirth]] : [])),
  ),
  held,
  sealed: 'opened',
});

const names = (facts: ReferralFacts) =>
  allParts({ own: KENT, today: TODAY, children: facts.children.map(({ number }) => number) }).map(
    ({ name }) => name,
  );

/** Goes through the pages as they come, pressing Continue; `change` puts something else into the boxes of a page. */
function goThrough(
  giving: Giving,
  chosen: readonly string[],
  change: (step: Step, form: Map<string, readonly string[]>) => void = () => undefined,
): { readonly answered: Answered; readonly before: readonly Step[] } {
  const nextStep = nextActionStep({
    question: 'What?',
    actions: factActions(giving),
    confirmation: { title: 'Check', declares: 'I may', ifNot: 'Tick', who: 'at-a-desk', button: 'Send' },
  });
  const standing = factsStanding(giving);
  let form = new Map<string, readonly string[]>([
    ['action', ['correct']],
    ['facts', chosen],
  ]);
  for (let pages = 0; pages < 400; pages += 1) {
    const walked = walk(nextStep, form);
    if (walked.kind === 'done' || walked.step.check) return walked;
    const { step } = walked;
    if (walked.problems.size > 0) throw new Error(JSON.stringify([step.name, [...walked.problems]]));
    form = new Map([
      ...withStanding(step, form, standing),
      ['step', [step.name]],
      ['behind', walked.before.map(({ name }) => name)],
    ]);
    // That it is not known is no answer that anything keeps.
    for (const { name } of step.questions)
      if (name.endsWith('-nationality') && !form.has(name)) form.set(name, ['not-known']);
    change(step, form);
  }
  throw new Error('The form does not end.');
}

/** What the page shows on which the answers are checked. */
const rowsOfCheck = (giving: Giving, { answered, before }: ReturnType<typeof goThrough>) =>
  answerRows(before, answered, {
    before: factsStanding(giving),
    after: factsBecoming(giving, answered),
    stood: stepsStood(giving),
  });

/** The part among whose pages a question stands. */
function pageOf(giving: Giving, question: string): string {
  const { facts } = giving.theCase;
  const part = allParts({
    own: KENT,
    today: TODAY,
    children: facts.children.map(({ number }) => number),
  }).find(({ steps }) => steps({}).some(({ questions }) => questions.some(({ name }) => name === question)));
  if (part === undefined) throw new Error(`No page asks ${question}.`);
  return part.name;
}

/** Facts and particulars after what was answered is taken in; lists of which the order means nothing are sorted. */
function after(giving: Giving, particulars: readonly ChildParticulars[], answered: Answered) {
  const given = givenFacts(giving, answered);
  const sorted = <T>(list: readonly T[] | undefined) =>
    list && [...list].map((one) => JSON.stringify(one)).toSorted();
  const facts = { ...giving.theCase.facts, ...given.facts };
  return {
    facts: {
      ...facts,
      areasToAvoid: sorted(facts.areasToAvoid),
      children: facts.children.map((child) => ({
        ...child,
        needs: sorted(child.needs),
        diet: sorted(child.diet),
        healthKinds: sorted(child.healthKinds),
      })),
    },
    particulars: mergeChildren(particulars, given.particulars),
  };
}

test('whoever goes through every page and changes nothing loses nothing, and is told that all is as before', () => {
  fc.assert(
    fc.property(anyHeld, ({ facts, particulars }) => {
      const giving = givingOf(facts, particulars, heldOpen(facts, particulars));
      const { answered, before } = goThrough(giving, names(facts));
      expect(after(giving, particulars, answered)).toEqual(after(giving, particulars, {}));
      for (const { label, value } of rowsOfCheck(giving, { answered, before }))
        expect(value, label).not.toContain('Before:');
    }),
    { numRuns: 25 },
  );
});

test('a council that is taken off by an answer of another page is named where the answers are checked', () => {
  const area = fc.constantFrom('E08000003', 'E10000014', 'E06000023', 'E08000035');
  const link = fc.record({ council: area, kind: fc.constantFrom('family' as const, 'sibling' as const) });
  const ways = fc.constantFrom(undefined, 'yes', 'regions', 'no');
  fc.assert(
    fc.property(
      anyHeld,
      fc.uniqueArray(area, { maxLength: 4 }),
      fc.array(link, { maxLength: 3 }),
      ways,
      fc.infiniteStream(fc.boolean()),
      (held, areas, links, way, stops) => {
        const facts = {
          ...held.facts,
          areasToAvoid: [...new Set([...(held.facts.areasToAvoid ?? []), ...areas])],
          links,
        };
        const giving = givingOf(facts, held.particulars, heldOpen(facts, held.particulars));
        const gone = goThrough(giving, ['avoid', 'links'], ({ name, questions }, form) => {
          if (name === 'avoid' && way !== undefined) form.set('avoid', [way]);
          if (name === 'avoidRegions' && !form.has(name)) form.set(name, ['E12000007']);
          if (name === 'avoid1' && !form.has('avoid1-council')) form.set('avoid1-council', ['E08000003']);
          const another = `${name}-another`;
          if (questions.every((one) => one.name !== another)) return;
          if (!form.has(another) || stops.next().value) form.set(another, ['no']);
        });
        const rows = rowsOfCheck(giving, gone);
        const told = rows.flatMap(({ value }) => /^Before: .*(?=\n)/.exec(value) ?? []).join('; ');
        const now = { ...facts, ...givenFacts(giving, gone.answered).facts };
        const { regions, councils } = asRegions(facts.areasToAvoid);
        for (const code of facts.areasToAvoid.filter((one) => !now.areasToAvoid?.includes(one)))
          expect(told).toContain(
            councils.includes(code)
              ? authorityName(code)
              : regionCodes
                  .filter((one) => regions.includes(one) && councilsOfRegions([one]).includes(code))
                  .map((one) => regionNames[one])[0],
          );
        for (const { council } of facts.links.slice(now.links?.length))
          expect(told).toContain(authorityName(council));
        for (const { change } of rows) expect(gone.before.map(({ name }) => name)).toContain(change);
      },
    ),
    { numRuns: 40 },
  );
});

test('of two areas to avoid, one that is taken off is shown as taken off', () => {
  const [held] = fc.sample(anyHeld, { numRuns: 1, seed: 1 });
  if (held === undefined) throw new Error('Nothing is held.');
  const facts = { ...held.facts, areasToAvoid: ['E08000003', 'E08000035'] };
  const giving = givingOf(facts, held.particulars, heldOpen(facts, held.particulars));
  const gone = goThrough(giving, ['avoid'], ({ name }, form) => {
    if (name === 'avoid1') form.set('avoid1-another', ['no']);
  });
  expect(givenFacts(giving, gone.answered).facts.areasToAvoid).toEqual(['E08000003']);
  const rows = rowsOfCheck(giving, gone).filter(({ label }) => label.startsWith('Council'));
  expect(rows).toEqual([
    { label: 'Council to avoid', value: 'Manchester (as before)', change: 'avoid1' },
    { label: 'Council 2 to avoid', value: 'Before: Leeds\nNow: not given any more', change: 'avoid1' },
  ]);
});

test('a correction changes the fact that it names, and no other of its page', () => {
  fc.assert(
    fc.property(anyHeld, fc.nat(), ({ facts, particulars }, pick) => {
      const giving = givingOf(facts, particulars, heldOpen(facts, particulars));
      const child = 1 + (pick % facts.children.length);
      const { answered } = goThrough(
        giving,
        [`child${child}-needs`, `child${child}-life`, 'status'],
        (step, form) => {
          if (step.name === `child${child}-needs`) {
            const boxes =
              form.get(`child${child}-needs`)?.filter((one) => one !== 'none' && one !== 'medical-care') ??
              [];
            form.set(`child${child}-needs`, [...boxes, 'medical-care']);
          }
        },
      );
      const [then, now] = [after(giving, particulars, {}), after(giving, particulars, answered)];
      expect(now.facts.children[child - 1]?.needs).toContain('"medical-care"');
      const without = ({ facts: all, particulars: sealed }: typeof now) => ({
        ...all,
        sealed,
        children: all.children.map(({ needs, ...rest }) =>
          rest.number === child ? rest : { ...rest, needs },
        ),
      });
      expect(without(now)).toEqual(without(then));
      const kept = JSON.stringify(then.facts.children[child - 1]?.needs ?? []);
      for (const need of JSON.parse(kept)) expect(now.facts.children[child - 1]?.needs).toContain(need);
    }),
    { numRuns: 25 },
  );
});

test('what is sealed is not shown, is said to be there, and stays where its box is left empty', () => {
  fc.assert(
    fc.property(anyHeld, ({ facts, particulars }) => {
      const giving = givingOf(facts, particulars, heldSealed(facts, particulars));
      const standing = factsStanding(giving);
      const open = JSON.stringify(Object.values(standing).filter((said) => said !== SEALED));
      for (const { number: _, ...sealed } of particulars)
        for (const said of Object.values(sealed))
          if (said.length > 12) expect(open).not.toContain(JSON.stringify(said).slice(1, -1));
      // Pages with a sealed answer that has to be there are answered anew by whoever wants to correct them.
      const asksAnew = (name: string) => /born|nationality|people/.test(name);
      const { answered } = goThrough(
        giving,
        names(facts).filter((name) => !asksAnew(name)),
      );
      expect(after(giving, particulars, answered)).toEqual(after(giving, particulars, {}));
    }),
    { numRuns: 25 },
  );
});

/** Sealed answers that are boxes of their own, by the page on which each stands. */
const sealedBoxes = { name: 'name', homeOffice: 'homeOfficeReference' } as const;

test.each([true, false])(
  'a correction of a sealed answer changes that answer and no other, whether it was opened or not: %s',
  (opened) => {
    fc.assert(
      fc.property(
        anyHeld,
        fc.constantFrom(...(Object.keys(sealedBoxes) as (keyof typeof sealedBoxes)[])),
        fc.nat(),
        ({ facts, particulars }, box, pick) => {
          const giving = givingOf(facts, particulars, (opened ? heldOpen : heldSealed)(facts, particulars));
          const child = 1 + (pick % facts.children.length);
          const step = pageOf(giving, `child${child}-${box}`);
          const { answered, before } = goThrough(giving, [step], ({ questions }, form) => {
            if (questions.some(({ name }) => name === `child${child}-${box}`))
              form.set(`child${child}-${box}`, ['K7654321']);
          });
          const [then, now] = [after(giving, particulars, {}), after(giving, particulars, answered)];
          const field = sealedBoxes[box];
          expect(now.particulars.find(({ number }) => number === child)?.[field]).toBe('K7654321');
          const without = ({ facts: all, particulars: sealed }: typeof now) => ({
            all,
            sealed: sealed
              .map(({ [field]: said, ...rest }) => (rest.number === child ? rest : { ...rest, said }))
              .filter((one) => Object.keys(one).length > 1),
          });
          expect(without(now)).toEqual(without(then));
          const was = particulars.find(({ number }) => number === child)?.[field];
          const rows = rowsOfCheck(giving, { answered, before });
          // Only what was opened is shown beside what takes its place. A short answer may stand in the words of others.
          if (was !== undefined && was.length > 5)
            expect(JSON.stringify(rows).includes(JSON.stringify(was).slice(1, -1))).toBe(opened);
        },
      ),
      { numRuns: 25 },
    );
  },
);
