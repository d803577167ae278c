/** Attacks on what is sealed of another council's child, by every way in, at every stage. Each of them once worked, or is the sibling of one. */
import { beforeEach, describe, expect, test } from 'vitest';
import { derivedId } from '../../functions/api/request.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { aRequest } from '../api/a-request.ts';
import { Gateway, KENT, LEEDS } from '../api/gateway.ts';
import { anEvent, aReferral } from '../builders.ts';
import { MailIn, OFFICER, wholeReferral } from '../functions/mails.ts';
import { stored } from '../functions/stored-mail.ts';
import { asItStands, formAtTheEnd, formsIn } from '../pages/forms.ts';
import { Site, type Visit } from '../pages/site.ts';

type Fields = NonNullable<Visit['form']>;

const NAME = 'Canary Synthetic';
const FORGED = 'FORGED';
const entryOf = (code: string) => ({ kind: 'entry-authority', code }) as const;

/** Every answer of the form about one child. */
const everyAnswer: Fields = {
  ...{ 'referredOn-day': '23', 'referredOn-month': '11', 'referredOn-year': '2026' },
  ...{ 'child1-name': FORGED, 'child1-homeOffice': '', 'child1-port': '' },
  ...{ 'child1-born-day': '1', 'child1-born-month': '2', 'child1-born-year': '2010' },
  ...{
    'child1-sex': 'male',
    'child1-nationality': 'ERI',
    'child1-languages': 'Dari',
    'child1-interpreter': 'yes',
  },
  ...{ 'child1-assessment': 'not-required', 'child1-placement': 'foster-care', 'child1-needs': 'none' },
  ...{ 'child1-health': FORGED, 'child1-disability': '', 'child1-education': '', 'child1-faith': '' },
  ...{ 'child1-missing': 'none', 'child1-another': 'no', presented: 'no' },
  ...{ 'child1-nhs': '943 476 5919', 'child1-diet': ['halal'], 'child1-solicitor': FORGED },
  definition: ['under18AtClaim', 'claimsInOwnRight', 'separatedFromParents', 'noResponsibleAdult'],
  ...{ 'arrivedOn-day': '15', 'arrivedOn-month': '11', 'arrivedOn-year': '2026' },
  ...{
    arrivalPlace: 'port',
    arrivedWhere: 'Dover',
    careStatus: 'accommodated',
    immigrationStatus: 'claim-pending',
    inCare: 'yes',
  },
  ...{ 'asylumClaimOn-day': '16', 'asylumClaimOn-month': '11', 'asylumClaimOn-year': '2026' },
  ...{ 'settledSince-day': '16', 'settledSince-month': '11', 'settledSince-year': '2026' },
  ...{ family: 'none', links: 'no', avoid: 'no', trafficking: 'no-indicators', wishes: 'yes', wishes1: '' },
  ...{ 'proposedMoveOn-day': '', 'proposedMoveOn-month': '', 'proposedMoveOn-year': '' },
  ...{ entryContact: 'An Officer, 01234 567890', socialWorker: '' },
};

/** All ways in over one set of stores. */
class Doors {
  readonly mail: MailIn;
  readonly api: Gateway;
  readonly pages: Site;
  private constructor(mail: MailIn, api: Gateway) {
    this.mail = mail;
    this.api = api;
    this.pages = new Site(mail.scheme);
  }
  static async open(): Promise<Doors> {
    const mail = await MailIn.open();
    return new Doors(mail, await Gateway.open(mail.scheme));
  }
  get scheme() {
    return this.mail.scheme;
  }
  reasons(): readonly string[] {
    return this.mail.reasons();
  }

  /** Kent refers a child by the API. @returns the referral's id and reference */
  async kentRefers(): Promise<{ readonly referralId: string; readonly reference: string }> {
    const { status, taken } = await this.api.call({ body: aRequest() });
    expect(status).toBe(202);
    const { referralId } = JSON.parse(this.scheme.referrals.snapshot().at(-1)?.body ?? '').data;
    return { referralId, reference: taken.reference };
  }
  async lookAt(): Promise<void> {
    const bodies = this.scheme.referrals.snapshot().map(({ body }) => body);
    expect(await this.scheme.receive(...bodies)).toEqual([]);
    await this.scheme.settle();
  }
  /** Somebody puts a message on the queue. */
  async post(type: 'referral-received.v2' | 'referral-amended.v2', code: string, id: string, data: object) {
    const message = anEvent(type, { id, actor: entryOf(code), data } as never);
    await this.scheme.receive(JSON.stringify({ ...message, trail: undefined }));
    await this.scheme.settle();
  }
  async placed(command: Command, as: 'council' | 'entry' = 'council'): Promise<void> {
    const { id, offers, placement, facts } = await this.scheme.onlyCase();
    const code = placement?.council ?? offers.find(({ status }) => status === 'live')?.council ?? '';
    const actor = as === 'entry' ? entryOf(facts.entryAuthority) : ({ kind: 'council', code } as const);
    await this.scheme.command(id, command, actor);
    await this.scheme.settle();
  }
  async accept(): Promise<void> {
    const { offers } = await this.scheme.onlyCase();
    const offerId = offers.find(({ status }) => status === 'live')?.id ?? '';
    await this.placed({ kind: 'answer', offerId, answer: 'accept' });
  }
  async handOver(): Promise<void> {
    await this.accept();
    await this.placed({ kind: 'arrange-transfer', moveOn: '2026-11-27', socialWorker: 's'.repeat(43) });
    this.scheme.clock.set('2026-11-27T15:00:00.000Z');
    await this.placed({ kind: 'complete-transfer', handedOverAt: '2026-11-27T14:00:00.000Z' });
  }
}

let doors: Doors;
beforeEach(async () => {
  doors = await Doors.open();
});

const stages: Readonly<Record<string, () => Promise<void>>> = {
  'before it was looked at': async () => {},
  'while a council is asked': () => doors.lookAt(),
  'after acceptance': async () => {
    await doors.lookAt();
    await doors.accept();
  },
  'after the handover': async () => {
    await doors.lookAt();
    await doors.handOver();
  },
};

/** Somebody of a council at the form. */
class AtTheForm {
  readonly #cookies: readonly string[];
  #session = '';
  constructor(cookie: string) {
    this.#cookies = [cookie];
  }
  static async of(council: string): Promise<AtTheForm> {
    return new AtTheForm(await doors.pages.signedIn(council));
  }
  look = (path: string) => doors.pages.visit({ path, cookies: [...this.#cookies] });
  async send(path: string, form: Fields) {
    const { body } = await this.look('/refer');
    this.#session = asItStands(body).session?.[0] ?? '';
    const all = { ...form, session: this.#session };
    return doors.pages.visit({ method: 'POST', path, form: all, cookies: [...this.#cookies] });
  }
  /** Reads a check to its end, and sends what it shows. */
  async sendOff(path: string) {
    const shown = await formAtTheEnd((query) =>
      doors.pages.visit({ path, query, cookies: [...this.#cookies] }),
    );
    return this.send(path, { ...shown, confirm: 'yes' } as Fields);
  }
  /** Begins with an id of their own choice. @returns where it leads */
  async begin(draft: string): Promise<string> {
    return (await this.send('/refer', { draft })).headers.location ?? '';
  }
  /** Answers every page. @returns the page of the check */
  async fillIn(draft: string): Promise<string> {
    for (let pages = 0; pages < 60; pages += 1) {
      const at = (await this.look(draft)).headers.location ?? '';
      if (at.endsWith('/check')) return at;
      const { status, body } = await this.send(at, everyAnswer);
      if (status !== 303) throw new Error(`${at}: ${status} ${body.slice(0, 2_000)}`);
    }
    throw new Error('The pages do not come to an end.');
  }
}

describe('Leeds cannot overwrite what is sealed of Kent’s child', () => {
  test.each(Object.keys(stages))('by the form, under the id of Kent’s referral, %s', async (stage) => {
    const { referralId, reference } = await doors.kentRefers();
    await stages[stage]?.();
    const before = await doors.scheme.sealed.particulars(referralId);
    expect(before[0]?.name).toBe(NAME);
    const trail = (await doors.scheme.cases.trail(reference)).length;
    const leeds = await AtTheForm.of(LEEDS);
    // It asks for the id, and gets one of its own.
    const draft = await leeds.begin(referralId);
    expect(draft).toMatch(/^\/refer\/[0-9a-f-]{36}$/);
    expect(draft).not.toContain(referralId);
    expect((await leeds.look(`/refer/${referralId}`)).status).toBe(404);
    const check = await leeds.fillIn(draft);
    // Even a draft that has the id, as one could be begun before, overwrites nothing and is not sent in silence.
    const filled = await doors.pages.drafts.read(LEEDS, draft.split('/').at(-1) ?? '');
    if (filled === undefined) throw new Error('There is no draft.');
    await doors.pages.drafts.save({ ...filled, id: referralId, version: 1 });
    const sent = doors.scheme.referrals.snapshot().length;
    const answer = await leeds.sendOff(`/refer/${referralId}/check`);
    expect(answer.status).toBe(409);
    expect(answer.body).toContain('This was not sent');
    expect(answer.body).not.toContain(reference);
    expect(doors.scheme.referrals.snapshot()).toHaveLength(sent);
    // Its own referral goes its own way.
    expect((await leeds.sendOff(check)).status).toBe(303);
    expect(await doors.scheme.sealed.particulars(referralId)).toEqual(before);
    expect(await doors.scheme.sealed.owner(referralId)).toBe(KENT);
    expect((await doors.scheme.cases.trail(reference)).length).toBe(trail);
    const own = draft.split('/').at(-1) ?? '';
    expect((await doors.scheme.sealed.particulars(own))[0]?.name).toBe(FORGED);
  });

  test.each(Object.keys(stages))('by the queue, under the id of Kent’s referral, %s', async (stage) => {
    const { referralId, reference } = await doors.kentRefers();
    await stages[stage]?.();
    const before = await doors.scheme.cases.trail(reference);
    const facts = aReferral({ entryAuthority: LEEDS });
    const kept = doors.reasons().length;
    await doors.post('referral-received.v2', LEEDS, 'evil-1', { referralId, channel: 'queue', facts });
    // In Kent's name, too.
    const kents = aReferral();
    await doors.post('referral-received.v2', LEEDS, 'evil-2', { referralId, channel: 'queue', facts: kents });
    expect(doors.reasons().slice(kept)).toEqual(['referral-of-another', 'not-yours']);
    expect(await doors.scheme.cases.trail(reference)).toEqual(before);
    if (stage === 'before it was looked at') return;
    const caused = before[0]?.trail?.cause ?? '';
    // Also under the id of a message that was carried out: it is nobody else's to repeat.
    for (const id of ['evil-3', caused])
      await doors.post('referral-amended.v2', LEEDS, id, { referralId, facts: { wishesRecorded: false } });
    expect(doors.reasons().slice(kept + 2)).toEqual(['not-yours', 'not-yours']);
    expect(await doors.scheme.cases.trail(reference)).toEqual(before);
    expect((await doors.scheme.sealed.particulars(referralId))[0]?.name).toBe(NAME);
  });

  test('by a merged referral’s id on the queue', async () => {
    const { reference } = await doors.kentRefers();
    await doors.lookAt();
    const second = await doors.api.call({ idempotencyKey: 'second', body: aRequest() });
    const { referralId } = JSON.parse(doors.scheme.referrals.snapshot().at(-1)?.body ?? '').data;
    await doors.lookAt();
    expect((await doors.scheme.cases.mergedInto(second.taken.reference))?.caseId).toBe(reference);
    const facts = aReferral({ entryAuthority: LEEDS });
    await doors.post('referral-received.v2', LEEDS, 'evil-1', { referralId, channel: 'queue', facts });
    expect(doors.reasons()).toEqual(['referral-of-another']);
  });

  test('by the id of a referral that was merged with nothing sealed', async () => {
    const { reference } = await doors.kentRefers();
    await doors.lookAt();
    const first = JSON.parse(doors.scheme.referrals.snapshot().at(-1)?.body ?? '').data;
    const referralId = '7f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
    await doors.post('referral-received.v2', KENT, 'kents', { ...first, referralId, channel: 'queue' });
    const merged = await doors.scheme.cases.mergedInto(caseReference(referralId, 1));
    expect(merged).toEqual({ caseId: reference, council: KENT });
    expect(await doors.scheme.sealed.owner(referralId)).toBeUndefined();
    const facts = aReferral({ entryAuthority: LEEDS });
    await doors.post('referral-received.v2', LEEDS, 'evil-1', { referralId, channel: 'queue', facts });
    expect(doors.reasons()).toEqual(['referral-of-another']);
  });

  test('by documents: whoever is not the entry authority adds and removes none', async () => {
    const { referralId, reference } = await doors.kentRefers();
    await doors.lookAt();
    const owned = await doors.scheme.cases.read(reference);
    const document = {
      ...{ id: '1e4b7e1a-3b1d-8f6e-9a2c-8d4e6b7f1a20', copy: '2e4b7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20' },
      ...{
        name: 'Letter.pdf',
        type: 'application/pdf',
        size: 9,
        addedAt: doors.scheme.clock.now(),
        council: KENT,
      },
    };
    await doors.scheme.sealed.addDocument(referralId, KENT, document, 20, 2_000_000_000);
    const leeds = await AtTheForm.of(LEEDS);
    const asked = { step: 'remove', document: document.id, confirm: 'yes', asked: 'yes' };
    expect((await leeds.send(`/documents/${reference}`, asked)).status).toBe(403);
    expect(owned?.facts.entryAuthority).toBe(KENT);
    expect(await doors.scheme.sealed.documents(referralId)).toEqual([document]);
  });
});

describe('nobody can squat the id of the referral that Kent makes next', () => {
  test('neither by the form nor by the queue with all that is known of it: 202 means that everything is kept', async () => {
    const known = derivedId('referral', KENT, 'first');
    const leeds = await AtTheForm.of(LEEDS);
    const check = await leeds.fillIn(await leeds.begin(known));
    await leeds.sendOff(check);
    const facts = aReferral({ entryAuthority: LEEDS });
    await doors.scheme.sealed.sealFirst(known, LEEDS, [{ number: 1, name: FORGED }]);
    await doors.post('referral-received.v2', LEEDS, `api:${known}`, {
      referralId: known,
      channel: 'api',
      facts,
    });
    const { referralId, reference } = await doors.kentRefers();
    await doors.api.call({ method: 'GET', path: `/api/referrals/${reference}` });
    expect(referralId).not.toBe(known);
    expect((await doors.scheme.sealed.particulars(referralId))[0]?.name).toBe(NAME);
    const bodies = doors.scheme.referrals.snapshot().map(({ body }) => body);
    await doors.scheme.receive(...bodies);
    const state = await doors.api.call({ method: 'GET', path: `/api/referrals/${reference}` });
    expect([state.status, state.state.status]).toEqual([200, 'offered']);
  });

  test('what was taken under an id that followed from the key keeps it: sent again it is counted once', async () => {
    const known = derivedId('referral', KENT, 'first');
    await doors.api.requests.referralIdFor(KENT, 'first', known);
    const before = await doors.kentRefers();
    expect(before.referralId).toBe(known);
    // As that version left it: without a record by the key.
    const later = await Gateway.open(doors.scheme);
    Object.assign(later.requests, {
      referral: doors.api.requests.referral.bind(doors.api.requests),
      rememberReferral: doors.api.requests.rememberReferral.bind(doors.api.requests),
    });
    expect((await later.call({ body: aRequest() })).taken.reference).toBe(before.reference);
  });

  test('a first write that finds something is heard: by the API as 409, by mail in the answer', async () => {
    const taken = '9f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
    await doors.scheme.sealed.sealFirst(taken, LEEDS, [{ number: 1, name: FORGED }]);
    await doors.api.requests.referralIdFor(KENT, 'first', taken);
    const refused = await doors.api.call({ body: aRequest() });
    expect([refused.status, refused.problem.type]).toEqual([409, '/problems/sealed-differs']);
    const { sealed } = doors.scheme;
    const first = sealed.sealFirst.bind(sealed);
    sealed.sealFirst = async (referralId, _, children) => {
      await first(referralId, LEEDS, [{ number: 1, name: FORGED }]);
      return first(referralId, KENT, children);
    };
    await doors.mail.receive(stored({ body: wholeReferral }));
    expect(doors.scheme.referrals.snapshot()).toEqual([]);
    const [told] = doors.mail.told();
    expect([told?.outcome, told?.referrals]).toEqual(['nothing-read', []]);
    expect(told?.problems[0]?.words).toContain('nothing of this was taken');
    expect(doors.mail.answers().at(-1)?.text).toContain('nothing of this was taken');
  });
});

/** How Kent's officer corrects a name and something that is refused, or is not, by each way in. */
const amendments: Readonly<
  Record<string, (reference: string, name: string, refused: boolean) => Promise<void>>
> = {
  api: async (reference, name, refused) => {
    const children = [{ number: 1, name }, ...(refused ? [{ number: 2 }] : [])];
    const path = `/api/referrals/${reference}/amendments`;
    const { status } = await doors.api.call({
      path,
      idempotencyKey: `amend-${name.replace(' ', '-')}`,
      body: { children },
    });
    expect(status).toBe(202);
    const [last] = doors.scheme.referrals.snapshot().slice(-1);
    await doors.scheme.receive(last?.body ?? '');
    await doors.scheme.settle();
  },
  queue: async (reference, name, refused) => {
    const current = await doors.scheme.cases.read(reference);
    const { referralId = '', facts } = current ?? {};
    const id = `queue ${name}`;
    const said = [{ number: 1, name }];
    await doors.scheme.sealed.keepAmendment(referralId, id, KENT, said, doors.scheme.clock.now());
    const children = [...(facts?.children ?? []), ...(refused ? [{ number: 2 }] : [])];
    await doors.post('referral-amended.v2', KENT, id, {
      referralId,
      facts: { children },
      sealedChanged: true,
    });
  },
  page: async (reference, name, refused) => {
    const current = await doors.scheme.cases.read(reference);
    if (current === undefined) throw new Error('There is no case.');
    const path = await doors.pages.entryLink(current);
    const form = {
      ...asItStands((await doors.pages.get(path)).body),
      ...{ action: 'correct', facts: ['child1-name'], 'child1-name': name },
      ...{ step: 'confirm', confirm: 'yes', name: 'Robin Hale' },
    };
    const { cases } = doors.scheme;
    const commit = cases.commit.bind(cases);
    // The page asks nothing that is refused once somebody has confirmed it: but somebody else can always be faster.
    if (refused) cases.commit = async () => ({ kind: 'lost-race', over: 'other' }) as never;
    const { status, body } = await doors.pages.post(path, form);
    cases.commit = commit;
    expect([status, status === 200 || body.slice(0, 3_000)]).toEqual(
      refused ? [409, expect.anything()] : [200, true],
    );
    await doors.scheme.settle();
  },
};

describe('what an amendment seals', () => {
  test.each(Object.keys(amendments))(
    'by %s changes nothing when it is refused, and counts for nothing later',
    async (way) => {
      const { referralId, reference } = await doors.kentRefers();
      await doors.lookAt();
      await doors.accept();
      const before = await doors.scheme.sealed.particulars(referralId);
      const trail = await doors.scheme.cases.trail(reference);
      await amendments[way]?.(reference, FORGED, true);
      expect(await doors.scheme.sealed.particulars(referralId)).toEqual(before);
      expect(await doors.scheme.cases.trail(reference)).toEqual(trail);
      if (way !== 'page') expect(doors.reasons()).toEqual(['children-fixed']);
      // It is no part of what a later one is looked at with.
      const { sealed, clock } = doors.scheme;
      const later = [{ number: 1, languages: 'Tigrinya' }];
      const all = await sealed.keepAmendment(referralId, 'next', KENT, later, clock.now());
      expect(all).toMatchObject([{ name: NAME, languages: 'Tigrinya' }]);
      const path = `/api/referrals/${reference}/amendments`;
      const body = { children: [{ number: 1, portReference: 'DOV/98765' }] };
      await doors.api.call({ path, idempotencyKey: 'later', body });
      const [last] = doors.scheme.referrals.snapshot().slice(-1);
      await doors.scheme.receive(last?.body ?? '');
      await doors.scheme.settle();
      const [after] = await doors.scheme.sealed.particulars(referralId);
      expect(after).toMatchObject({ name: NAME, portReference: 'DOV/98765' });
    },
  );

  test.each(Object.keys(amendments))(
    'by %s is in its place once the case has it, with an event that says that it changed',
    async (way) => {
      const { referralId, reference } = await doors.kentRefers();
      await doors.lookAt();
      await doors.accept();
      await amendments[way]?.(reference, 'Corrected Name', false);
      expect((await doors.scheme.sealed.particulars(referralId))[0]).toMatchObject({
        name: 'Corrected Name',
        dateOfBirth: '2010-05-14',
      });
      const events = (await doors.scheme.cases.trail(reference)).filter(
        ({ type }) => type === 'referral-amended.v2',
      );
      expect(events).toHaveLength(1);
      expect(events[0]?.data).toMatchObject({ sealedChanged: true });
    },
  );

  test.each(Object.keys(amendments))(
    'by %s is put in its place by the retry, or by its event, when the first attempt broke off',
    async (way) => {
      const { referralId, reference } = await doors.kentRefers();
      await doors.lookAt();
      const { sealed } = doors.scheme;
      const apply = sealed.applyAmendment.bind(sealed);
      let broken = 1;
      sealed.applyAmendment = async (...asked) => {
        broken -= 1;
        if (broken >= 0) throw new Error('The power is gone.');
        return apply(...asked);
      };
      const broke = await amendments[way]?.(reference, 'Corrected Name', false).then(
        () => 'told nothing',
        () => 'told',
      );
      expect(broke).toBe(way === 'page' ? 'told' : 'told nothing');
      await doors.scheme.settle();
      expect((await sealed.particulars(referralId))[0]?.name).toBe('Corrected Name');
    },
  );

  test.each([
    ['another council', entryOf(LEEDS)],
    ['another council, as one that is asked', { kind: 'council', code: LEEDS }],
    ['a council, as a coordinator', { kind: 'coordinator', name: 'X' }],
    ['a council, as the scheme itself', { kind: 'system', name: 'allocate-referral' }],
  ] as const)('is not set aside by %s that guesses its id while it waits', async (_who, actor) => {
    const { referralId, reference } = await doors.kentRefers();
    await doors.lookAt();
    await doors.accept();
    const path = `/api/referrals/${reference}/amendments`;
    const body = { children: [{ number: 1, name: 'Corrected Name' }] };
    await doors.api.call({ path, idempotencyKey: 'later', body });
    const [waiting] = doors.scheme.referrals.snapshot().slice(-1);
    const { id } = JSON.parse(waiting?.body ?? '');
    const current = await doors.scheme.cases.read(reference);
    const children = [...(current?.facts.children ?? []), { number: 2 }];
    const data = { referralId, facts: { children }, sealedChanged: true };
    const forged = { ...anEvent('referral-amended.v2', { id, data } as never), actor };
    const trail = await doors.scheme.cases.trail(reference);
    expect(await doors.scheme.receive(JSON.stringify(forged))).toEqual([]);
    expect(doors.reasons()).toHaveLength(1);
    expect(await doors.scheme.cases.trail(reference)).toEqual(trail);
    // What Kent says next is still seen together with it.
    const { sealed, clock } = doors.scheme;
    const next = [{ number: 1, languages: 'Tigrinya' }];
    const both = await sealed.keepAmendment(referralId, 'next', KENT, next, clock.now());
    expect(both).toMatchObject([{ name: 'Corrected Name', languages: 'Tigrinya' }]);
    await doors.scheme.receive(waiting?.body ?? '');
    await doors.scheme.settle();
    expect((await doors.scheme.sealed.particulars(referralId))[0]?.name).toBe('Corrected Name');
  });

  test('of two that come in the wrong order, the newer word holds', async () => {
    const { referralId, reference } = await doors.kentRefers();
    await doors.lookAt();
    const path = `/api/referrals/${reference}/amendments`;
    const say = async (name: string, at: string) => {
      doors.scheme.clock.set(at);
      await doors.api.call({ path, idempotencyKey: at, body: { children: [{ number: 1, name }] } });
    };
    await say('Older Word', '2026-11-23T10:00:00.000Z');
    await say('Newer Word', '2026-11-23T10:00:01.000Z');
    const [older, newer] = doors.scheme.referrals.snapshot().slice(-2);
    await doors.scheme.receive(newer?.body ?? '', older?.body ?? '');
    await doors.scheme.settle();
    expect((await doors.scheme.sealed.particulars(referralId))[0]?.name).toBe('Newer Word');
  });

  test('that both wait make the fingerprints of the second together', async () => {
    await doors.api.call({ body: aRequest({ children: [{ number: 1, sex: 'male' } as never] }) });
    await doors.lookAt();
    const { id } = await doors.scheme.onlyCase();
    const path = `/api/referrals/${id}/amendments`;
    const say = (key: string, child: object) =>
      doors.api.call({ path, idempotencyKey: key, body: { children: [{ number: 1, ...child }] } });
    await say('one', { homeOfficeReference: 'HO-7654321' });
    await say('two', { portReference: 'DOV/98765' });
    const both = doors.scheme.referrals.snapshot().slice(-2);
    await doors.scheme.receive(...both.map(({ body }) => body));
    expect((await doors.scheme.onlyCase()).fingerprints?.[0]?.references).toHaveLength(2);
  });

  test('two windows that correct the same page differently: the second is told, and nothing of it is kept', async () => {
    const { referralId, reference } = await doors.kentRefers();
    await doors.lookAt();
    const current = await doors.scheme.cases.read(reference);
    if (current === undefined) throw new Error('There is no case.');
    const path = await doors.pages.entryLink(current);
    const seen = asItStands((await doors.pages.get(path)).body);
    const form = (name: string): Fields => ({
      ...seen,
      ...{ action: 'correct', facts: ['child1-name'], 'child1-name': name },
      ...{ step: 'confirm', confirm: 'yes', name: 'Robin Hale' },
    });
    const answers = await Promise.all(
      ['First Window', 'Second Window'].map((name) =>
        doors.pages.visit({ method: 'POST', path, form: form(name) }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    const winner = answers[0]?.status === 303 ? 'First Window' : 'Second Window';
    expect((await doors.scheme.sealed.particulars(referralId))[0]?.name).toBe(winner);
  });
});

describe('a mail is what its id and its words make it', () => {
  const child = (name: string) => `Name: ${name}\r\nDate of birth: 14/05/2010\r\nSex: male`;
  const mail = (name: string, more: object = {}) =>
    stored({ messageId: '<one@kent.example>', body: child(name), ...more });

  test('the same again refers nobody twice, by whatever way it was delivered', async () => {
    await doors.mail.receive(mail('Canary First'));
    const again = mail('Canary First').toString().replace('with SMTP id x', 'with SMTP id another');
    await doors.mail.receive(Buffer.from(again));
    expect(doors.mail.told()).toHaveLength(1);
    expect(Object.keys(doors.scheme.cases.snapshot().cases)).toHaveLength(1);
  });

  test.each([
    ['another body', () => mail('Canary Second')],
    ['another subject', () => mail('Canary First', { subject: 'Another child' })],
  ] as const)('%s under a Message-ID that was used is read and answered', async (_what, second) => {
    await doors.mail.receive(mail('Canary First'));
    await doors.mail.receive(second());
    expect(doors.mail.told()).toHaveLength(2);
    expect(
      new Set(doors.mail.told().flatMap(({ referrals }) => referrals.map(({ caseId }) => caseId))).size,
    ).toBe(2);
    expect(doors.mail.answers().filter(({ to }) => to.includes(OFFICER))).toHaveLength(2);
  });
});

describe('a mail is its sender’s', () => {
  const children = (from: string) => stored({ from, body: wholeReferral });

  test('the same words under the same Message-ID from another council are another mail', async () => {
    await doors.scheme.sealed.putContacts(`council:${LEEDS}`, { dutyDesk: 'duty@leeds.example' });
    await doors.mail.receive(children('officer@leeds.example'));
    await doors.mail.receive(children(OFFICER));
    expect(doors.mail.told().map(({ council }) => council)).toEqual([LEEDS, KENT]);
    expect(new Set(doors.mail.told().map(({ mailId }) => mailId)).size).toBe(2);
  });

  test('the ids of its referrals cannot be worked out from it', async () => {
    const ids = [];
    for (const mail of [doors.mail, await MailIn.open()]) {
      await mail.receive(children(OFFICER));
      ids.push((await mail.scheme.onlyCase()).referralId);
    }
    expect(new Set(ids).size).toBe(2);
  });
});

test('a form to begin that is sent twice begins one draft, and the same press of two councils two', async () => {
  const [kent, leeds] = [await AtTheForm.of(KENT), await AtTheForm.of(LEEDS)];
  const press = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
  const begun = [await kent.begin(press), await kent.begin(press), await leeds.begin(press)];
  expect(begun[0]).toBe(begun[1]);
  expect(begun[2]).not.toBe(begun[0]);
  expect(begun.join()).not.toContain(press);
  expect(formsIn((await kent.look('/refer')).body).length).toBeGreaterThan(0);
});
