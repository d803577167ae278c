import type { DeskAddresses, Returned } from '../core/desks.ts';
import type { ChildParticulars, SocialWorker } from '../core/referral/particulars.ts';

/** Where mail for an authority, a region's lead or the coordinators goes. Contact details are sealed. */
export type Contacts = DeskAddresses;

/** A change of a desk's contacts by somebody who looked at them. */
export interface ContactsChange {
  /** Version of the contacts that they looked at. */
  readonly seen: number;
  readonly at: string;
  /** Who changes them. */
  readonly by: string;
}

/** How a desk's contacts stand. */
export interface DeskState {
  /** Rises with each change; 0 where there never were any. */
  readonly version: number;
  /** With what came back from them. */
  readonly contacts?: Contacts;
  /** By somebody on a page; absent where they are as they were deployed. */
  readonly changed?: { readonly at: string; readonly by: string };
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

/** Who pressed the button that sent a referral, as they say it. */
export interface Referrer {
  readonly name?: string;
  /** What they are: "duty manager". */
  readonly role?: string;
}

/** What was sealed of a referral's children when its case was put under legal hold. */
export interface HeldCopy {
  readonly children: readonly ChildParticulars[];
  /** What amendments said that had not been applied, by their ids. */
  readonly amendments: Readonly<Record<string, readonly ChildParticulars[]>>;
}

/** What is sealed under a referral's id belongs to another council than the one that writes. Nothing was changed. */
export class SealedOfAnother extends Error {
  override readonly name = 'SealedOfAnother';

  constructor(referralId: string) {
    super(`What is sealed of the referral ${referralId} belongs to another council. Nothing was changed.`);
  }
}

/**
 * The sealed part: what names a child, and how to reach people. What is sealed of a referral has an owner, the council that made the
 * referral, and every write says whose it means: nothing of another's is ever changed. What was sealed before owners were kept is
 * taken for the writer's own, whose right the case has shown.
 */
export interface SealedStore {
  /** Exact dates of birth by child number, where they have been given. */
  datesOfBirth(referralId: string): Promise<Readonly<Record<number, string>>>;
  /** All that is sealed of a referral's children; none once it was forgotten. */
  particulars(referralId: string): Promise<readonly ChildParticulars[]>;
  /** Whose the particulars of a referral are; undefined when there are none, or from before owners were kept. */
  owner(referralId: string): Promise<string | undefined>;
  /**
   * Seals the particulars with which a referral begins. The same again changes nothing, also when amendments have come since; 'taken' when
   * anything else is there, another's or one's own: then nothing is sealed. `expiresAt`: retention, seconds since 1970.
   *
   * @param referrer who sends it, so that no queue carries who that is; who sealed the same first stands
   * @throws RangeError for what could not be read again; nothing is sealed
   */
  sealFirst(
    referralId: string,
    owner: string,
    children: readonly ChildParticulars[],
    expiresAt: number,
    referrer?: Referrer,
  ): Promise<'sealed' | 'taken'>;
  /** Who sent a referral, as far as it was sealed with it and can be read: what it is for, the record, must hold up no referral. */
  referrer(referralId: string): Promise<Referrer>;
  /**
   * Keeps what an amendment seals until the case has taken the amendment or refused it: nothing of it counts before. The same again
   * changes nothing.
   *
   * @param amendmentId what stands behind the amendment in the trail, as its `cause`
   * @param saidAt when it was said: of two amendments the newer word holds, whichever is applied first
   * @param expiresAt when it may be forgotten without having been applied, seconds since 1970
   * @returns all that is sealed once this and whatever else waits is applied; 'taken' when something else is kept under this id, or what
   * is sealed of the referral is another's: then nothing is kept
   * @throws RangeError for what could not be read again; nothing is kept
   */
  keepAmendment(
    referralId: string,
    amendmentId: string,
    owner: string,
    children: readonly ChildParticulars[],
    saidAt: string,
    expiresAt: number,
  ): Promise<readonly ChildParticulars[] | 'taken'>;
  /** All that is sealed once a kept amendment is applied, and nothing else that waits; what is sealed now when none is kept. */
  particularsAfter(referralId: string, amendmentId: string): Promise<readonly ChildParticulars[]>;
  /**
   * Puts what an amendment keeps in its place, child by child and field by field. Again, or of one that is not kept, it changes nothing.
   *
   * @param expiresAt retention of what is sealed, seconds since 1970
   * @returns all that is sealed now
   * @throws SealedOfAnother
   */
  applyAmendment(
    referralId: string,
    amendmentId: string,
    owner: string,
    expiresAt: number,
  ): Promise<readonly ChildParticulars[]>;
  /**
   * An amendment was refused, or waits for somebody's word: nothing counts with it any more. It can still be applied until it expires.
   *
   * @throws SealedOfAnother
   */
  setAmendmentAside(referralId: string, amendmentId: string, owner: string): Promise<void>;
  /**
   * Seals who was named under a mark. A mark follows from what it marks: sealing again changes nothing.
   *
   * @throws SealedOfAnother also when somebody else is named under the mark
   */
  sealSocialWorker(
    referralId: string,
    mark: string,
    owner: string,
    named: SocialWorker,
    expiresAt: number,
  ): Promise<void>;
  socialWorker(referralId: string, mark: string): Promise<SocialWorker | undefined>;
  /**
   * The particulars of a referral's children, the list of its documents, and who is named under a mark, are kept until then at least:
   * longer than they were to be, or as long. Of what is not there, or another's, nothing changes.
   *
   * @param expiresAt retention of what is sealed, seconds since 1970
   */
  keepUntil(referralId: string, mark: string | undefined, owner: string, expiresAt: number): Promise<void>;
  /**
   * Everything that is sealed of a referral, whoever's it is, is kept until then at least: also who was named before, what amendments seal,
   * and copies under legal hold. Says nothing of what it is.
   *
   * @param expiresAt seconds since 1970
   */
  keepAllUntil(referralId: string, expiresAt: number): Promise<void>;
  /**
   * Keeps a copy of what is sealed of a referral's children now, with amendments that wait, so that nothing which is said later takes its
   * place. The same again is the same copy.
   *
   * @param expiresAt until when at least, seconds since 1970
   */
  copyForHold(referralId: string, expiresAt: number): Promise<void>;
  /** The copies that were kept so, in no order. */
  heldCopies(referralId: string): Promise<readonly HeldCopy[]>;
  /** The documents of a referral, in the order in which they were added. */
  documents(referralId: string): Promise<readonly SealedDocument[]>;
  /**
   * Lists a document unless it is listed, or `most` are. A document that is there already stays as it was, unless it is the copy
   * `instead` of which this one is kept. `expiresAt`: until when the list is kept at least, seconds since 1970.
   *
   * @throws SealedOfAnother
   */
  addDocument(
    referralId: string,
    owner: string,
    document: SealedDocument,
    most: number,
    expiresAt: number,
    instead?: string,
  ): Promise<'added' | 'there-already' | 'too-many'>;
  /**
   * Takes a copy off the list; the same document, added again since, stays. `expiresAt`: until when the rest of the list is kept at least.
   *
   * @throws SealedOfAnother
   */
  removeDocument(
    referralId: string,
    owner: string,
    copy: string,
    expiresAt: number,
  ): Promise<'removed' | 'not-there'>;
  /** Desk: 'coordinators', 'council:<code>', 'smp-lead:<region code>'. What was changed a moment ago may still be as it was. Says nothing of what came back. */
  contacts(desk: string): Promise<Contacts | undefined>;
  putContacts(desk: string, contacts: Pick<Contacts, 'dutyDesk' | 'second'>): Promise<void>;
  /** A desk's contacts with what came back from them. */
  reachable(desk: string): Promise<Contacts | undefined>;
  /**
   * Notes what came back from addresses, those of them that are the desk's; of others it changes nothing.
   *
   * @returns what `reachable` says from now on
   */
  noteReturned(desk: string, addresses: readonly string[], returned: Returned): Promise<Contacts | undefined>;
  /**
   * Somebody says that a desk's addresses work, as of a moment: what came back before it marks them no more, whenever it is heard of.
   *
   * @param only of these addresses; what came back from others stays
   */
  forgetReturned(desk: string, since: string, only?: readonly string[]): Promise<void>;
  /** Desks from one of whose addresses something came back, with their contacts; in no order. A moment ago may be missing. */
  unreached(): Promise<readonly { readonly desk: string; readonly contacts: Contacts }[]>;
  /** A desk's contacts for somebody who may change them. */
  deskState(desk: string): Promise<DeskState>;
  /**
   * Changes a desk's contacts unless somebody else did since they were looked at. The same change again, seen as before, is the one that was made.
   *
   * @returns 'overtaken': nothing was changed
   */
  changeContacts(
    desk: string,
    contacts: Pick<Contacts, 'dutyDesk' | 'second'>,
    change: ContactsChange,
  ): Promise<'changed' | 'overtaken'>;
  /** Codes of the councils one of whose addresses has this domain (lower case). */
  councilsAt(domain: string): Promise<readonly string[]>;
  /**
   * What the ids of the referrals in an e-mail are made from: the one given when there is none yet, and then always that.
   *
   * @param fresh nobody can guess it
   */
  mailSeed(mailId: string, fresh: string, expiresAt: number): Promise<string>;
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
