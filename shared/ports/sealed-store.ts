/** Where mail for an authority, a region's lead or the coordinators goes. Contact details are sealed. */
export interface Contacts {
  readonly dutyDesk: string;
  readonly second?: string;
}

/** The sealed part: what names a child, and how to reach people. */
export interface SealedStore {
  /** Exact dates of birth by child number, where they have been given. */
  datesOfBirth(referralId: string): Promise<Readonly<Record<number, string>>>;
  /**
   * Seals the particulars of a referral's children beside those sealed before; what is said of a child again replaces what was said.
   *
   * @param expiresAt retention, seconds since 1970
   */
  seal(
    referralId: string,
    children: readonly { readonly number: number; readonly name?: string; readonly dateOfBirth?: string }[],
    expiresAt: number,
  ): Promise<void>;
  /** Desk: 'coordinators', 'council:<code>', 'smp-lead:<region code>'. */
  contacts(desk: string): Promise<Contacts | undefined>;
  putContacts(desk: string, contacts: Contacts): Promise<void>;
  /** Codes of the councils one of whose addresses has this domain (lower case). */
  councilsAt(domain: string): Promise<readonly string[]>;
  /** Keeps the address of somebody who wrote to us, for the answer. */
  putSender(mailId: string, address: string, expiresAt: number): Promise<void>;
  sender(mailId: string): Promise<string | undefined>;
}
