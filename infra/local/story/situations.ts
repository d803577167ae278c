/** Situations as people lived them, from an inquest, judgments and inspections, each told by the pages and e-mails that the people had. */
import { addDays, instantAt, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { ReferralRequest } from '../../../shared/core/referral/referral-request.ts';
import type { LocalRun } from '../../local-aws/local-run.ts';
import { dayFields } from '../people/office.ts';
import { asCoordinatorOf } from './coordinators-phone.ts';
import { type Answers, fillIn, open, type Page } from './form-client.ts';
import { localApiKey } from './local-api-key.ts';
import { councilAsked, linkTo, type Wanted } from './mails.ts';
import { deskAddress } from './seed.ts';
import { whyAllTheSame } from './why-all-the-same.ts';

const [KENT, BRENT, EALING, SHEFFIELD, SURREY] = [
  'E10000016',
  'E09000005',
  'E09000009',
  'E08000039',
  'E10000030',
];
const LONDON = 'E12000007';

type Child = Omit<ReferralRequest['children'][number], 'number'>;

/** What happens on a day of a situation, counted from its Monday, at a time in London. */
interface Step {
  readonly day: number;
  readonly time: string;
  readonly act: (scene: Scene) => Promise<unknown>;
}

export interface Situation {
  readonly label: string;
  readonly steps: readonly Step[];
}

/** One situation while it is played: who is in it, and the hands by which they act. */
export class Scene {
  /** References of its cases, in the order in which they came. */
  readonly caseIds: string[] = [];
  /** Whoever accepted first. */
  accepted = '';
  readonly #run: LocalRun;
  readonly #monday: string;
  readonly say: (line: string) => void;
  readonly #asCoordinator: () => Promise<Page['cookies']>;

  constructor(
    run: LocalRun,
    monday: string,
    say: (line: string) => void,
    asCoordinator = () => asCoordinatorOf(run, deskAddress('coordinators')),
  ) {
    this.#asCoordinator = asCoordinator;
    this.#run = run;
    this.#monday = monday;
    this.say = say;
  }

  get caseId(): string {
    return this.caseIds[0] ?? '';
  }

  day(number: number): string {
    return addDays(this.#monday, number);
  }

  /** Birthday of a child who turns 18 on a day. */
  born(number: number): string {
    const eighteenth = this.day(number).replace(/-02-29$/, '-02-28');
    return `${Number(eighteenth.slice(0, 4)) - 18}${eighteenth.slice(4)}`;
  }

  /** The fields of a day, and of the time on it. */
  on(name: string, number: number, time?: string): Answers {
    return {
      ...dayFields(time === undefined ? name : `${name}On`, this.day(number)),
      ...(time === undefined ? {} : { [`${name}At`]: time }),
    };
  }

  /** Refers a child by the API. @throws Error with what the API says when it does not take the referral */
  async refer(council: string, child: Partial<Child>, facts: Partial<ReferralRequest> = {}): Promise<void> {
    const today = londonDate(this.#run.clock.now().toISOString());
    const request: ReferralRequest = {
      referredOn: today,
      children: [
        {
          sex: 'male',
          ageAssessment: 'not-required',
          placementKind: 'supported-accommodation',
          needs: [],
          ...child,
        },
      ],
      definition: {
        under18AtClaim: true,
        claimsInOwnRight: true,
        separatedFromParents: true,
        noResponsibleAdult: true,
      },
      arrivedOn: this.day(-8),
      asylumClaimOn: this.day(-7),
      inCareOfAuthority: true,
      settledSince: this.day(-7),
      familyInUk: 'none',
      links: [],
      areasToAvoid: [],
      trafficking: 'no-indicators',
      wishesRecorded: true,
      ...facts,
    };
    const response = await fetch(`${this.#run.endpoints.pages}/api/referrals`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${localApiKey(council)}`,
        'idempotency-key': `${today}-${child.dateOfBirth}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(request),
    });
    const said = await response.text();
    if (response.status !== 202) throw new Error(`The API answered ${response.status}: ${said}`);
    this.caseIds.push((JSON.parse(said) as { reference: string }).reference);
    await this.#run.idle();
  }

  /** Opens what the newest e-mail about the case leads to. */
  async sees(desk: string, link: Wanted['link']): Promise<Page> {
    return open(linkTo(this.#run, { desk, caseId: this.caseId, link }), await this.#browser(link));
  }

  /** The browser in which a link is followed: coordinators sign in first, everybody else has only the link. */
  async #browser(link: Wanted['link']): Promise<Page['cookies']> {
    return link === 'coordinator' ? this.signIn('coordinators') : new Map();
  }

  /** Follows the newest e-mail about a case, its first unless given, and answers. */
  async does(desk: string, link: Wanted['link'], answers: Answers, caseId = this.caseId): Promise<Page> {
    const cookies = await this.#browser(link);
    const page = await fillIn(
      linkTo(this.#run, { desk, caseId, link }),
      { name: 'R. Okafor (invented)', ...answers },
      cookies,
    );
    await this.#run.idle();
    return page;
  }

  council(code: string, answers: Answers): Promise<Page> {
    return this.does(`council:${code}`, 'transfer', answers);
  }

  entry(answers: Answers, code = KENT): Promise<Page> {
    return this.does(`council:${code}`, 'entry', answers);
  }

  coordinator(answers: Answers): Promise<Page> {
    return this.does('coordinators', 'coordinator', answers);
  }

  /** A coordinator places the child where it is best off, whatever speaks against that council. */
  place(council: string, directNote: string, more: Answers = {}): Promise<Page> {
    return this.coordinator({
      action: 'place',
      council,
      directReason: 'best-interests',
      directNote,
      ...whyAllTheSame(council),
      ...more,
    });
  }

  /** Whoever is asked first accepts. */
  async isAccepted(): Promise<void> {
    this.accepted = councilAsked(this.#run, this.caseId);
    await this.does(`council:${this.accepted}`, 'offer', { answer: 'accept' });
  }

  arrange(code: string, day: number, more: Answers = {}): Promise<Page> {
    return this.council(code, {
      action: 'arrange',
      ...this.on('moveOn', day),
      socialWorker: 'Synthetic Worker',
      socialWorkerPhone: '01632 960 001',
      lateBecause: 'The child was missing.',
      closedDayMeant: 'yes',
      ...more,
    });
  }

  handover(code: string, day: number, time: string): Promise<Page> {
    return this.council(code, { action: 'handover', ...this.on('handedOver', day, time) });
  }

  /** Signs in by an e-mailed link. @returns the cookies of that browser */
  async signIn(desk: string): Promise<Page['cookies']> {
    if (desk === 'coordinators') return this.#asCoordinator();
    const { pages } = this.#run.endpoints;
    const { cookies } = await fillIn(`${pages}/sign-in`, {
      council: desk.replace(/^council:/, ''),
      address: deskAddress(desk),
    });
    await this.#run.idle();
    const mail = this.#run.messages.findLast(
      ({ to, subject }) => to.includes(deskAddress(desk)) && subject.endsWith('your link to sign in'),
    );
    const link = [...(mail?.text ?? '').matchAll(/\S+/g)]
      .map(([word]) => word)
      .find((word) => word.startsWith(`${pages}/`));
    await fillIn(link ?? '', { name: 'R. Okafor (invented)', confirm: 'yes' }, cookies);
    return cookies;
  }
}

/** An inquest of 2022: the first date of birth was wrong by five months, and its day came while the age was assessed. */
const wrongBirthDate: Situation = {
  label: 'the date of birth is wrong, and its day comes',
  steps: [
    {
      day: 0,
      time: '09:10',
      act: async (scene) => {
        await scene.refer(KENT, {
          name: 'Abel Tesfay (invented)',
          dateOfBirth: scene.born(8),
          ageAssessment: 'under-way',
          ageAssessmentLedBy: KENT,
        });
        await scene.isAccepted();
      },
    },
    {
      day: 10,
      time: '10:00',
      act: async (scene) => {
        await scene.entry({
          action: 'correct',
          facts: ['child1-born', 'child1-assessment'],
          ...dayFields('child1-born', scene.born(168)),
          'child1-assessment': 'complete',
        });
        await scene.arrange(scene.accepted, 11);
      },
    },
    { day: 11, time: '14:00', act: (scene) => scene.handover(scene.accepted, 11, '13:30') },
  ],
};

/** Highland, 2023: missing on the day of the move, and found in the foster care of another council. */
const lostOnTheWay: Situation = {
  label: 'goes missing on the way, and is found elsewhere',
  steps: [
    {
      day: 0,
      time: '09:20',
      act: async (scene) => {
        await scene.refer(KENT, { name: 'Bilal Noorzai (invented)', dateOfBirth: scene.born(200) });
        await scene.isAccepted();
        await scene.arrange(scene.accepted, 3);
      },
    },
    {
      day: 3,
      time: '10:05',
      act: (scene) => scene.entry({ action: 'missing', ...scene.on('missing', 3, '10:00') }),
    },
    {
      day: 10,
      time: '11:00',
      act: async (scene) => {
        await scene.place(SHEFFIELD, 'Found there, and in foster care there.', scene.on('found', 8, '18:00'));
        await scene.arrange(SHEFFIELD, 10);
      },
    },
    { day: 10, time: '12:00', act: (scene) => scene.handover(SHEFFIELD, 10, '11:30') },
  ],
};

/** KI v Brent, 2018: an uncle took the child in, and three weeks later it broke down. */
const uncle: Situation = {
  label: 'joins an uncle, and it breaks down',
  steps: [
    {
      day: 0,
      time: '09:30',
      act: async (scene) => {
        await scene.refer(
          KENT,
          { name: 'Can Demir (invented)', dateOfBirth: scene.born(240) },
          { familyInUk: 'may-care', links: [{ council: BRENT, kind: 'family' }] },
        );
        await scene.coordinator({
          action: 'family',
          familyNote: 'Lives with an uncle in Brent since the entry authority’s assessment.',
        });
      },
    },
    {
      day: 21,
      time: '09:30',
      act: async (scene) => {
        await scene.refer(
          BRENT,
          { name: 'Can Demir (invented)', dateOfBirth: scene.born(240) },
          { settledSince: scene.day(20) },
        );
        await scene.coordinator({
          action: 'reopen-family-broke-down',
          reopenNote: 'The uncle’s home broke down. Brent cares for the child.',
        });
        await scene.place(BRENT, 'The child is in foster care there, and both cases are about this child.');
        await scene.does(
          `council:${BRENT}`,
          'entry',
          { action: 'withdraw', withdrawal: 'made-in-error' },
          scene.caseIds[1],
        );
        await scene.arrange(BRENT, 21);
      },
    },
    { day: 21, time: '12:00', act: (scene) => scene.handover(BRENT, 21, '11:00') },
  ],
};

/** Portsmouth and Lincolnshire: the child is safe nowhere in London, and councils place out of their area. */
const notLondon: Situation = {
  label: 'must not live in London',
  steps: [
    {
      day: 0,
      time: '09:40',
      act: async (scene) => {
        await scene.refer(
          KENT,
          { name: 'Duc Nguyen (invented)', dateOfBirth: scene.born(280) },
          {
            regionsToAvoid: [LONDON],
            trafficking: 'nrm-referred',
            familyInUk: 'cannot-care',
            links: [{ council: SURREY, kind: 'family' }],
          },
        );
        await scene.isAccepted();
      },
    },
    {
      day: 1,
      time: '10:00',
      act: async (scene) => {
        const stopped = await scene
          .arrange(scene.accepted, 2, { placedIn: EALING, safetyPlan: 'yes' })
          .then(() => undefined, String);
        scene.say(`${scene.caseId}  a placement in Ealing is refused: ${stopped}`);
        await scene.arrange(scene.accepted, 2, { safetyPlan: 'yes' });
      },
    },
    { day: 2, time: '14:00', act: (scene) => scene.handover(scene.accepted, 2, '13:30') },
  ],
};

export const situations = { wrongBirthDate, lostOnTheWay, uncle, notLondon };

interface Others {
  /** What the others do after each step. */
  readonly between?: () => Promise<void>;
  /** The browser of a coordinator who is signed in; unless given, one comes who is not known yet. */
  readonly asCoordinator?: () => Promise<Page['cookies']>;
}

/** Plays situations side by side from a Monday on. */
export async function playSituations(
  run: LocalRun,
  monday: string,
  them: readonly Situation[],
  say: (line: string) => void,
  { between = () => run.idle(), asCoordinator }: Others = {},
): Promise<readonly Scene[]> {
  const scenes = them.map(() => new Scene(run, monday, say, asCoordinator));
  const steps = them.flatMap(({ steps: all }, index) =>
    all.map((step) => ({
      ...step,
      scene: scenes[index] as Scene,
      at: instantAt(addDays(monday, step.day), step.time),
    })),
  );
  for (const { at, act, scene } of steps.toSorted((a, b) => a.at.localeCompare(b.at))) {
    if (run.clock.now() < new Date(at)) await run.advance(new Date(at));
    await act(scene);
    await between();
  }
  return scenes;
}
