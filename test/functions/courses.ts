import type { DataOf } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import type { ChildFingerprints, ReferralFacts } from '../../events/referral.ts';
import { appendTo } from '../../shared/core/audit-trail.ts';
import { deployHolidays } from '../../shared/core/calendar/late-holidays.ts';
import type { Command } from '../../shared/core/case/command.ts';
import type { CouncilCommand } from '../../shared/core/council/command.ts';
import { headroom } from '../../shared/core/council/headroom.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { councilsOfRegions } from '../../shared/core/council/whole-regions.ts';
import { defined } from '../../shared/core/defined.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { followFile } from '../../shared/runtime/follow-the-file.ts';
import { noteOnCouncil, runCouncilCommand } from '../../shared/runtime/run-council-command.ts';
import { regionCodes } from '../../shared/words/regions.ts';
import { aChild, anEvent, aReferral, NOW, SOCIAL_WORKER } from '../builders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

/** Of a child whose reference, name and date of birth are known. */
const sameChild = (): ChildFingerprints[] => [
  {
    number: 1,
    references: ['r'.repeat(43)],
    bearers: [{ nameMark: 'n'.repeat(43), birthMark: 'd'.repeat(43) }],
  },
];

const entry = { kind: 'entry-authority', code: 'E10000016' } as const;

/** One case from its referral on, with what people do to it; everything that follows from a step has happened when it ends. */
export class Course {
  readonly scheme: SchemeInMemory;
  readonly caseId: string;

  private constructor(scheme: SchemeInMemory, caseId: string) {
    this.scheme = scheme;
    this.caseId = caseId;
  }

  static async begin(
    facts: Partial<ReferralFacts> = {},
    fingerprints?: readonly ChildFingerprints[],
    policy?: string,
  ): Promise<Course> {
    const scheme = await SchemeInMemory.open(policy === undefined ? {} : { policy });
    const data = {
      referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20',
      channel: 'queue' as const,
      facts: aReferral(facts),
      ...(fingerprints === undefined ? {} : { fingerprints: [...fingerprints] }),
    };
    await scheme.receive(JSON.stringify(anEvent('referral-received.v2', { data })));
    await scheme.settle();
    return new Course(scheme, (await scheme.onlyCase()).id);
  }

  case() {
    return this.scheme.onlyCase();
  }
  async live() {
    const offer = (await this.case()).offers.find(({ status }) => status === 'live');
    if (offer === undefined) throw new Error('No offer is live.');
    return offer;
  }
  async asked() {
    const offer = (await this.case()).offers.find(({ status }) => status === 'asked');
    if (offer === undefined) throw new Error('No back-up is asked.');
    return offer;
  }
  async coordinator(command: Command): Promise<this> {
    await this.scheme.command(this.caseId, command);
    await this.scheme.settle();
    return this;
  }
  async entry(command: Command): Promise<this> {
    await this.scheme.command(this.caseId, command, entry);
    await this.scheme.settle();
    return this;
  }
  async council(code: string, command: Command): Promise<this> {
    await this.scheme.command(this.caseId, command, { kind: 'council', code, name: 'Test Duty Manager' });
    await this.scheme.settle();
    return this;
  }
  async accept(): Promise<this> {
    const { id, council } = await this.live();
    return this.council(council, { kind: 'answer', offerId: id, answer: 'accept' });
  }
  async decline(): Promise<this> {
    const { id, council } = await this.live();
    return this.council(council, {
      kind: 'answer',
      offerId: id,
      answer: 'decline',
      reason: 'no-safe-placement',
      text: 'None.',
    });
  }
  async promise(): Promise<this> {
    const { id, council } = await this.asked();
    return this.council(council, { kind: 'answer', offerId: id, answer: 'back-up-yes' });
  }
  /** The move, with the child to live in the area of another council where one is given. */
  async arrange(moveOn = '2026-11-27', placedIn?: string): Promise<this> {
    return this.placed({
      kind: 'arrange-transfer',
      moveOn,
      socialWorker: SOCIAL_WORKER,
      ...defined({ placedIn }),
    });
  }
  async placed(command: Command): Promise<this> {
    return this.council((await this.case()).placement?.council ?? '', command);
  }
  /** An e-mail of the entry authority is read, and what it says comes to the case. */
  async mailed(id: string, given: Partial<DataOf<'referral-amended.v2'>>): Promise<this> {
    const { referralId } = await this.case();
    const data = { referralId, facts: {}, ...given, channel: 'email' as const };
    await this.scheme.receive(
      JSON.stringify(anEvent('referral-amended.v2', { id, at: this.scheme.clock.now(), data })),
    );
    await this.scheme.settle();
    return this;
  }
  /** The entry authority's own system corrects the referral: amendment and check are one commit. */
  async corrected(facts: Partial<ReferralFacts>): Promise<this> {
    const { referralId, version } = await this.case();
    const data = { referralId, facts, channel: 'api' as const };
    await this.scheme.receive(
      JSON.stringify(
        anEvent('referral-amended.v2', {
          id: `corrected-${version}`,
          at: this.scheme.clock.now(),
          actor: entry,
          data,
        }),
      ),
    );
    await this.scheme.settle();
    return this;
  }
  /** Lets time pass, and the sweeps that belong to it. */
  async at(now: string): Promise<this> {
    this.scheme.clock.set(now);
    await this.scheme.sweep();
    await this.scheme.settle();
    await this.scheme.watchAndTell();
    return this;
  }
}

/** A council declares: the pages do this; here only its event matters. */
async function declare({ scheme }: Course): Promise<void> {
  const council = (await scheme.councils.view()).councils.find(({ code }) => code === 'E10000014');
  if (council === undefined) throw new Error('No such council.');
  const places = { fosterCare: 2, supportedAccommodation: 0 };
  const [event] = appendTo(
    { subject: council.code, ...council.trail },
    [
      {
        type: 'capacity-declared.v1',
        data: {
          council: council.code,
          places,
          supports: [],
          caredForNow: 91,
          pausedUntil: '2026-12-01',
          meantSo: ['caredForNow'],
          declaredAt: NOW,
        },
      },
    ],
    { at: NOW, actor: { kind: 'council', code: council.code }, policy: 'nts-2025', cause: 'test' },
  );
  if (event === undefined) throw new Error('No event.');
  await scheme.councils.commit({
    code: council.code,
    seen: council.trail.number,
    event,
    declaration: {
      places,
      used: { fosterCare: 0, supportedAccommodation: 0 },
      supports: [],
      declaredAt: NOW,
    },
    reminders: { sinceDeclaration: 0 },
  });
  await scheme.settle();
}

/** An age in question, until a coordinator decides. */
async function disputedAge(): Promise<Course> {
  const course = await Course.begin({
    children: [
      aChild({ turns18Month: '2026-12', ageAssessment: 'under-way', ageAssessmentLedBy: 'E10000016' }),
    ],
  });
  await course.accept();
  await course.at('2027-01-01T02:00:00.000Z');
  await course.scheme.recount();
  await course.scheme.settle();
  return course.coordinator({
    kind: 'decide-age',
    child: 1,
    counts: true,
    evidence: 'age-assessment',
    turns18Month: '2027-05',
    note: 'Finished.',
  });
}

/** One of two is found to be an adult once a council has accepted both, and then is not. */
async function oneOfTwo(): Promise<Course> {
  const course = await Course.begin({ children: [aChild(), aChild({ number: 2 })] });
  await course.accept();
  const age = { kind: 'decide-age', child: 1, evidence: 'age-assessment', note: 'Finished.' } as const;
  await course.coordinator({ ...age, counts: false });
  return course.coordinator({ ...age, counts: true, turns18Month: '2027-05' });
}

/** After the handover the child is missing, found elsewhere, leaves care, and is in care again, with another council. */
async function sinceHandover(): Promise<Course> {
  const course = await (await Course.begin()).accept();
  await course.arrange('2026-11-23', 'E09000009');
  await course.placed({ kind: 'complete-transfer', handedOverAt: '2026-11-23T09:00:00.000Z' });
  await course.placed({ kind: 'child-missing', missingSince: '2026-11-23T09:00:00.000Z' });
  await course.at('2026-12-10T09:00:00.000Z');
  await course.coordinator({
    kind: 'child-found',
    foundAt: '2026-12-09T09:00:00.000Z',
    foundIn: 'E08000035',
  });
  await course.at('2026-12-14T09:00:00.000Z');
  await course.placed({ kind: 'decide-found', foundIn: 'E08000035', decision: 'brought-back' });
  await course.placed({ kind: 'leave-care', outcome: 'placement-ended', on: '2026-12-10' });
  await course.coordinator({ kind: 'reopen', because: 'recorded-in-error', note: 'Still there.' });
  const to = (await course.case()).placement?.council === 'E08000035' ? 'E10000030' : 'E08000035';
  await course.placed({ kind: 'avoid-areas', areas: ['E09000009'] });
  await course.placed({ kind: 'move-placement', livesIn: 'E09000002', on: '2026-12-10' });
  await course.coordinator({ kind: 'avoid-areas', areas: ['E09000002'] });
  await course.coordinator({ kind: 'move-placement', livesIn: 'E09000003', on: '2026-12-10' });
  return course.placed({ kind: 'move-care', to, placedIn: 'E09000004', on: '2026-12-10' });
}

/** The child is missing for so long that a coordinator keeps the place, and it lapses all the same. */
async function lapsed(): Promise<Course> {
  const course = await (await Course.begin({}, undefined, 'nts-2026')).accept();
  await course.entry({ kind: 'child-missing', missingSince: NOW });
  await course.at('2026-11-25T09:00:00.000Z');
  await course.coordinator({ kind: 'keep-places', note: 'Seen yesterday.' });
  await course.at('2026-12-03T09:00:00.000Z');
  return course.at('2026-12-10T09:00:00.000Z');
}

/** The child is to live in another area, and then is not. */
async function livesElsewhere(): Promise<Course> {
  const course = await (await Course.begin()).accept();
  await course.placed({
    kind: 'arrange-transfer',
    moveOn: '2026-11-26',
    placedIn: 'E09000009',
    socialWorker: SOCIAL_WORKER,
  });
  return course.entry({ kind: 'child-refused' });
}

/** The council that received the child ends, and another takes over. */
async function succeeded(): Promise<Course> {
  const course = await (await Course.begin({ links: [{ council: 'E10000030', kind: 'family' }] })).accept();
  await course.arrange('2026-11-23');
  await course.placed({ kind: 'complete-transfer', handedOverAt: '2026-11-23T09:00:00.000Z' });
  await course.at('2027-04-01T08:00:00.000Z');
  return course.coordinator({ kind: 'succeed', from: 'E10000030', to: 'E06999901' });
}

/** Everywhere but in London is to be avoided, so that it is London's turn; its lead names a council, or says nothing. */
async function withTheLead(how: 'named' | 'silent'): Promise<Course> {
  const elsewhere = regionCodes.filter((region) => region !== 'E12000007');
  const areasToAvoid = councilsOfRegions(elsewhere).filter((code) => code !== 'E10000016');
  const course = await Course.begin({ areasToAvoid }, undefined, 'nts-2027');
  const [first = '', second = ''] = (await course.case()).regionAsked?.councils ?? [];
  if (how === 'named') {
    const command = {
      kind: 'answer-region',
      region: 'E12000007',
      council: second,
      reason: 'own-rota',
    } as const;
    await course.scheme.command(course.caseId, command, { kind: 'smp-lead', region: 'E12000007' });
    await course.scheme.settle();
    if ((await course.live()).council !== second) throw new Error('Another council was asked first.');
    return course.accept();
  }
  await course.at('2026-11-25T15:00:00.000Z');
  await course.at('2026-11-25T17:00:00.000Z');
  if ((await course.live()).council !== first) throw new Error('The rota did not go on by itself.');
  return course;
}

/** What can happen to a case; between them every e-mail of the scheme is sent. */
export const courses: Readonly<Record<string, () => Promise<Course>>> = {
  'a region’s lead who names a council': () => withTheLead('named'),
  'a region’s lead who says nothing': () => withTheLead('silent'),
  'an age in question': disputedAge,
  'an age that another council knows': () =>
    Course.begin({ presentedElsewhere: 'yes', presentedTo: 'E08000035' }),
  'one of two whose age is decided twice': oneOfTwo,
  'since the handover': sinceHandover,
  'a child who was to live in another area': livesElsewhere,
  'a council that ended': succeeded,
  'a place that lapses': lapsed,
  'a bank holiday that is announced late': async () => {
    const course = await Course.begin();
    const undo = deployHolidays([{ date: '2026-11-24', title: 'A day', divisions: ['england-and-wales'] }]);
    try {
      await course.at('2026-11-23T12:00:00.000Z');
      return await course.accept();
    } finally {
      undo();
    }
  },
  'more time, to answer and to arrange': async () => {
    const course = await Course.begin();
    const give = async (deadline: 'answer' | 'arrange', council: string) =>
      course.coordinator({
        kind: 'give-more-time',
        deadline,
        council,
        days: 1,
        because: 'people-away',
        note: 'Back tomorrow.',
      });
    const { council } = await course.live();
    await give('answer', council);
    await (await course.accept()).at('2026-11-24T14:30:00.000Z');
    return give('arrange', council);
  },
  'placed and moved': async () => {
    const course = await Course.begin();
    await course.at('2026-11-24T14:30:00.000Z');
    await (await course.accept()).at('2026-11-27T14:30:00.000Z');
    await course.arrange('2026-11-30');
    await course.at('2026-11-30T15:00:00.000Z');
    await course.at('2026-11-30T17:05:00.000Z');
    await course.placed({ kind: 'transfer-failed', reason: 'transport' });
    await course.placed({ kind: 'name-social-worker', socialWorker: 'n'.repeat(43) });
    await course.arrange('2026-12-01');
    await course.at('2026-12-01T15:00:00.000Z');
    return course.placed({ kind: 'complete-transfer', handedOverAt: '2026-12-01T14:30:00.000Z' });
  },
  'siblings, declined, back-up placed': async () => {
    const course = await Course.begin({
      children: [
        aChild({ needs: ['medical-care', 'step-free-access'] }),
        aChild({ number: 2, placementKind: 'supported-accommodation' }),
      ],
    });
    return (await course.promise()).decline();
  },
  'silence, promotion, decline refused': async () => {
    const course = await Course.begin();
    await course.at('2026-11-24T17:01:00.000Z');
    await course.decline();
    const declined = (await course.case()).offers.find(({ review }) => review === 'pending');
    return course.coordinator({
      kind: 'review-decline',
      offerId: declined?.id ?? '',
      outcome: 'refused',
      reason: 'has-room',
      text: 'You said on the telephone that a carer is free.',
      note: 'No.',
    });
  },
  'incomplete, then completed': async () => {
    const course = await Course.begin({
      proposedMoveOn: '2026-11-20',
      trafficking: undefined,
      familyInUk: undefined,
    } as never);
    await course.at('2026-11-24T14:30:00.000Z');
    await course.at('2026-11-24T17:01:00.000Z');
    return course.entry({
      kind: 'amend',
      data: {
        referralId: (await course.case()).referralId,
        facts: { proposedMoveOn: '2026-12-01', trafficking: 'no-indicators', familyInUk: 'none' },
      },
    });
  },
  'changed while offered': async () => {
    const course = await Course.begin();
    return course.entry({
      kind: 'amend',
      data: { referralId: (await course.case()).referralId, facts: { wishesRecorded: false } },
    });
  },
  'corrected while councils are asked: the first is let go, and the next is asked': async () => {
    const course = await Course.begin();
    return course.corrected({ areasToAvoid: [(await course.live()).council], familyInUk: 'cannot-care' });
  },
  'corrected while councils are asked: the back-up that has said yes has the child': async () => {
    const course = await (await Course.begin()).promise();
    return course.corrected({ areasToAvoid: [(await course.live()).council], familyInUk: 'cannot-care' });
  },
  'corrected while councils are asked: those who can take the child stay, until a person has to look':
    async () => {
      const course = await Course.begin();
      await course.corrected({ familyInUk: 'cannot-care' });
      return course.corrected({ familyInUk: 'may-care' });
    },
  'sealed details changed after acceptance': async () => {
    const course = await (await Course.begin()).accept();
    const { referralId } = await course.case();
    return course.entry({ kind: 'amend', data: { referralId, facts: {}, sealedChanged: true } });
  },
  'an e-mail after acceptance that nobody answers, and the child moves': async () => {
    const course = await (await Course.begin()).accept();
    await course.arrange();
    await course.mailed('mail:1', {
      facts: { areasToAvoid: [(await course.case()).placement?.council ?? ''] },
    });
    await course.mailed('mail:2', {
      sealedChanged: true,
      sealedFields: ['1.name'],
      sealedReplaced: ['1.name'],
    });
    await course.at('2026-11-24T14:30:00.000Z');
    await course.at('2026-11-24T17:01:00.000Z');
    // Whether the area is safe has to be answered before anybody is handed over; the rest has not.
    await course.entry({ kind: 'refuse-amendment', amendmentId: 'mail:1' });
    return course.placed({ kind: 'complete-transfer', handedOverAt: '2026-11-24T16:00:00.000Z' });
  },
  'a forged e-mail after acceptance': async () => {
    const course = await (await Course.begin()).accept();
    await course.mailed('mail:1', {
      sealedChanged: true,
      sealedFields: ['1.name'],
      sealedReplaced: ['1.name'],
      sentFrom: 'other-address',
    });
    return course.entry({ kind: 'refuse-amendment', amendmentId: 'mail:1' });
  },
  'family is found after the move was arranged, and a coordinator looks': async () => {
    const course = await (await (await Course.begin()).accept()).arrange();
    await course.mailed('mail:1', { facts: { familyInUk: 'may-care' } });
    await course.entry({ kind: 'confirm-amendment', amendmentId: 'mail:1' });
    await course.at('2026-11-24T14:30:00.000Z');
    await course.coordinator({ kind: 'release-hold', note: 'The aunt cannot take the child.' });
    return course.placed({ kind: 'complete-transfer', handedOverAt: '2026-11-24T14:00:00.000Z' });
  },
  'held, family joined': async () => {
    const course = await Course.begin({ familyInUk: 'may-care' });
    await course.at('2026-11-24T14:30:00.000Z');
    await course.at('2026-11-24T17:01:00.000Z');
    return course.coordinator({ kind: 'family-joined', note: 'With an aunt.' });
  },
  'nobody to ask': async () =>
    Course.begin({
      children: Array.from({ length: 6 }, (_, at) => aChild({ number: at + 1, needs: ['trained-carers'] })),
      areasToAvoid: publishedCouncils()
        .map(({ code }) => code)
        .filter((code) => code !== 'E10000016')
        .slice(0, 300),
    }),
  'missing and found': async () => {
    const course = await (await Course.begin()).accept();
    await course.coordinator({ kind: 'child-missing', missingSince: NOW });
    await course.at('2026-11-25T09:00:00.000Z');
    return course.coordinator({ kind: 'child-found', foundAt: '2026-11-25T08:00:00.000Z' });
  },
  'one of two missing': async () => {
    const children = [aChild(), aChild({ number: 2 })];
    const course = await (await Course.begin({ children }, undefined, 'nts-2026')).accept();
    await course.entry({ kind: 'child-missing', missingSince: NOW, children: [2] });
    await course.coordinator({ kind: 'decide-group', goOn: true, note: 'Safe with her carer.' });
    await course.at('2026-11-27T09:00:00.000Z');
    return course.at('2026-12-04T18:00:00.000Z');
  },
  'missing, and nobody says more': async () => {
    const course = await (await Course.begin()).accept();
    await course.coordinator({ kind: 'child-missing', missingSince: NOW });
    return course.at('2026-12-01T09:00:00.000Z');
  },
  'accepted, and nobody arranges': async () => {
    const course = await (await Course.begin()).accept();
    await course.at('2026-12-08T09:00:00.000Z');
    return course.at('2026-12-16T09:00:00.000Z');
  },
  'accepted, to live in another area': async () =>
    (await (await Course.begin()).accept()).arrange(undefined, 'E09000009'),
  'held for family at a council that is full': async () => {
    const policy = policyNamed('nts-2026');
    const full = publishedCouncils().find(
      (council) => council.code !== 'E10000016' && headroom(council, policy) < 1,
    );
    return Course.begin({ links: [{ council: full?.code ?? '', kind: 'family' }] }, undefined, policy.id);
  },
  'held, and nobody decides': async () => {
    const course = await Course.begin({ familyInUk: 'may-care' });
    await course.at('2026-12-08T09:00:00.000Z');
    return course.at('2026-12-16T09:00:00.000Z');
  },
  'refused, stays': async () => {
    const course = await (await (await Course.begin()).accept()).placed({ kind: 'child-refused' });
    return course.coordinator({ kind: 'stay', reason: 'child-refused', note: 'Talked it over.' });
  },
  'the child dies before the handover': async () =>
    (await (await Course.begin()).accept()).entry({ kind: 'withdraw', reason: 'died' }),
  'withdrawn by a coordinator': async () =>
    (await (await Course.begin()).accept()).coordinator({ kind: 'withdraw', reason: 'no-longer-needed' }),
  'place given back': async () =>
    (await (await Course.begin()).accept()).placed({
      kind: 'reallocate',
      because: 'receiving-authority-cannot',
    }),
  'placed directly': async () =>
    (await Course.begin({ familyInUk: 'may-care' })).coordinator({
      kind: 'place-directly',
      council: 'E10000014',
      reason: 'family-link',
      note: 'Aunt.',
      overCapacity: true,
    }),
  'turned 18': async () => {
    const course = await Course.begin({ children: [aChild({ turns18Month: '2026-12' })] });
    await course.scheme.recount();
    course.scheme.clock.set('2027-01-01T00:15:00.000Z');
    await course.scheme.recount();
    await course.scheme.settle();
    return course;
  },
  'moved by a coordinator': async () => {
    const course = await (await Course.begin()).accept();
    const first = (await course.case()).placement?.council;
    return course.coordinator({
      kind: 'place-directly',
      council: first === 'E10000014' ? 'E08000035' : 'E10000014',
      reason: 'family-link',
      note: 'Aunt.',
      overCapacity: true,
    });
  },
  'referred by another council too': async () => {
    const fingerprints = sameChild();
    const course = await Course.begin({}, fingerprints);
    const data = {
      referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a22',
      channel: 'api' as const,
      facts: aReferral({ entryAuthority: 'E09000008', areasToAvoid: ['E08000025'] }),
      fingerprints,
    };
    await course.scheme.receive(JSON.stringify(anEvent('referral-received.v2', { id: 'other', data })));
    await course.scheme.settle();
    return course;
  },
  'referred again': async () => {
    const fingerprints = sameChild();
    const course = await Course.begin({}, fingerprints);
    const facts = aReferral({ areasToAvoid: ['E08000025'] });
    const data = {
      referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a21',
      channel: 'email' as const,
      facts,
      fingerprints,
    };
    await course.scheme.receive(JSON.stringify(anEvent('referral-received.v2', { id: 'again', data })));
    await course.scheme.settle();
    const [merger] = (await course.case()).merged ?? [];
    return course.coordinator({
      kind: 'undo-merger',
      reference: merger?.reference ?? '',
      note: 'Two brothers.',
    });
  },
  'referred before, and assessed as an adult': async () => {
    const fingerprints = sameChild();
    const course = await Course.begin({}, fingerprints);
    const { scheme } = course;
    await scheme.command((await course.case()).id, { kind: 'withdraw', reason: 'assessed-as-adult' });
    await scheme.settle();
    const other = { referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a24', channel: 'api' as const };
    const data = { ...other, facts: aReferral({ entryAuthority: 'E09000008' }), fingerprints };
    await scheme.receive(JSON.stringify(anEvent('referral-received.v2', { id: 'anew', data })));
    await scheme.settle();
    return course;
  },
  'corrected to another case’s child': async () => {
    const fingerprints = sameChild();
    const course = await (await Course.begin()).accept();
    const { scheme } = course;
    const other = { referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a23', channel: 'api' as const };
    const received = { ...other, facts: aReferral({ entryAuthority: 'E09000008' }), fingerprints };
    await scheme.receive(JSON.stringify(anEvent('referral-received.v2', { id: 'other', data: received })));
    await scheme.settle();
    const corrected = { referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20', facts: {}, fingerprints };
    await scheme.receive(JSON.stringify(anEvent('referral-amended.v2', { id: 'fix', data: corrected })));
    await scheme.settle();
    return course;
  },
  'the key of a system': async () => {
    const course = await Course.begin();
    const { scheme } = course;
    for (const [index, data] of [
      { change: 'given' },
      { change: 'replaced', oldUntil: '2026-11-30T09:00:00.000Z' },
      { change: 'replaced' },
      { change: 'taken-away' },
    ].entries())
      await noteOnCouncil(
        { ...scheme, policy: policyNamed('nts-2025'), pause: async () => {} },
        {
          type: 'api-key-changed.v1',
          data: { council: 'E10000014', ...data } as DataOf<'api-key-changed.v1'>,
        },
        { actor: { kind: 'coordinator', name: 'Test Coordinator' }, cause: `keys-page:${index}` },
      );
    await scheme.settle();
    return course;
  },
  'where e-mail to a council goes': async () => {
    const course = await Course.begin();
    const { scheme } = course;
    const { council } = await course.live();
    for (const contact of ['duty-desk', 'second'] as const)
      for (const change of ['given', 'replaced', 'taken-away', 'works-again'] as const)
        if (contact === 'second' || change !== 'taken-away')
          await noteOnCouncil(
            { ...scheme, policy: policyNamed('nts-2025'), pause: async () => {} },
            { type: 'contacts-changed.v1', data: { council, contact, change } },
            {
              actor: { kind: 'coordinator', name: 'Test Coordinator' },
              cause: `contacts-page:${contact}:${change}`,
            },
          );
    await scheme.settle();
    return course;
  },
  'a council is closed': async () => {
    const course = await Course.begin();
    const { scheme } = course;
    const { council: code } = await course.live();
    const tools = { ...scheme, policy: policyNamed('nts-2025'), pause: async () => {} };
    const codes = new Set(publishedCouncils().map((one) => one.code));
    await followFile(tools, new Set([...codes].filter((one) => one !== code)));
    await scheme.settle();
    await course.at(scheme.clock.now());
    await followFile(tools, codes);
    await scheme.settle();
    return course;
  },
  'a council takes over from one that has ended': async () => {
    const course = await Course.begin();
    const { scheme } = course;
    await noteOnCouncil(
      { ...scheme, policy: policyNamed('nts-2025'), pause: async () => {} },
      {
        type: 'council-took-over.v1',
        data: { council: 'E06999901', from: 'E10000030', left: 3, drafts: 1, systemKey: true },
      },
      { actor: { kind: 'coordinator', name: 'Test Coordinator' }, cause: 'succession:E10000030' },
    );
    await scheme.settle();
    return course;
  },
  'what a council has long declared is decided on': async () => {
    const course = await Course.begin();
    const { scheme } = course;
    const tools = { ...scheme, policy: policyNamed('nts-2026'), pause: async () => {} };
    const commands: readonly (readonly [CouncilCommand, Actor])[] = [
      [
        {
          kind: 'declare',
          declared: { fosterCare: 1, supportedAccommodation: 0, supports: [], pausedUntil: '2027-03-01' },
        },
        { kind: 'council', code: 'E10000014' },
      ],
      [{ kind: 'question-exemptions' }, { kind: 'system', name: 'remind-capacity' }],
      [
        {
          kind: 'decide-exemptions',
          decided: { exemptions: ['pause'], agreedUntil: '2027-01-04', note: 'n' },
        },
        { kind: 'coordinator', name: 'Test Coordinator' },
      ],
    ];
    for (const [index, [command, actor]] of commands.entries())
      await runCouncilCommand(tools, { code: 'E10000014', command, actor, cause: `councils-page:${index}` });
    await scheme.settle();
    return course;
  },
  capacity: async () => {
    const course = await Course.begin();
    await course.scheme.remind();
    await course.scheme.settle();
    course.scheme.clock.set('2026-11-30T08:00:00.000Z');
    await course.scheme.remind();
    await course.scheme.settle();
    await declare(course);
    return course;
  },
};
