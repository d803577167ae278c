/** A correction keeps the offers that still fit: whoever can take the children as they are said to be now stays asked, and hears of it once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Need, type ReferralFacts } from '../../events/referral.ts';
import { checkAllocation } from '../../shared/core/allocation/allocation.ts';
import type { AllocationInputs } from '../../shared/core/allocation/decision.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { openOffers } from '../../shared/core/case/offers.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { aChild, aCouncil, aDeclaration, anEvent, aReferral } from '../builders.ts';
import { metIn, runs } from '../how-much.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

/** How often the property is asked. */
const RUNS = 60;
const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const KENT = 'E10000016';
/** Three of one region, so that all of them are asked. */
const [FIRST, SECOND, THIRD] = ['E10000014', 'E10000025', 'E06000043'] as const;
const entry = { kind: 'entry-authority', code: KENT } as const;

const council = (code: string, more: Partial<Council> = {}): Council =>
  aCouncil({ code, name: code, ...more });
/** Declares what it can do for children: all but what it leaves out. */
const supporting = (...without: readonly Need[]): Partial<Council> => ({
  declaration: aDeclaration({ supports: Need.options.filter((need) => !without.includes(need)) }),
});

const overItsThreshold = council(KENT, {
  caredFor: { count: 400, asAt: '2025-03-31', source: 'published' },
});

class Offered {
  readonly scheme: SchemeInMemory;
  #said = 0;

  private constructor(scheme: SchemeInMemory) {
    this.scheme = scheme;
  }

  static async to(councils: readonly Council[], facts: Partial<ReferralFacts> = {}): Promise<Offered> {
    const scheme = await SchemeInMemory.open({
      policy: 'nts-2026',
      councils: [overItsThreshold, ...councils],
    });
    const data = { referralId, channel: 'queue' as const, facts: aReferral(facts) };
    await scheme.receive(JSON.stringify(anEvent('referral-received.v2', { actor: entry, data })));
    await scheme.settle();
    return new Offered(scheme);
  }

  case = (): Promise<Case> => this.scheme.onlyCase();
  async open(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries(
      openOffers(await this.case()).map(({ id, council: code, status }) => [code, `${id} ${status}`]),
    );
  }
  async answers(code: string, answer: 'accept' | 'back-up-yes'): Promise<void> {
    const theCase = await this.case();
    const offer = openOffers(theCase).find((one) => one.council === code);
    const command = { kind: 'answer', offerId: offer?.id ?? '', answer } as const;
    await this.scheme.command(theCase.id, command, { kind: 'council', code, name: 'A. Manager' });
    await this.scheme.settle();
  }
  async corrects(facts: Partial<ReferralFacts>): Promise<void> {
    this.#said += 1;
    const event = anEvent('referral-amended.v2', {
      id: `amended-${this.#said}`,
      at: this.scheme.clock.now(),
      actor: entry,
      data: { referralId, facts, channel: 'form' },
    });
    const failed = await this.scheme.receive(JSON.stringify(event));
    expect(failed).toEqual([]);
    await this.scheme.settle();
  }
  /** On the page, where the check comes after the correction; it may come after several. */
  async correctsOnPage(...all: readonly Partial<ReferralFacts>[]): Promise<void> {
    const { id } = await this.case();
    for (const facts of all)
      await this.scheme.command(id, { kind: 'amend', data: { referralId, facts } }, entry).catch((error) => {
        // What is said already changes nothing.
        if (!String(error).includes('already')) throw error;
      });
    await this.scheme.settle();
  }
  /** Subjects of what a council was sent since. */
  mailsTo(code: string, since: number): readonly string[] {
    return this.scheme.mailer
      .snapshot()
      .slice(since)
      .filter(({ to }) => to.some((address) => address.includes(code.toLowerCase())))
      .map(({ subject }) => subject);
  }
  get sent(): number {
    return this.scheme.mailer.snapshot().length;
  }
}

const child = (...needs: readonly Need[]): Pick<ReferralFacts, 'children'> => ({
  children: [aChild({ needs: [...needs] })],
});

describe('a correction of what decides, while councils are asked', () => {
  test('keeps every offer that still fits, a back-up’s yes and all deadlines, and each council hears of it once', async () => {
    const offered = await Offered.to([FIRST, SECOND, THIRD].map((code) => council(code, supporting())));
    const [live = '', backUp = '', other = ''] = (await offered.case()).offers.map(
      ({ council: code }) => code,
    );
    await offered.answers(backUp, 'back-up-yes');
    const before = await offered.case();
    const known = offered.sent;
    await offered.corrects(child('medical-care'));
    const after = await offered.case();
    expect(after.status).toBe('offered');
    expect(after.offers).toEqual(before.offers);
    expect(await offered.scheme.places()).toEqual({ held: 2, offered: 1, incoming: 0 });
    for (const code of [live, backUp, other])
      expect(offered.mailsTo(code, known), code).toEqual([expect.stringContaining('changed')]);
  });

  /** The three, of whom those at some places of the rota cannot meet a need. */
  const unable = async (...places: readonly number[]): Promise<Offered> => {
    const all = [FIRST, SECOND, THIRD];
    const inTurn = (await (await Offered.to(all.map((code) => council(code, supporting())))).case()).offers;
    const cannot = places.map((at) => inTurn[at]?.council);
    return Offered.to(
      all.map((code) => council(code, cannot.includes(code) ? supporting('medical-care') : supporting())),
    );
  };

  test('ends only the offers of councils that cannot meet the need; a back-up that has said yes has the child', async () => {
    const offered = await unable(0, 1);
    const [first = '', second = '', third = ''] = (await offered.case()).offers.map(
      ({ council: code }) => code,
    );
    await offered.answers(third, 'back-up-yes');
    const known = offered.sent;
    await offered.corrects(child('medical-care'));
    const { placement, status } = await offered.case();
    expect([status, placement?.council]).toEqual(['accepted', third]);
    // One e-mail, which says that it is over: not that the referral has changed as well.
    for (const code of [first, second]) expect(offered.mailsTo(code, known), code).toHaveLength(1);
  });

  test('asks the next back-up, with its whole time, where the first does not fit any more', async () => {
    const offered = await unable(0);
    const [, second] = (await offered.case()).offers;
    offered.scheme.clock.set('2026-11-23T14:00:00.000Z');
    await offered.corrects(child('medical-care'));
    const { offers, status } = await offered.case();
    expect(status).toBe('offered');
    expect(offers.map(({ status: one }) => one)).toEqual(['withdrawn', 'live', 'asked']);
    expect(offers[1]).toMatchObject({ council: second?.council, promotedAt: '2026-11-23T14:00:00.000Z' });
    const promoted = offered.scheme.events.find(({ type }) => type === 'offer-promoted.v1');
    expect(promoted?.data).toMatchObject({ because: 'facts-changed' });
  });

  test('does not count a place against the council that holds it for this very child', async () => {
    // Room for one each: 0.1 % of 100,000 less 99.
    const full = { caredFor: { count: 99, asAt: '2025-03-31', source: 'published' as const } };
    const offered = await Offered.to(
      [FIRST, SECOND].map((code) => council(code, { ...supporting(), ...full })),
    );
    const open = await offered.open();
    expect(Object.keys(open)).toHaveLength(2);
    await offered.corrects(child('medical-care'));
    expect(await offered.open()).toEqual(open);
  });

  test('begins the search again where another council has a link to the child', async () => {
    const offered = await Offered.to([FIRST, SECOND, THIRD].map((code) => council(code, supporting())));
    const behind = (await offered.case()).offers.at(-1)?.council ?? '';
    await offered.corrects({ links: [{ council: behind, kind: 'family' }] });
    const live = (await offered.case()).offers.find(({ status }) => status === 'live');
    expect([live?.council, live?.round]).toEqual([behind, 2]);
  });

  test('begins the search again where another child is added: an offer is one for so many', async () => {
    const offered = await Offered.to([FIRST, SECOND].map((code) => council(code, supporting())));
    await offered.corrects({ children: [aChild(), aChild({ number: 2 })] });
    expect((await offered.case()).round).toBe(2);
    expect(await offered.scheme.places()).toEqual({ held: 2, offered: 2, incoming: 0 });
  });

  test('ends them all where a person has to look first', async () => {
    const offered = await Offered.to([FIRST, SECOND].map((code) => council(code, supporting())));
    await offered.corrects({ familyInUk: 'may-care' });
    const { status } = await offered.case();
    expect(status).toBe('held');
    expect(await offered.open()).toEqual({});
    expect(await offered.scheme.places()).toEqual({ held: 0, offered: 0, incoming: 0 });
  });
});

test('whatever is corrected, the offers that stand are those of councils that the check would ask, and no place is held for another', async () => {
  let kept = 0;
  let ended = 0;
  const needs = fc.subarray([...Need.options]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(needs, { minLength: 3, maxLength: 3 }),
      fc.array(
        fc.tuple(
          needs,
          fc.constantFrom(undefined, FIRST, SECOND, THIRD),
          fc.boolean(),
          fc.constantFrom('queue' as const, 'page' as const, 'page, twice' as const),
        ),
        { minLength: 1, maxLength: 3 },
      ),
      async (without, corrections) => {
        const offered = await Offered.to(
          [FIRST, SECOND, THIRD].map((code, at) => council(code, supporting(...(without[at] ?? [])))),
        );
        for (const [wanted, avoided, says, how] of corrections) {
          const before = await offered.case();
          const backUp = openOffers(before).find(({ status }) => status === 'asked');
          if (says && backUp !== undefined) await offered.answers(backUp.council, 'back-up-yes');
          const since = offered.scheme.events.length;
          const facts = {
            ...child(...wanted),
            ...(avoided === undefined ? {} : { areasToAvoid: [avoided] }),
          };
          if (how === 'queue') await offered.corrects(facts);
          else await offered.correctsOnPage(...(how === 'page' ? [] : [child('trained-carers')]), facts);
          const after = await offered.case();
          if (after.placement !== undefined) return;
          for (const event of offered.scheme.events.slice(since)) {
            if (event.type !== 'offers-kept.v1') continue;
            kept += 1;
            const inputs = await offered.scheme.cases.decision(after.id, event.data.decisionHash);
            const decision = checkAllocation(JSON.parse(inputs ?? '') as AllocationInputs);
            if (decision.kind !== 'offer') throw new Error('Kept, though nobody is to be asked.');
            for (const { council: code } of event.data.offers) {
              const verdict = decision.verdicts.find((one) => one.council === code);
              expect(['turn', 'community-link', 'later-in-turn', 'not-answering', 'asked-beside']).toContain(
                verdict?.because,
              );
            }
          }
          const { children } = after.facts;
          for (const { council: code } of openOffers(after)) {
            expect(after.facts.areasToAvoid ?? []).not.toContain(code);
            const left = without[([FIRST, SECOND, THIRD] as string[]).indexOf(code)] ?? [];
            expect(left.filter((need) => children[0]?.needs?.includes(need))).toEqual([]);
          }
          if (after.offers.some(({ withdrawnBecause }) => withdrawnBecause !== undefined)) ended += 1;
          const live = openOffers(after).filter(({ status }) => status === 'live').length;
          const promised = openOffers(after).filter(({ status }) => status === 'promised').length;
          expect(await offered.scheme.places()).toEqual({
            held: live + promised,
            offered: live,
            incoming: 0,
          });
        }
      },
    ),
    { numRuns: runs(RUNS) },
  );
  expect(kept).toBeGreaterThan(metIn(RUNS, 12));
  expect(ended).toBeGreaterThan(metIn(RUNS, 12));
});
