import fc from 'fast-check';
import { expect } from 'vitest';
import { addDays, londonDate, londonTime } from '../../../../shared/core/calendar/working-days.ts';
import { dayFields } from '../people/open-link.ts';
import type { RealScheme } from './real-scheme.ts';
import { type Model, type ModelCase, rounds } from './reference.ts';

type Step = fc.AsyncCommand<Model, RealScheme>;

/** What the model cannot know by itself, taken over from the case: who was asked in a new round, and until when. */
async function observe(
  model: Model,
  scheme: RealScheme,
  subject: ModelCase,
  askedAnew: boolean,
): Promise<void> {
  const real = await scheme.case(subject.id);
  if (askedAnew) {
    const latest = real.offers.filter(({ round }) => round === real.round && round > subject.round);
    for (const { council } of latest) {
      expect(subject.done).not.toContain(council);
      expect(model.at(council).room).toBeGreaterThanOrEqual(subject.children);
    }
    if (latest.length === 0 && subject.round < rounds)
      for (const [code, { room }] of model.councils)
        expect(subject.done.has(code) || room < subject.children).toBe(true);
    if (latest.length > 0) subject.round += 1;
    model.asked(
      subject,
      latest.map(({ council }) => council),
    );
  }
  subject.answerBy = real.offers.find(({ status }) => status === 'live')?.answerBy;
}

/** The case and every council's places are what the model says. */
async function agree(model: Model, scheme: RealScheme): Promise<void> {
  for (const { id, status, live, placedWith } of model.cases) {
    const real = await scheme.case(id);
    const now = {
      status: real.status,
      live: real.offers.find((offer) => offer.status === 'live')?.council,
      placedWith: real.placement?.council,
    };
    expect(now).toEqual({ status, live, placedWith });
  }
  expect(await scheme.places()).toEqual(Object.fromEntries(model.councils));
}

/** How often each thing was played: what never happens proves nothing. */
export const played = new Map<string, number>();
const count = (what: string): void => {
  played.set(what, (played.get(what) ?? 0) + 1);
};

/** Something that may happen to one of the cases. */
abstract class OnCase implements Step {
  readonly #pick: number;

  constructor(pick: number) {
    this.#pick = pick;
  }

  protected abstract readonly what: string;
  protected abstract may(subject: ModelCase, model: Model): boolean;
  protected abstract play(subject: ModelCase, model: Model, scheme: RealScheme): Promise<void>;

  #subject({ cases }: Pick<Model, 'cases'>): ModelCase | undefined {
    return cases[this.#pick % Math.max(1, cases.length)];
  }

  check(model: Readonly<Model>): boolean {
    const subject = this.#subject(model);
    return subject !== undefined && this.may(subject, model as Model);
  }

  async run(model: Model, scheme: RealScheme): Promise<void> {
    const subject = this.#subject(model);
    if (subject === undefined) return;
    count(this.what);
    await this.play(subject, model, scheme);
    await agree(model, scheme);
  }

  toString(): string {
    return `${this.what}(${this.#pick})`;
  }
}

class Refer implements Step {
  readonly #children: number;

  constructor(children: number) {
    this.#children = children;
  }

  check({ cases }: Readonly<Model>): boolean {
    return cases.length < 4;
  }

  async run(model: Model, scheme: RealScheme): Promise<void> {
    count('refer');
    const subject = model.referred(await scheme.refer(this.#children), this.#children);
    await observe(model, scheme, subject, true);
    await agree(model, scheme);
  }

  toString(): string {
    return `refer ${this.#children}`;
  }
}

const says = (scheme: RealScheme, { id }: ModelCase, council: string, answer: string) =>
  scheme.answer(id, `council:${council}`, 'offer', {
    answer,
    ...(answer === 'decline' ? { reason: 'safeguarding', text: 'Said by a test.' } : {}),
  });

class Accept extends OnCase {
  protected readonly what = 'accept';
  protected may({ status }: ModelCase): boolean {
    return status === 'offered';
  }
  protected async play(subject: ModelCase, model: Model, scheme: RealScheme): Promise<void> {
    const council = subject.live ?? '';
    expect((await says(scheme, subject, council, 'accept')).kind).toBe('done');
    model.accept(subject);
    // A second click finds nothing to answer.
    expect((await says(scheme, subject, council, 'accept')).kind).toBe('nothing-to-answer');
  }
}

class Decline extends OnCase {
  protected readonly what = 'decline';
  protected may({ status }: ModelCase): boolean {
    return status === 'offered';
  }
  protected async play(subject: ModelCase, model: Model, scheme: RealScheme): Promise<void> {
    expect((await says(scheme, subject, subject.live ?? '', 'decline')).kind).toBe('done');
    await observe(model, scheme, subject, model.next(subject));
  }
}

class Silence extends OnCase {
  protected readonly what = 'silence';
  protected may({ id, status, answerBy = '' }: ModelCase, { cases }: Model): boolean {
    // One at a time: who else’s time ends then would be asked after, in an order that is none of the model’s business.
    return (
      status === 'offered' &&
      cases.every(
        (other) => other.id === id || other.status !== 'offered' || (other.answerBy ?? '') > answerBy,
      )
    );
  }
  protected async play(subject: ModelCase, model: Model, scheme: RealScheme): Promise<void> {
    await scheme.passTo(subject.answerBy ?? '');
    await observe(model, scheme, subject, model.next(subject));
  }
}

class BackUp extends OnCase {
  protected readonly what: string;
  readonly #which: number;
  readonly #yes: boolean;

  constructor(pick: number, which: number, yes: boolean) {
    super(pick);
    this.#which = which;
    this.#yes = yes;
    this.what = `back-up says ${yes ? 'yes' : 'no'}`;
  }

  // The page asks once: who has answered reads what they said.
  #asked({ backUps }: ModelCase): string | undefined {
    const asked = backUps.filter(({ says: said }) => said === 'asked');
    return asked[this.#which % Math.max(1, asked.length)]?.council;
  }

  protected may(subject: ModelCase): boolean {
    return subject.status === 'offered' && this.#asked(subject) !== undefined;
  }
  protected async play(subject: ModelCase, model: Model, scheme: RealScheme): Promise<void> {
    const council = this.#asked(subject) ?? '';
    const answered = await says(scheme, subject, council, this.#yes ? 'back-up-yes' : 'back-up-no');
    const full = model.backUp(subject, council, this.#yes ? 'promised' : 'no');
    expect(answered.kind).toBe(full ? 'refused' : 'done');
  }
}

const byEntry = (scheme: RealScheme, { id }: ModelCase, fields: Parameters<RealScheme['answer']>[3]) =>
  scheme.answer(id, 'entry-authority', 'entry', fields);

/** Every child of a group, as forms ask which. */
const allOf = ({ children }: ModelCase, name: string) =>
  children < 2
    ? {}
    : { [`${name}Children`]: Array.from({ length: children }, (_, index) => String(index + 1)) };

/** A minute ago, as forms ask for it. */
const moment = (scheme: RealScheme, name: string) => {
  const at = new Date(scheme.kernel.timeline.now - 60_000).toISOString();
  return { ...dayFields(`${name}On`, londonDate(at)), [`${name}At`]: londonTime(at).slice(0, 5) };
};

class Withdraw extends OnCase {
  protected readonly what = 'withdraw';
  protected may({ status }: ModelCase): boolean {
    return status !== 'withdrawn' && status !== 'transferred';
  }
  protected async play(subject: ModelCase, model: Model, scheme: RealScheme): Promise<void> {
    const fields = { action: 'withdraw', withdrawal: 'no-longer-needed' };
    expect((await byEntry(scheme, subject, fields)).kind).toBe('done');
    model.withdraw(subject);
  }
}

class Missing extends OnCase {
  protected readonly what = 'missing';
  protected may({ status }: ModelCase): boolean {
    return status === 'offered' || status === 'accepted' || status === 'escalated';
  }
  protected async play(subject: ModelCase, _: Model, scheme: RealScheme): Promise<void> {
    const fields = { action: 'missing', ...allOf(subject, 'missing'), ...moment(scheme, 'missing') };
    expect((await byEntry(scheme, subject, fields)).kind).toBe('done');
    subject.pausedFrom = subject.status;
    subject.status = 'paused';
  }
}

class Found extends OnCase {
  protected readonly what = 'found';
  protected may({ status }: ModelCase): boolean {
    return status === 'paused';
  }
  protected async play(subject: ModelCase, model: Model, scheme: RealScheme): Promise<void> {
    const fields = { action: 'found', ...allOf(subject, 'found'), ...moment(scheme, 'found') };
    expect((await byEntry(scheme, subject, fields)).kind).toBe('done');
    subject.status = subject.pausedFrom ?? 'escalated';
    subject.pausedFrom = undefined;
    await observe(model, scheme, subject, false);
  }
}

const byReceiver = (
  scheme: RealScheme,
  { id, placedWith }: ModelCase,
  fields: Parameters<RealScheme['answer']>[3],
) => scheme.answer(id, `council:${placedWith}`, 'transfer', fields);

class Arrange extends OnCase {
  protected readonly what = 'arrange';
  protected may({ status }: ModelCase): boolean {
    return status === 'accepted';
  }
  protected async play(subject: ModelCase, _: Model, scheme: RealScheme): Promise<void> {
    const moveOn = addDays(londonDate(scheme.kernel.timeline.instant), 1);
    const fields = {
      action: 'arrange',
      ...dayFields('moveOn', moveOn),
      socialWorker: 'A. Worker (invented)',
      socialWorkerEmail: 'worker@desks.example',
      lateBecause: 'The placement is free from that day.',
    };
    expect((await byReceiver(scheme, subject, fields)).kind).toBe('done');
    subject.status = 'transfer-arranged';
  }
}

class HandOver extends OnCase {
  protected readonly what = 'hand over';
  protected may({ status }: ModelCase): boolean {
    return status === 'transfer-arranged';
  }
  protected async play(subject: ModelCase, model: Model, scheme: RealScheme): Promise<void> {
    const fields = { action: 'handover', ...moment(scheme, 'handedOver') };
    expect((await byReceiver(scheme, subject, fields)).kind).toBe('done');
    model.moved(subject);
  }
}

const pick = fc.nat({ max: 3 });

/** Everything that people may do to cases, in any order. */
export const aPlay = fc.commands(
  [
    fc.integer({ min: 1, max: 3 }).map((children) => new Refer(children)),
    pick.map((which) => new Accept(which)),
    pick.map((which) => new Decline(which)),
    fc
      .tuple(pick, fc.nat({ max: 1 }), fc.boolean())
      .map(([which, back, yes]) => new BackUp(which, back, yes)),
    pick.map((which) => new Silence(which)),
    pick.map((which) => new Withdraw(which)),
    pick.map((which) => new Missing(which)),
    pick.map((which) => new Found(which)),
    pick.map((which) => new Arrange(which)),
    pick.map((which) => new HandOver(which)),
  ],
  { maxCommands: 25, size: 'max' },
);
