/** Mails as SES stores them, and receive-email over the memory twins. */
import { randomUUID } from 'node:crypto';
import type { AnyEvent } from '../../events/catalogue.ts';
import { receiveEmail } from '../../functions/receive-email/receive-email.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryMailStore } from '../../shared/memory/memory-mail-store.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import { eachMessage } from '../../shared/runtime/each-record.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

export { OFFICER, stored, type Written } from './stored-mail.ts';

/** The same as other channels' in a test that compares them. */
export const FINGERPRINT_KEY = new FixedSigningKey('f'.repeat(64));
export const KENT = 'E10000016';

/** Every line that a referral in the body needs. */
export const wholeReferral = [
  'Name: Canary Child',
  'Date of birth: 14/05/2010',
  'Sex: male',
  'Placement: foster care',
  'Needs: none',
  'Age assessment: not required',
  'Under 18 at claim: yes',
  'Claims in own right: yes',
  'Separated from parents: yes',
  'No responsible adult: yes',
  'Asylum claim on: 16 November 2026',
  'Arrived on: 2026-11-15',
  'In our care: yes',
  'Family in the UK: none',
  'Links: Leeds (community)',
  'Areas to avoid: Kirklees',
  'Trafficking: none',
  'Wishes recorded: yes',
].join('\r\n');

const COORDINATORS = 'coordinators@desks.example';

export class MailIn {
  readonly scheme: SchemeInMemory;
  readonly mails = new MemoryMailStore();
  #count = 0;

  private constructor(scheme: SchemeInMemory) {
    this.scheme = scheme;
  }

  static async open(): Promise<MailIn> {
    const scheme = await SchemeInMemory.open();
    await scheme.sealed.putContacts(`council:${KENT}`, { dutyDesk: 'duty@kent.example' });
    return new MailIn(scheme);
  }

  /** Stores a mail, lets the function read it, and everything that follows happen. */
  async receive(
    raw: Buffer,
    notifications: Publisher = this.scheme.notifications,
  ): Promise<readonly string[]> {
    this.#count += 1;
    const key = `mail/${this.#count}`;
    this.mails.put(key, raw);
    const { scheme } = this;
    const before = scheme.referrals.snapshot().length;
    const asked = scheme.notifications.snapshot().length;
    const act = receiveEmail({
      mails: this.mails,
      cases: scheme.cases,
      councils: scheme.councils,
      sealed: scheme.sealed,
      referrals: scheme.referrals,
      notifications,
      fingerprintKey: FINGERPRINT_KEY,
      policy: policyNamed('nts-2025'),
      clock: scheme.clock,
      pause: async () => {},
      log: scheme.log,
      newId: randomUUID,
      ownDomain: 'nts.example',
    });
    const body = JSON.stringify({
      Records: [
        { eventTime: scheme.clock.now(), s3: { bucket: { name: 'b' }, object: { key, size: raw.length } } },
      ],
    });
    const Records = [{ messageId: key, body, attributes: { ApproximateReceiveCount: '1' } }] as never;
    const { batchItemFailures } = await eachMessage(act, scheme)({ Records });
    const messages = scheme.referrals.snapshot().slice(before);
    if (messages.length > 0) await scheme.receive(...messages.map((message) => message.body));
    const told = scheme.notifications.snapshot().slice(asked);
    if (told.length > 0) await scheme.notify(...told.map((request) => request.body));
    await scheme.settle();
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  /** Kent's desk says on its page that it sent what came by e-mail, whatever waits. */
  async confirm(): Promise<void> {
    const { scheme } = this;
    const { id, proposals = [] } = await scheme.onlyCase();
    for (const { id: amendmentId } of proposals)
      await scheme.command(
        id,
        { kind: 'confirm-amendment', amendmentId },
        { kind: 'entry-authority', code: KENT },
      );
    await scheme.settle();
  }

  /** What was made of each mail so far. */
  told(): readonly Extract<AnyEvent, { type: 'mail-received.v1' }>['data'][] {
    return this.scheme.events.flatMap((event) => (event.type === 'mail-received.v1' ? [event.data] : []));
  }

  /** What councils were sent: all but what the coordinators were told. */
  answers(): readonly Email[] {
    return this.scheme.mailer.snapshot().filter(({ to }) => !to.includes(COORDINATORS));
  }

  /** What the coordinators were told. */
  toCoordinators(): readonly Email[] {
    return this.scheme.mailer.snapshot().filter(({ to }) => to.includes(COORDINATORS));
  }

  /** Why messages wait for a person, unreadable ones first. */
  reasons(): readonly string[] {
    const { quarantine, setAside } = this.scheme;
    return [...quarantine.snapshot(), ...setAside.snapshot()].map(({ reason }) => reason.code);
  }
}
