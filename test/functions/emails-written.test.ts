/** To whom an e-mail goes, and which page it opens, asked directly. */
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { addressesFor, deskOf } from '../../functions/send-notification/addresses.ts';
import { alarmsUnheardEmail } from '../../functions/send-notification/alarms-unheard-email.ts';
import { worded } from '../../functions/send-notification/as-email.ts';
import { nameOf, regionNamed } from '../../functions/send-notification/authorities.ts';
import { linkFor } from '../../functions/send-notification/link-for.ts';
import { personEmail } from '../../functions/send-notification/person-email.ts';
import { setAsideEmail } from '../../functions/send-notification/set-aside-email.ts';
import { signInEmail } from '../../functions/send-notification/sign-in-email.ts';
import { signInStoppedEmail } from '../../functions/send-notification/sign-in-stopped-email.ts';
import { unclearedCase, unclearedEmail } from '../../functions/send-notification/uncleared-email.ts';
import { type Happened, whatHappened } from '../../functions/send-notification/what-happened.ts';
import { explains, templateNamed, writeLetter } from '../../functions/send-notification/write-letter.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { emailTemplates } from '../../shared/core/case/notification-templates.ts';
import type { DeskAddresses } from '../../shared/core/desks.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryPersonStore } from '../../shared/memory/memory-person-store.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import { verifyLink } from '../../shared/runtime/links.ts';
import { aCase, aCouncil, anOffer, aPlacement, NOW } from '../builders.ts';
import { RecordingLog } from './recorders.ts';

const [HAMPSHIRE, LEEDS, KENT] = ['E10000014', 'E08000035', 'E10000016'];
const SIGN_IN = '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11';
const BY = '2026-11-25T17:00:00.000Z';
const LATER = '2026-11-26T17:00:00.000Z';
const event = (type: string, data: object = {}, number?: number): AnyEvent =>
  ({
    id: 'e',
    type,
    at: NOW,
    actor: { kind: 'system', name: 'test' },
    data,
    ...(number === undefined ? {} : { trail: { number, hash: '', previous: '' } }),
  }) as never;
const placement = aPlacement({ council: LEEDS, region: 'E12000003', arrangeBy: BY, completeBy: LATER });
/** A store of contacts that knows these desks. */
const contacts = (known: Readonly<Record<string, DeskAddresses>>) => {
  const log = new RecordingLog();
  const sealed = {
    contacts: async (desk: string) => known[desk],
    reachable: async (desk: string) => known[desk],
    sender: async (mail: string) =>
      mail === 'mail-1' ? 'Officer@kent.example' : mail === 'desk' ? 'duty@kent.example' : undefined,
  };
  return { sealed, log };
};
const COORDINATORS = { dutyDesk: 'coordinators@desks.example' };
const known = {
  coordinators: COORDINATORS,
  [`council:${KENT}`]: { dutyDesk: 'Duty@kent.example', second: 'second@kent.example' },
  'smp-lead:E12000008': { dutyDesk: 'lead@desks.example' },
};

describe('where an e-mail goes', () => {
  const toKent = (more: object = {}) => ({ role: 'council', council: KENT, ...more }) as never;
  const at = async (to: never, desks: Parameters<typeof contacts>[0] = known) => {
    const tools = contacts(desks);
    return [await addressesFor(tools, to, KENT), tools.log.codes()];
  };
  const help = COORDINATORS.dutyDesk;
  const goes = (reader: string, to: string, ...cc: readonly string[]) => [
    { reader, to: [to], cc, help, instead: undefined },
    [],
  ];
  const toLead = { role: 'smp-lead', region: 'E12000008', copyOf: KENT } as never;
  const copied = (to: string, ...logged: readonly string[]) => [
    { reader: 'Kent', to: [to], cc: [], help, instead: { reads: 'copy', meantFor: 'Kent' } },
    logged,
  ];
  const plain = (to: string, ...cc: readonly string[]) => goes('Kent', to, ...cc);

  test('is the desk’s own address, with the copies that are asked for', async () => {
    const duty = 'Duty@kent.example';
    expect(await at(toKent())).toEqual(plain(duty));
    expect(await at(toKent({ secondContact: true }))).toEqual(plain(duty, 'second@kent.example'));
    expect(await at({ role: 'entry-authority', secondContact: true } as never)).toEqual(plain(duty));
    expect(await at(toLead)).toEqual(copied('lead@desks.example'));
    expect(await at({ role: 'coordinators' } as never)).toEqual(goes('the coordinators', help));
    expect(await at({ role: 'smp-lead', region: 'E12000008' } as never)).toEqual(
      goes('the lead of South East', 'lead@desks.example'),
    );
    const alone = { ...known, [`council:${KENT}`]: { dutyDesk: duty } };
    expect(await at(toKent({ secondContact: true }), alone)).toEqual(plain(duty));
  });

  test('is who wrote to us, with a copy to the desk unless that wrote', async () => {
    expect(await at(toKent({ mail: 'mail-1' }))).toEqual(plain('Officer@kent.example', 'Duty@kent.example'));
    expect(await at(toKent({ mail: 'desk' }))).toEqual(plain('duty@kent.example'));
    expect(await at(toKent({ mail: 'gone' }))).toEqual(plain('Duty@kent.example'));
  });

  test('is the coordinators, and it is logged, where nobody knows an address; without theirs it waits', async () => {
    expect(await at(toKent(), { coordinators: COORDINATORS })).toEqual([
      {
        reader: 'Kent',
        to: [help],
        cc: [],
        help,
        instead: { reads: 'coordinators', meantFor: 'Kent', because: 'no-address' },
      },
      ['CONTACT_MISSING'],
    ]);
    const { 'smp-lead:E12000008': _, ...withoutLead } = known;
    expect(await at(toLead, withoutLead)).toEqual(copied(help, 'CONTACT_MISSING'));
    await expect(at(toKent(), {})).rejects.toThrow(expect.objectContaining({ name: 'NoCoordinators' }));
  });

  const gone = { at: NOW, why: 'no-such-mailbox' } as const;
  const full = { at: NOW, why: 'not-delivered' } as const;
  const kent = (returned: DeskAddresses['returned'] = {}) => ({
    ...known,
    [`council:${KENT}`]: { dutyDesk: 'Duty@kent.example', second: 'second@kent.example', returned },
  });
  const insteadOf = (to: string, instead: object, ...cc: readonly string[]) => [
    { reader: 'Kent', to: [to], cc, help, instead },
    [],
  ];
  const toSecond = { reads: 'second', meantFor: 'Kent' };
  const cameBack = { reads: 'coordinators', meantFor: 'Kent', because: 'came-back' };

  test('is no address that nothing reaches any more, and still one that was only full', async () => {
    expect(await at(toKent(), kent({ dutyDesk: full }))).toEqual(plain('Duty@kent.example'));
    expect(await at(toKent(), kent({ dutyDesk: gone }))).toEqual(insteadOf('second@kent.example', toSecond));
    expect(
      await at(toKent({ secondContact: true }), kent({ dutyDesk: { ...gone, why: 'unwanted' } })),
    ).toEqual(insteadOf('second@kent.example', toSecond));
    expect(await at(toKent({ secondContact: true }), kent({ second: gone }))).toEqual(
      plain('Duty@kent.example'),
    );
    expect(await at(toKent(), kent({ dutyDesk: gone, second: gone }))).toEqual(insteadOf(help, cameBack));
    expect(await at(toKent({ mail: 'mail-1' }), kent({ dutyDesk: gone }))).toEqual(
      plain('Officer@kent.example', 'second@kent.example'),
    );
    const leadGone = {
      ...known,
      'smp-lead:E12000008': { dutyDesk: 'lead@desks.example', returned: { dutyDesk: gone } },
    };
    expect(await at(toLead, leadGone)).toEqual(copied(help));
  });

  test('waits when e-mail to the coordinators comes back, unless they have a second address', async () => {
    const broken = { dutyDesk: help, returned: { dutyDesk: gone } };
    const toThem = { role: 'coordinators' } as never;
    for (const desks of [{ ...known, coordinators: broken }, { coordinators: broken }])
      await expect(at(toThem, desks)).rejects.toThrow(expect.objectContaining({ name: 'NoCoordinators' }));
    await expect(at(toKent(), { coordinators: broken })).rejects.toThrow('comes back from every address');
    expect(await at(toKent(), { ...known, coordinators: broken })).toEqual(plain('Duty@kent.example'));
    const second = 'other@desks.example';
    const desks = { ...known, coordinators: { ...broken, second } };
    const toSecond = { to: [second], cc: [], help: second };
    expect(await at(toThem, desks)).toEqual([
      { reader: 'the coordinators', ...toSecond, instead: undefined },
      [],
    ]);
    // Copies, and whoever needs help, reach the address that works too.
    const { 'smp-lead:E12000008': _, ...withoutLead } = desks;
    const [toThose] = await at(toLead, withoutLead);
    expect(toThose).toMatchObject({ to: [second], cc: [], help: second });
    for (const council of [KENT, undefined])
      expect(
        await signInStoppedEmail(
          { ...contacts(desks), sender: 'nts@transfers.example' },
          event('sign-in-stopped.v1', { council, who: 'new-devices', until: LATER }) as never,
        ),
      ).toMatchObject(
        council === undefined
          ? { to: [second], cc: [], replyTo: second }
          : { to: ['Duty@kent.example'], cc: [second], replyTo: second },
      );
  });

  test('is the on-call and the coordinators, or whichever of them there is, when nobody hears the alarms', async () => {
    const told = (onCall: string | undefined, desks: Parameters<typeof contacts>[0]) =>
      alarmsUnheardEmail(
        { ...contacts(desks), sender: 'nts@transfers.example', onCall },
        event('alarms-unheard.v1', { on: '2026-11-23' }) as never,
      );
    const both = { coordinators: { dutyDesk: help } };
    expect(await told('on-call@desks.example', both)).toMatchObject({
      to: ['on-call@desks.example'],
      cc: [help],
    });
    expect(await told(help.toUpperCase(), both)).toMatchObject({ to: [help.toUpperCase()], cc: [] });
    expect(await told('on-call@desks.example', {})).toMatchObject({ to: ['on-call@desks.example'], cc: [] });
    expect(await told(undefined, both)).toMatchObject({ to: [help], cc: [] });
    await expect(told(undefined, {})).rejects.toThrow(expect.objectContaining({ name: 'NoCoordinators' }));
  });

  test('is whoever gets it now, when it came back', async () => {
    const again = async (next: Parameters<typeof addressesFor>[3], desks = kent()) => {
      const { to, cc, instead } = await addressesFor(
        contacts(desks),
        toKent({ secondContact: true }),
        KENT,
        next,
      );
      return [to, cc, instead];
    };
    expect(await again('duty-desk')).toEqual([['Duty@kent.example'], [], undefined]);
    expect(await again('second')).toEqual([['second@kent.example'], [], toSecond]);
    expect(await again('second', kent({ second: gone }))).toEqual([[help], [], cameBack]);
    expect(await again('coordinators')).toEqual([[help], [], cameBack]);
    const two = { ...kent(), coordinators: { dutyDesk: help, second: 'other@desks.example' } };
    expect(await again('coordinators-second', two)).toEqual([['other@desks.example'], [], cameBack]);
    await expect(again('coordinators-second')).rejects.toThrow('comes back from every address');
  });

  test('is said by name', () => {
    const desks = [
      { role: 'council', council: LEEDS },
      { role: 'entry-authority' },
      { role: 'smp-lead', region: 'E12000008' },
      { role: 'coordinators' },
    ];
    expect(desks.map((to) => deskOf(to as never, KENT))).toEqual([
      { desk: `council:${LEEDS}`, name: 'Leeds' },
      { desk: `council:${KENT}`, name: 'Kent' },
      { desk: 'smp-lead:E12000008', name: 'the lead of South East' },
      { desk: 'coordinators', name: 'the coordinators' },
    ]);
    expect(deskOf({ role: 'entry-authority' }, undefined)).toEqual({
      desk: 'council:',
      name: nameOf(''),
    });
    expect([nameOf('E09999999'), regionNamed('E12999999')]).toEqual(['E09999999', 'E12999999']);
    expect(nameOf('Canary Child')).not.toContain('Canary');
    expect(regionNamed('Canary Child')).not.toContain('Canary');
  });
});

describe('what an e-mail opens', () => {
  const context = (
    subject: Partial<Case>,
    of = event('offers-made.v1', {}, 7),
    offer?: object,
  ): Happened => ({
    kind: 'case',
    subject: aCase(subject),
    event: of,
    offer: offer === undefined ? undefined : anOffer(offer),
    verdict: undefined,
  });
  const caseId = aCase().id;
  const link = (to: object, of: Happened) => linkFor(to as never, of);
  const own = { for: 'offer', council: HAMPSHIRE, caseId, version: 7 };
  const transfer = { for: 'transfer', council: HAMPSHIRE, caseId, version: 7 };
  const toHampshire = { role: 'council', council: HAMPSHIRE };

  test('is the page of the desk: of the entry authority, of the coordinators, of a lead who only sees, of a council’s places', () => {
    expect(link({ role: 'entry-authority' }, context({}))).toEqual({
      for: 'entry',
      authority: KENT,
      caseId,
      version: 7,
    });
    expect(link({ role: 'coordinators' }, context({}))).toEqual({ for: 'coordinator', caseId, version: 7 });
    expect(link({ role: 'smp-lead', region: 'E12000008' }, context({}))).toEqual({
      for: 'coordinator',
      caseId,
      version: 7,
      seeOnly: true,
      readBy: 'E12000008',
    });
    const council = aCouncil();
    const declared: Happened = { kind: 'council', council, event: event('capacity-declared.v1', {}, 3) };
    const offers = [anOffer()];
    for (const [of, shown] of [
      [declared, { for: 'capacity', council: HAMPSHIRE, region: 'E12000008', version: 3 }],
      [context({ offers }), { ...own, offerId: '1-1' }],
    ] as const)
      expect(link({ role: 'smp-lead', region: 'E12000008', copyOf: HAMPSHIRE }, of)).toEqual({
        ...shown,
        seeOnly: true,
        readBy: 'E12000008',
      });
    expect(
      link(toHampshire, { kind: 'council', council, event: event('capacity-declared.v1', {}, 3) }),
    ).toEqual({
      for: 'capacity',
      council: HAMPSHIRE,
      region: 'E12000008',
      version: 3,
    });
    expect(link({ role: 'coordinators' }, context({}, event('offers-made.v1')))).toEqual({
      for: 'coordinator',
      caseId,
      version: 0,
    });
  });

  test('is a council’s own offer, the last if there are several, or its transfer when it has none or has the child', () => {
    const offers = [anOffer(), anOffer({ id: '1-2', council: LEEDS }), anOffer({ id: '2-1' })];
    const made = event('offers-made.v1', {}, 7);
    expect(link(toHampshire, context({ offers }, made, { id: '1-1' }))).toEqual({ ...own, offerId: '1-1' });
    expect(link(toHampshire, context({ offers }, made, { id: '1-2', council: LEEDS }))).toEqual({
      ...own,
      offerId: '2-1',
    });
    expect(link(toHampshire, context({ offers }))).toEqual({ ...own, offerId: '2-1' });
    expect(link(toHampshire, context({}))).toEqual(transfer);
    const placed = { ...placement, council: HAMPSHIRE };
    expect(link(toHampshire, context({ offers, placement: placed }))).toEqual(transfer);
    expect(link(toHampshire, context({ offers, placement: placed }, made, { id: '1-1' }))).toEqual({
      ...own,
      offerId: '1-1',
    });
    expect(link(toHampshire, context({ offers, placement }))).toEqual({ ...own, offerId: '2-1' });
  });

  test('is the transfer for the council that took the child, and for no other that hears of it', () => {
    const offers = [anOffer()];
    const accepted = (council: string) => event('place-accepted.v1', { council }, 7);
    expect(link(toHampshire, context({ offers }, accepted(HAMPSHIRE)))).toEqual(transfer);
    expect(link(toHampshire, context({ offers }, accepted(LEEDS)))).toEqual({ ...own, offerId: '1-1' });
    expect(
      link(toHampshire, context({ offers }, event('offer-answered.v1', { council: HAMPSHIRE }, 7))),
    ).toEqual({ ...own, offerId: '1-1' });
  });

  test('is read from the stores; what is not there is said', async () => {
    const offer = anOffer();
    const subject = aCase({ offers: [offer] });
    const made = event('offers-made.v1', { offers: [{ offerId: '1-1' }], decisionHash: 'h' }, 2);
    const council = aCouncil();
    const asked: unknown[] = [];
    const tools = {
      cases: {
        read: async (id: string) => (id === caseId ? subject : undefined),
        event: async (_: string, number: number) => (number === 2 ? made : undefined),
        decision: async (...of: readonly unknown[]) => void asked.push(of),
      },
      councils: {
        read: async (code: string) => (code === HAMPSHIRE ? council : undefined),
        event: async (code: string, number: number) =>
          code === HAMPSHIRE && number === 2 ? event('capacity-declared.v1', {}, 2) : undefined,
      },
    } as never;
    const about = { kind: 'case', caseId, eventNumber: 2, offerId: '1-1' } as const;
    const read = { kind: 'case', subject, event: made, offer, verdict: undefined };
    expect(await whatHappened(tools, about, false)).toEqual(read);
    expect(asked).toEqual([]);
    expect(await whatHappened(tools, about, true)).toEqual(read);
    expect(asked).toEqual([[caseId, 'h']]);
    expect(await whatHappened(tools, { kind: 'case', caseId, eventNumber: 2 }, true)).toEqual({
      ...read,
      offer: undefined,
    });
    expect(await whatHappened(tools, { kind: 'council', council: HAMPSHIRE, eventNumber: 2 }, false)).toEqual(
      {
        kind: 'council',
        council,
        event: event('capacity-declared.v1', {}, 2),
      },
    );
    const gone = (words: string) =>
      expect.objectContaining({ code: 'nothing-to-write-about', message: expect.stringContaining(words) });
    for (const [wrong, words] of [
      [{ ...about, caseId: 'NTS-0000-0000' }, 'There is no case'],
      [{ ...about, eventNumber: 3 }, 'no event number 3'],
      [{ kind: 'council', council: KENT, eventNumber: 1 }, 'is not in the table'],
      [{ kind: 'council', council: HAMPSHIRE, eventNumber: 3 }, 'no event number 3'],
    ] as const)
      await expect(whatHappened(tools, wrong, false), words).rejects.toThrow(gone(words));
  });
});

describe('an e-mail is written', () => {
  test('by a template that there is, about what it is about', () => {
    expect(emailTemplates.map(templateNamed)).toEqual(emailTemplates);
    expect(() => templateNamed('birthday-card')).toThrow(
      expect.objectContaining({ code: 'unknown-template' }),
    );
    expect(emailTemplates.filter(explains)).toEqual(['offer-to-primary', 'backup-request']);
    const reader = {
      role: 'council',
      reader: 'Hampshire',
      url: 'https://a.example',
      help: 'b',
    } as const;
    const council: Happened = {
      kind: 'council',
      council: aCouncil(),
      event: event('capacity-reminder-due.v1', { reminder: 1 }),
    };
    const theCase: Happened = {
      kind: 'case',
      subject: aCase(),
      event: event('offer-expired.v1', { answerBy: BY }),
      offer: anOffer({ council: LEEDS }),
      verdict: undefined,
    };
    expect(writeLetter('capacity-reminder', council, reader)).toMatchObject({
      quote: 'Hampshire (E10000014)',
      help: 'b',
    });
    expect(writeLetter('offer-expired', theCase, reader)).toMatchObject({ quote: aCase().id });
    const doesNotFit = (words: string) =>
      expect.objectContaining({ code: 'does-not-fit', message: expect.stringContaining(words) });
    expect(() => writeLetter('offer-expired', council, reader)).toThrow(doesNotFit('not about a council'));
    expect(() => writeLetter('capacity-reminder', theCase, reader)).toThrow(doesNotFit('not about a case'));
    expect(() => writeLetter('place-accepted', theCase, reader)).toThrow(doesNotFit('place-accepted.v1'));
    expect(() =>
      writeLetter('offer-expired', { ...theCase, event: event('offer-expired.v1') }, reader),
    ).not.toThrow(doesNotFit(''));
  });

  test('to a council that has room by when its reminder is read late, as to any other', () => {
    const reader = { role: 'council', reader: 'Hampshire', url: 'https://a.example', help: 'b' } as const;
    const due = event('capacity-reminder-due.v1', { reminder: 1, askedUpTo: 24 });
    const subjectAt = (count: number, incoming: number) => {
      const council = aCouncil({
        caredFor: { count, asAt: '2026-01-31', source: 'declared' },
        netSince: 0,
        incoming,
      });
      const letter = writeLetter('capacity-reminder', { kind: 'council', council, event: due }, reader);
      return [letter.subject, JSON.stringify(letter).includes('so not now')];
    };
    expect(subjectAt(24, 0)).toEqual(['Hampshire: please say if our count is right', true]);
    expect(subjectAt(22, 2)).toEqual(['Hampshire: please say if our count is right', true]);
    expect(subjectAt(22, 1)).toEqual(['Hampshire: please declare your places', false]);
  });

  test('for the coordinators, when nobody knows whose desk: they are told to pass it on', () => {
    const letter = {
      subject: 'S',
      preview: 'P',
      heading: 'H',
      blocks: [{ kind: 'paragraph', text: 'B' }],
      help: 'h',
      quote: 'q',
    } as const;
    expect(worded(letter, undefined)).toEqual(letter);
    const toSecond = worded(letter, { reads: 'second', meantFor: 'Kent' });
    expect(toSecond.subject).toBe(letter.subject);
    expect(toSecond.blocks[0]).toEqual({
      kind: 'notice',
      text: 'Email to the first address that we have for Kent comes back, so this came to you.',
    });
    expect(toSecond.blocks.slice(2)).toEqual(letter.blocks);
    expect(worded(letter, { reads: 'copy', meantFor: 'Kent' })).toEqual({
      ...letter,
      subject: 'Copy: S',
      preview: 'For Kent to act on, not for you.',
      blocks: [
        {
          kind: 'notice',
          text: 'This is a copy of an email for Kent. Nobody waits for an answer from you; help where you can.',
        },
        { kind: 'paragraph', text: 'The link shows you the page. Only Kent can answer there.' },
        ...letter.blocks,
      ],
    });
    const cameBack = worded(letter, { reads: 'coordinators', meantFor: 'Kent', because: 'came-back' });
    expect(cameBack.subject).toBe('Not reached by email: Kent. S');
    expect(cameBack.blocks.slice(0, 2)).toEqual([
      { kind: 'notice', text: 'Our email to Kent came back, so this came to you.' },
      { kind: 'paragraph', text: expect.stringContaining('They do not know of it yet.') },
    ]);
    expect(cameBack.blocks.slice(2)).toEqual(letter.blocks);
    expect(worded(letter, { reads: 'coordinators', meantFor: 'Kent', because: 'no-address' })).toEqual({
      ...letter,
      subject: 'No address for Kent. S',
      linksFor: 'Kent',
      blocks: [
        { kind: 'notice', text: 'We have no email address for Kent, so this came to you.' },
        {
          kind: 'paragraph',
          // Of several things, too, told in one email, each with its link.
          text: expect.stringContaining('forward this email. What it links to is meant for them.'),
        },
        ...letter.blocks,
      ],
    });
  });
});

describe('an e-mail about no case', () => {
  const pagesUrl = 'https://pages.example';
  const sender = 'no-reply@nts.example';
  const key = new FixedSigningKey('k'.repeat(64));
  const people = new MemoryPersonStore();
  const written = { text: expect.any(String), html: expect.any(String) };
  const from = { from: sender, fromName: 'National Transfer Scheme' };
  const tools = (desks: Parameters<typeof contacts>[0] = known, now = NOW) => ({
    ...contacts(desks),
    signingKey: key,
    clock: new SetClock(now),
    people,
    pagesUrl,
    sender,
  });

  const asked = (contact: string, more: object = {}) =>
    event('sign-in-requested.v1', { council: KENT, contact, signInId: SIGN_IN, ...more }) as never;

  test('signs in who asked at an address of the desk’s own, from then on for a quarter of an hour', async () => {
    const mail = await signInEmail(tools(), asked('second'));
    expect(mail).toEqual({
      ...written,
      ...from,
      id: 'e',
      replyTo: COORDINATORS.dutyDesk,
      to: ['second@kent.example'],
      cc: [],
      subject: 'Kent: your link to sign in',
      thread: SIGN_IN,
    });
    const token = /https:\/\/pages\.example\/sign-in\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(await verifyLink(key, token, 'sign-in', NOW)).toMatchObject({
      kind: 'valid',
      claims: { contact: 'second', council: KENT },
    });
    const { coordinators: _, ...nobody } = known;
    expect(await signInEmail(tools(nobody), asked('duty-desk'))).not.toHaveProperty('replyTo');
    const coordinator = event('coordinator-sign-in-requested.v1', {
      contact: 'duty-desk',
      signInId: SIGN_IN,
    }) as never;
    expect(await signInEmail(tools(), coordinator)).toMatchObject({
      to: [COORDINATORS.dutyDesk],
      subject: 'The coordinators: your link to sign in',
    });
    const lead = { 'smp-lead:E12000008': { dutyDesk: 'lead@south-east.example' } };
    expect(
      await signInEmail(
        tools({ ...known, ...lead }),
        event('lead-sign-in-requested.v1', {
          region: 'E12000008',
          contact: 'duty-desk',
          signInId: SIGN_IN,
        }) as never,
      ),
    ).toMatchObject({
      to: ['lead@south-east.example'],
      subject: 'The lead of South East: your link to sign in',
    });
    for (const [desks, contact, now] of [
      [known, 'duty-desk', '2026-11-23T09:15:00.000Z'],
      [{ coordinators: COORDINATORS }, 'duty-desk', NOW],
      [{ ...known, [`council:${KENT}`]: { dutyDesk: 'a@b.example' } }, 'second', NOW],
    ] as const)
      expect(await signInEmail(tools(desks, now), asked(contact))).toBeUndefined();
    expect(await signInEmail(tools(known, '2026-11-23T09:14:59.999Z'), asked('duty-desk'))).toMatchObject({
      to: ['Duty@kent.example'],
    });
  });

  test('goes to somebody’s own address by their id alone, and to nobody who is known no more', async () => {
    const until = Date.parse(LATER) / 1000;
    const { id } = await people.add(`council:${KENT}`, 'Robin@kent.example', SIGN_IN, NOW, until);
    const mail = await signInEmail(tools(), asked('duty-desk', { person: id }));
    expect(mail).toMatchObject({ to: ['Robin@kent.example'], cc: [], subject: 'Kent: your link to sign in' });
    const token = /https:\/\/pages\.example\/sign-in\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(await verifyLink(key, token, 'sign-in', NOW)).toMatchObject({ claims: { person: id } });
    expect(await signInEmail(tools(), asked('duty-desk', { person: SIGN_IN }))).toBeUndefined();
  });

  test('tells a desk that somebody asks and them what it decided, as long as that stands, and says to neither who it is', async () => {
    const until = Date.parse(LATER) / 1000;
    const jo = await people.add(`council:${KENT}`, 'jo.smith@kent.example', SIGN_IN, NOW, until);
    const told = (state: string, more: object = { council: KENT, person: jo.id }) =>
      personEmail(tools(), event('person-changed.v1', { ...more, state }) as never);
    expect(await told('asked')).toBeUndefined();
    const waits = { ...jo, name: 'Jo Smith', role: 'Manager', state: 'asked', version: 2 } as const;
    await people.change(waits, until);
    const mail = await told('asked');
    expect(mail).toMatchObject({
      to: ['Duty@kent.example'],
      cc: [],
      subject: 'Kent: somebody asks to sign in',
    });
    const token = /https:\/\/pages\.example\/people\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(await verifyLink(key, token, 'people', NOW)).toMatchObject({ claims: { council: KENT } });
    let version = 2;
    for (const [state, subject] of [
      ['let-in', 'Kent: you can sign in'],
      ['taken-away', 'Kent: you can no longer sign in'],
      ['refused', 'Kent: you were not let in'],
    ] as const) {
      version += 1;
      await people.change({ ...waits, state, version }, until);
      const decided = await told(state);
      expect(decided).toMatchObject({ to: ['jo.smith@kent.example'], cc: [], subject });
      expect(await told('asked')).toBeUndefined();
      for (const one of [mail, decided]) {
        const { to: _, ...rest } = one ?? { to: [] };
        expect(JSON.stringify(rest)).not.toMatch(/smith/i);
      }
    }
  });

  test('tells a desk, and the coordinators once, that no more links are sent', async () => {
    const stopped = (council: string | undefined) =>
      event('sign-in-stopped.v1', { council, who: 'new-devices', until: LATER }) as never;
    const base = { ...written, ...from, id: 'e', replyTo: COORDINATORS.dutyDesk, thread: 'e' };
    // A council's links open by themselves; coordinators sign in for theirs.
    const opens = 'Links in our other emails work as before.';
    expect((await signInStoppedEmail(tools(), stopped(KENT))).text).toContain(opens);
    expect((await signInStoppedEmail(tools(), stopped(undefined))).text).not.toContain(opens);
    expect(await signInStoppedEmail(tools(), stopped(KENT))).toEqual({
      ...base,
      to: ['Duty@kent.example'],
      cc: [COORDINATORS.dutyDesk],
      subject: 'Kent: no more links to the mailbox today',
    });
    expect(await signInStoppedEmail(tools(), stopped(undefined))).toEqual({
      ...base,
      to: [COORDINATORS.dutyDesk],
      cc: [],
      subject: 'The coordinators: no more links to the mailbox today',
    });
    expect(await signInStoppedEmail(tools({ coordinators: COORDINATORS }), stopped(KENT))).toMatchObject({
      to: [COORDINATORS.dutyDesk],
      cc: [],
      subject: 'No address for Kent. Kent: no more links to the mailbox today',
    });
  });

  test('tells the coordinators of a mail that was set aside', async () => {
    const data = { reason: 'shared-domain', councils: [KENT, LEEDS], mail: 'm1', receivedAt: NOW };
    const mail = await setAsideEmail(tools(), event('mail-set-aside.v1', data) as never);
    expect(mail).toEqual({
      ...written,
      ...from,
      id: 'e',
      replyTo: COORDINATORS.dutyDesk,
      to: [COORDINATORS.dutyDesk],
      cc: [],
      subject: 'Please look at an email from an address that councils share',
      thread: 'm1',
    });
    expect(mail.text).toContain('In the name of: Kent and Leeds');
  });

  describe('of a document that was not cleared', () => {
    const subject = aCase({ status: 'transfer-arranged' });
    const found = event('document-not-cleared.v1', {
      object: `documents/${subject.referralId}/copy-1`,
      found: 'FAILED',
    }) as never;
    const withList = (
      listed: readonly object[],
      now = NOW,
      desks: Parameters<typeof contacts>[0] = known,
    ) => {
      const own = tools(desks, now);
      return {
        ...own,
        sealed: { ...own.sealed, documents: async (id: string) => (id === subject.referralId ? listed : []) },
      } as never;
    };
    const listed = [
      { copy: 'copy-0', addedAt: BY },
      { copy: 'copy-1', addedAt: NOW },
    ];

    test('tells the council that added it, with a copy to the coordinators', async () => {
      const mail = await unclearedEmail(withList(listed), found, subject);
      expect(mail).toEqual({
        ...written,
        ...from,
        id: 'e',
        replyTo: COORDINATORS.dutyDesk,
        to: ['Duty@kent.example'],
        cc: [COORDINATORS.dutyDesk],
        subject: `${subject.id}: a document cannot be opened`,
        thread: subject.id,
      });
      expect(mail?.text).toContain(`https://pages.example/documents/${subject.id}`);
      expect(mail?.text).toContain('before the move');
      expect(mail?.text).toContain('Added: 9am on Monday 23 November');
      const after = await unclearedEmail(withList(listed), found, { ...subject, status: 'transferred' });
      expect(after?.text).not.toContain('before the move');
      expect(
        await unclearedEmail(withList(listed, NOW, { coordinators: COORDINATORS }), found, subject),
      ).toMatchObject({
        to: [COORDINATORS.dutyDesk],
        cc: [],
        subject: `No address for Kent. ${subject.id}: a document cannot be opened`,
      });
    });

    test('waits a minute for a copy that is not on the list yet, and then is put aside', async () => {
      await expect(unclearedEmail(withList([], '2026-11-23T09:00:59.999Z'), found, subject)).rejects.toThrow(
        expect.objectContaining({ name: 'NotListedYet' }),
      );
      expect(await unclearedEmail(withList([], '2026-11-23T09:01:00.000Z'), found, subject)).toBeUndefined();
    });

    test('is of the case that the object’s name leads to', async () => {
      const store = (current?: Case) => ({ cases: { read: async () => current } }) as never;
      expect(await unclearedCase(store(subject), found)).toBe(subject);
      await expect(unclearedCase(store(), found)).rejects.toThrow(
        expect.objectContaining({ code: 'nothing-to-write-about' }),
      );
    });
  });
});
