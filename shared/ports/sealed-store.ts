import type { ChildParticulars, SocialWorker } from '../core/particulars.ts';

/** Where mail for an authority, a region's lead or the coordinators goes. Contact details are sealed. */
export interface Contacts {
  readonly dutyDesk: string;
  readonly second?: string;
}

/** A document of a referral, without its bytes. Its name may name a child, so it is sealed as they are. */
export interface SealedDocument {
  /** The same for the same content in the same referral. */
  readonly id: string;
  /** Under which its bytes are kept: each adding has its own. */
  readonly copy: string;
  /** File name, cleaned. */
  readonly name: string;
  /** Media type, as its content shows. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly addedAt: string;
  /** Code of the council that added it. */
  readonly council: string;
}

/** The sealed part: what names a child, and how to reach people. */
export interface SealedStore {
  /** Exact dates of birth by child number, where they have been given. */
  datesOfBirth(referralId: string): Promise<Readonly<Record<number, string>>>;
  /** All that is sealed of a referral's children; none once it was forgotten. */
  particulars(referralId: string): Promise<readonly ChildParticulars[]>;
  /**
   * Seals the particulars of a referral's children. `expiresAt`: retention, seconds since 1970.
   *
   * @throws RangeError, as the two below, for what could not be read again; nothing is sealed
   */
  seal(referralId: string, children: readonly ChildParticulars[], expiresAt: number): Promise<void>;
  /** Seals particulars unless the referral has some: sent again, a referral does not undo what was added since. */
  sealFirst(referralId: string, children: readonly ChildParticulars[], expiresAt: number): Promise<void>;
  /**
   * Adds particulars to those that are sealed, child by child and field by field.
   *
   * @returns all that is sealed now
   */
  addParticulars(
    referralId: string,
    children: readonly ChildParticulars[],
    expiresAt: number,
  ): Promise<readonly ChildParticulars[]>;
  /** Seals who was named under a mark. A mark follows from what it marks: sealing again changes nothing. */
  sealSocialWorker(referralId: string, mark: string, named: SocialWorker, expiresAt: number): Promise<void>;
  socialWorker(referralId: string, mark: string): Promise<SocialWorker | undefined>;
  /** The documents of a referral, in the order in which they were added. */
  documents(referralId: string): Promise<readonly SealedDocument[]>;
  /**
   * Lists a document unless it is listed, or `most` are. A document that is there already stays as it was, unless it is the copy
   * `instead` of which this one is kept.
   */
  addDocument(
    referralId: string,
    document: SealedDocument,
    most: number,
    expiresAt: number,
    instead?: string,
  ): Promise<'added' | 'there-already' | 'too-many'>;
  /** Takes a copy off the list; the same document, added again since, stays. `expiresAt`: until when the rest of the list is kept. */
  removeDocument(referralId: string, copy: string, expiresAt: number): Promise<'removed' | 'not-there'>;
  /** Desk: 'coordinators', 'council:<code>', 'smp-lead:<region code>'. What was changed a moment ago may still be as it was. */
  contacts(desk: string): Promise<Contacts | undefined>;
  putContacts(desk: string, contacts: Contacts): Promise<void>;
  /** Codes of the councils one of whose addresses has this domain (lower case). */
  councilsAt(domain: string): Promise<readonly string[]>;
  /** Keeps the address of somebody who wrote to us, for the answer. */
  putSender(mailId: string, address: string, expiresAt: number): Promise<void>;
  sender(mailId: string): Promise<string | undefined>;
  /**
   * Counts the answer to one e-mail among those that somebody got in a thread on a day, unless there were `most` already. The
   * same e-mail again is one that was counted, and is not counted again.
   *
   * @param thread names who is answered and in which thread, without saying so
   * @param day such as 2026-11-23
   * @param expiresAt when the count may be forgotten, seconds since 1970
   */
  countAnswer(
    thread: string,
    day: string,
    mailId: string,
    most: number,
    expiresAt: number,
  ): Promise<'counted' | 'too-many'>;
}
