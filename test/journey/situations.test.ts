/**
 * The situations that people lived through and that went wrong for them, from inquests, judgments, inspections and the press: all in one
 * run, by pages and e-mails, and each ends as it should. Four of them are told by `npm run demo` too.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decidedVerdicts } from '../../functions/pages/case/decided-verdicts.ts';
import { asCoordinatorOf } from '../../infra/local/story/coordinators-phone.ts';
import { fillIn, look, open } from '../../infra/local/story/form-client.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { playSituations, Scene, type Situation, situations } from '../../infra/local/story/situations.ts';
import type { Plan } from '../../infra/local-aws/template/plan.ts';
import { partInPlacement } from '../../shared/core/case/commands/open-sealed-details.ts';
import { aChild } from '../builders.ts';
import { type Run, startRun, withoutCapacityReminders } from './a-run.ts';
import { linkTo, mailTo, toldTo } from './mail.ts';
import { send, sendAll } from './queues.ts';
import { caseIdOf, referral, theCase } from './referring.ts';

const [KENT, BRENT, BRIGHTON, SHEFFIELD, SURREY] = [
  'E10000016',
  'E09000005',
  'E06000043',
  'E08000039',
  'E10000030',
];
const [HAMPSHIRE, PORTSMOUTH] = ['E10000014', 'E06000044'];
const MONDAY = '2026-11-23';
const LONG = 240_000;

/** Ten weeks pass, and every hour of them would take minutes: whatever looks at the clock does so once a week. */
const onceAWeek = (plan: Plan): Plan => ({
  ...plan,
  schedules: plan.schedules.map((schedule) => ({
    ...schedule,
    expression: 'cron(0 2 ? * WED *)',
    timeZone: 'Europe/London',
  })),
});

const decidedBy =
  (policy: string) =>
  (plan: Plan): Plan => ({
    ...plan,
    functions: plan.functions.map((one) =>
      one.environment.POLICY === undefined
        ? one
        : { ...one, environment: { ...one.environment, POLICY: policy } },
    ),
  });

/** How many children a council has in its care, as a coordinator reads it on its page. */
async function inCareOnPage(scene: Scene, code: string): Promise<number> {
  const cookies = await scene.signIn('coordinators');
  const { text } = await open(`${run.localRun.endpoints.pages}/councils/${code}`, cookies);
  const [, known, atLeast] =
    /In its care now (?:(\d+) child|Not known: no figure is published\. The scheme knows of (\d+))/.exec(
      text,
    ) ?? [];
  return Number(known ?? atLeast);
}

/** What the page of the council with the child said before and after each step that was watched. */
const counts: number[] = [];
async function beforeAndAfter(scene: Scene, act: () => Promise<unknown>): Promise<void> {
  counts.push(await inCareOnPage(scene, scene.accepted));
  await act();
  counts.push(await inCareOnPage(scene, scene.accepted));
}

/** The pages that Surrey reads on its way, beside what it does on them. */
const seen: Record<'offer' | 'arrange' | 'move' | 'sealed', string> = {
  offer: '',
  arrange: '',
  move: '',
  sealed: '',
};
const [ofAccepting, ofArranging, ...ofHandingOver] = situations.notLondon.steps;
const desk = `council:${SURREY}`;
const notLondon: Situation = {
  ...situations.notLondon,
  steps: [
    {
      ...(ofAccepting ?? missingStep()),
      act: async (scene) => {
        scene.isAccepted = async () => {
          seen.offer = (await scene.sees(desk, 'offer')).text;
          await Scene.prototype.isAccepted.call(scene);
        };
        await ofAccepting?.act(scene);
      },
    },
    {
      ...(ofArranging ?? missingStep()),
      act: async (scene) => {
        seen.arrange = (await look(await scene.sees(desk, 'transfer'), { action: 'arrange' })).text;
        await ofArranging?.act(scene);
        seen.move = (await scene.sees(desk, 'transfer')).text;
        const cookies = await scene.signIn(desk);
        const url = `${run.localRun.endpoints.pages}/sealed/${scene.caseId}`;
        seen.sealed = (await fillIn(url, { name: 'R. Okafor (invented)' }, cookies)).text;
      },
    },
    ...ofHandingOver,
  ],
};

function missingStep(): never {
  throw new Error('The situation has fewer steps than were watched.');
}

/** Angus, 2023: gone in the night after the handover, and found to be an adult weeks later. */
const goneAfterArrival: Situation = {
  label: 'goes missing after the handover, and is assessed as an adult',
  steps: [
    {
      day: 0,
      time: '10:00',
      act: async (scene) => {
        await scene.refer(KENT, { name: 'Emal Safi (invented)', dateOfBirth: scene.born(400) });
        await scene.isAccepted();
        await scene.arrange(scene.accepted, 1);
      },
    },
    {
      day: 1,
      time: '14:30',
      act: (scene) => beforeAndAfter(scene, () => scene.handover(scene.accepted, 1, '14:00')),
    },
    {
      day: 2,
      time: '08:00',
      act: (scene) =>
        scene.council(scene.accepted, { action: 'missing', ...scene.on('missing', 2, '02:00') }),
    },
    {
      day: 49,
      time: '10:00',
      act: (scene) =>
        beforeAndAfter(scene, () =>
          scene.council(scene.accepted, {
            action: 'left-care',
            leftOutcome: 'assessed-as-adult',
            ...scene.on('leftOn', 48),
          }),
        ),
    },
  ],
};

/** Brighton, 2023: out of a hotel, in nobody's care, missing for months while a place was held. */
const goneForMonths: Situation = {
  label: 'goes missing from a hotel, for months',
  steps: [
    {
      day: 0,
      time: '10:10',
      act: async (scene) => {
        await scene.refer(
          BRIGHTON,
          { name: 'Farid Haidari (invented)', dateOfBirth: scene.born(300) },
          { inCareOfAuthority: false, settledSince: undefined },
        );
        await scene.coordinator({ action: 'release', releaseNote: 'A hotel; nobody cares for the child.' });
      },
    },
    {
      day: 1,
      time: '08:00',
      act: (scene) => scene.entry({ action: 'missing', ...scene.on('missing', 0, '22:00') }, BRIGHTON),
    },
    { day: 70, time: '10:00', act: async () => undefined },
  ],
};

let run: Run;
let scenes: Record<keyof typeof all, Scene>;
const all = { ...situations, notLondon, goneAfterArrival, goneForMonths };
const said: string[] = [];
beforeAll(async () => {
  run = await startRun({
    alter: (plan) => decidedBy('nts-2026')(onceAWeek(withoutCapacityReminders(plan))),
  });
  const played = await playSituations(run.localRun, MONDAY, Object.values(all), (line) => said.push(line));
  scenes = Object.fromEntries(Object.keys(all).map((name, index) => [name, played[index]])) as typeof scenes;
}, LONG);
afterAll(() => run?.stop());

const read = async (caseId: string | undefined) => {
  const found = await run.cases.read(caseId ?? '');
  if (found === undefined) throw new Error(`There is no case ${caseId}.`);
  return found;
};
const counted = async (code: string) => {
  const { held = 0, offered = 0, incoming = 0, netSince = 0 } = (await run.councils.read(code)) ?? {};
  return { held, offered, incoming, netSince };
};
const typesOf = async (caseId: string) => (await run.cases.trail(caseId)).map(({ type }) => type);
const subjects = (desk: string, caseId: string) =>
  toldTo(run, desk, caseId).map((words) => words.replace(`${caseId}: `, ''));
const council = (code: string) => `council:${code}`;

test('a date of birth that is wrong closes nothing: a person is asked, the correction is taken, the child moves', async () => {
  const { caseId, accepted } = scenes.wrongBirthDate;
  expect(await read(caseId)).toMatchObject({
    status: 'transferred',
    placement: { council: accepted },
    facts: { children: [{ turns18Month: '2027-05', ageAssessment: 'complete' }] },
  });
  const types = await typesOf(caseId);
  expect(types).not.toContain('child-turned-18.v1');
  expect(types.indexOf('age-in-question.v1')).toBeLessThan(types.indexOf('referral-amended.v2'));
  for (const desk of ['coordinators', council(KENT), council(accepted)])
    expect(subjects(desk, caseId)).toContain('an age is in question, and nothing closes');
});

test('a child who goes missing on the way is placed in one step where it is found, and who had accepted is let go', async () => {
  const { caseId, accepted } = scenes.lostOnTheWay;
  expect(await read(caseId)).toMatchObject({ status: 'transferred', placement: { council: SHEFFIELD } });
  expect(await typesOf(caseId)).toEqual(
    expect.arrayContaining(['case-paused.v1', 'case-resumed.v1', 'place-directed.v1']),
  );
  expect(await counted(SHEFFIELD)).toEqual({ held: 0, offered: 0, incoming: 0, netSince: 1 });
  expect(subjects(council(accepted), caseId)).toContain('the placement with you will not go ahead');
  for (const desk of [council(KENT), council(accepted)])
    expect(mailTo(run, desk, caseId).find(({ subject }) => subject.endsWith('is found'))?.text).toContain(
      'A coordinator has decided who takes the child.',
    );
  expect(subjects(council(SHEFFIELD), caseId)[0]).toMatch(/^arrange the move by/);
  expect(subjects('coordinators', caseId)).toContain('still paused, the child is still missing');
});

test('a child who is gone after the handover is missed by whoever is responsible, and as an adult no longer counted', async () => {
  const { caseId, accepted } = scenes.goneAfterArrival;
  const gone = await read(caseId);
  expect(gone).toMatchObject({
    status: 'left-care',
    left: [{ child: 1, outcome: 'assessed-as-adult', on: '2027-01-10' }],
  });
  const missed = (desk: string) => subjects(desk, caseId).filter((one) => /found\?|missing/.test(one));
  expect(missed(council(accepted)).length).toBeGreaterThan(3);
  expect(missed('coordinators').length).toBeGreaterThan(3);
  expect([KENT, accepted].map((code) => partInPlacement(gone, code))).toEqual([undefined, undefined]);
  // On the page of the council that had the child: one more at the handover, one fewer once it is said that the child left.
  const [before = 0, after = 0, still = 0, left = 0] = counts;
  expect(counts).toHaveLength(4);
  expect([after - before, left - still]).toEqual([1, -1]);
});

test('all of London is to be avoided: offer, move and placement are kept from it, and Ealing is refused with words', async () => {
  const { caseId, accepted } = scenes.notLondon;
  expect(accepted).toBe(SURREY);
  expect(said.filter((line) => line.includes(caseId))).toEqual([
    expect.stringContaining('Ealing is an area to avoid: it is not safe there. Find a placement elsewhere'),
  ]);
  // Before it says yes it sees that there is something, and not where; afterwards which areas, wherever it acts.
  expect(seen.offer).toContain('What keeps the child safe');
  expect(seen.offer).toContain('33 areas, not yours. Once you have accepted you see them all');
  expect(seen.offer).not.toContain('Ealing');
  expect(seen.arrange).toMatch(/Areas to avoid, where the child may not live: [^.]*Ealing/);
  for (const page of [seen.move, seen.sealed]) expect(page).toMatch(/Areas to avoid [^.]*(?:Ealing|London)/);
  const safe = await read(caseId);
  expect(safe.facts.areasToAvoid).toHaveLength(33);
  expect(safe).toMatchObject({ status: 'transferred', placement: { handover: { safetyPlan: true } } });
  expect(safe.placement).not.toHaveProperty('placedIn');
  const told = run.localRun.messages.filter(({ text, subject }) => `${subject} ${text}`.includes(caseId));
  expect(told.map(({ text }) => text).join()).not.toMatch(/London|Ealing|trafficking/i);
});

test('a home with an uncle that breaks down: the first case is opened again beside the new referral, and ends where the child is', async () => {
  const [first = '', again = ''] = scenes.uncle.caseIds;
  expect(await read(first)).toMatchObject({ status: 'transferred', placement: { council: BRENT } });
  expect(await read(again)).toMatchObject({ status: 'withdrawn' });
  expect(await typesOf(first)).toEqual(expect.arrayContaining(['family-joined.v1', 'case-reopened.v1']));
  const held = mailTo(run, 'coordinators', first).filter(({ subject }) => subject.startsWith('Held'));
  expect(held.map(({ text }) => text.includes(again))).toEqual([false, true]);
  // The new referral is told of with the one that had ended.
  for (const desk of ['coordinators', council(BRENT)])
    expect(mailTo(run, desk, first).filter(({ subject }) => subject.includes(again))).not.toEqual([]);
  expect(subjects(council(KENT), first)).toContain('the case is open again');
  expect(subjects(council(BRENT), again)).toContain('a coordinator is looking at the case');
});

test('a child who is missing for months is the coordinators’ too, and nobody holds a place meanwhile', async () => {
  const { caseId } = scenes.goneForMonths;
  const [first] = (await read(caseId)).offers;
  expect(await read(caseId)).toMatchObject({
    status: 'paused',
    pause: { missingSince: '2026-11-23T22:00:00.000Z' },
    needs: { party: { kind: 'coordinators' }, what: 'see to the child who is missing' },
  });
  expect(await counted(first?.council ?? '')).toMatchObject({ held: 0, offered: 0, incoming: 0 });
  const reminders = (desk: string, words: string) => subjects(desk, caseId).filter((one) => one === words);
  expect(reminders(council(BRIGHTON), 'is the child found?').length).toBeGreaterThan(4);
  expect(reminders('coordinators', 'still paused, the child is still missing').length).toBeGreaterThan(4);
  const page = await open(
    linkTo(run, { desk: 'coordinators', caseId, link: 'coordinator' }),
    await asCoordinatorOf(run.localRun, deskAddress('coordinators')),
  );
  expect(page.form?.asked.get('action')?.map(({ value }) => value)).toEqual(
    expect.arrayContaining(['found', 'place', 'family']),
  );
});

describe('referred in numbers', () => {
  const since = { referredOn: '2027-02-01', arrivedOn: '2027-01-20', asylumClaimOn: '2027-01-21' } as const;
  const inCare = { ...since, settledSince: '2027-01-21' } as const;
  const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

  test('of many from one port the first two are held: from the third on its own arrivals have brought it to its threshold', {
    timeout: LONG,
  }, async () => {
    const [one, two, three, ...rest] = numbers(100, 8).map((number) =>
      referral(run, number, { ...inCare, entryAuthority: PORTSMOUTH }),
    );
    for (const message of [one, two, three]) {
      await send(run, message ?? '');
      await run.localRun.idle();
    }
    await sendAll(run, rest);
    await run.localRun.idle();
    const statuses = await Promise.all(
      numbers(100, 8).map(async (number) => (await theCase(run, number)).status),
    );
    expect(statuses).toEqual(['held', 'held', ...Array.from({ length: 6 }, () => 'offered')]);
    await send(run, referral(run, 150, inCare));
    await run.localRun.idle();
    const { verdicts = [] } =
      (await decidedVerdicts(run.cases, caseIdOf(150), await run.cases.trail(caseIdOf(150)))) ?? {};
    expect(verdicts.find((verdict) => verdict.council === PORTSMOUTH)).toMatchObject({
      outcome: 'passed-over',
      because: 'at-threshold',
    });
  });

  test('thirty-three in a day, in care or not, are held for a person, who decides about all of one cause at once', {
    timeout: LONG,
  }, async () => {
    const from = (facts: object) => (number: number) =>
      referral(run, number, {
        ...since,
        entryAuthority: HAMPSHIRE,
        children: [aChild({ ageAssessment: 'required' })],
        ...facts,
      });
    await sendAll(run, [
      ...numbers(200, 33).map(from({ settledSince: inCare.settledSince })),
      ...numbers(300, 2).map(from({ inCareOfAuthority: false, settledSince: undefined })),
    ]);
    await run.localRun.idle();
    const held = async (number: number) => (await theCase(run, number)).hold?.reasons.map(({ code }) => code);
    for (const number of numbers(200, 33))
      expect(await held(number)).toEqual(['entry-authority-below-threshold']);
    for (const number of numbers(300, 2)) expect(await held(number)).toContain('not-in-care');

    // Those that were held before they could see each other may each have an e-mail; the others come with one of them.
    const first = numbers(200, 33).filter((number) =>
      mailTo(run, 'coordinators', caseIdOf(number)).some(({ subject }) => subject.startsWith('Held')),
    );
    expect([1, 2, 3]).toContain(first.length);
    for (const number of numbers(200, 33))
      expect((await theCase(run, number)).hold?.joins !== undefined).toBe(!first.includes(number));

    const leading = first[0] ?? 0;
    const link = linkTo(run, { desk: 'coordinators', caseId: caseIdOf(leading), link: 'coordinator' });
    const cookies = await asCoordinatorOf(run.localRun, deskAddress('coordinators'));
    const asked = await look(await open(link, cookies), { action: 'keep' });
    const [others] = asked.form?.asked.get('keepOthers') ?? [];
    expect(others?.value.split(' ').toSorted()).toEqual(
      numbers(200, 33)
        .filter((number) => number !== leading)
        .map(caseIdOf)
        .toSorted(),
    );
    await fillIn(
      link,
      {
        action: 'keep',
        keepNote: 'One hotel: looked at together tomorrow.',
        keepOthers: others?.value ?? '',
      },
      cookies,
    );
    await run.localRun.idle();
    for (const number of numbers(200, 33)) expect(await typesOf(caseIdOf(number))).toContain('hold-kept.v1');
    for (const number of numbers(300, 2))
      expect(await typesOf(caseIdOf(number))).not.toContain('hold-kept.v1');
  });
});

test('a system that still says version 1 is understood beside one that says version 2, and what both say is one case', {
  timeout: LONG,
}, async () => {
  const said = {
    immigrationStatus: 'claim-pending',
    referredOn: '2027-02-01',
    arrivedOn: '2027-01-20',
    asylumClaimOn: '2027-01-21',
    settledSince: '2027-01-21',
  } as const;
  const asBefore = (number: number) => {
    const { data, ...message } = referral(run, number, said);
    const { immigrationStatus: legalStatus, ...facts } = data.facts;
    return { ...message, type: 'referral-received.v1', data: { ...data, facts: { ...facts, legalStatus } } };
  };
  await sendAll(run, [asBefore(400), referral(run, 401, said)]);
  await run.localRun.idle();
  const [former, present] = [await theCase(run, 400), await theCase(run, 401)];
  expect(former.facts).toEqual(present.facts);
  expect([former.status, present.status]).toEqual(['offered', 'offered']);
  const before = (await run.cases.trail(former.id)).length;
  await sendAll(run, [referral(run, 400, said), asBefore(401)]);
  await run.localRun.idle();
  expect((await run.cases.trail(former.id)).length).toBe(before);
  for (const { id } of [former, present]) {
    const { text } = await open(linkTo(run, { desk: council(KENT), caseId: id, link: 'entry' }));
    expect(text).toMatch(/has been asked to take the child\./);
  }
});

test('nobody was denied anything, and nothing was left over', () => {
  expect([run.localRun.denials, run.troubles]).toEqual([[], []]);
});
