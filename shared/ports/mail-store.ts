/** An e-mail that lies there, and since when. */
export interface KeptMail {
  readonly key: string;
  readonly keptAt: string;
  readonly size: number;
}

/** E-mails as they came, sealed. */
export interface MailStore {
  /**
   * Reads a mail.
   *
   * @param mostBytes no more than this many are read; `size` says how many there are
   */
  read(
    key: string,
    mostBytes: number,
  ): Promise<{ readonly raw: Uint8Array; readonly size: number } | undefined>;
  /** Every e-mail that is there, in no order; nothing of what it says. */
  kept(): Promise<readonly KeptMail[]>;
  /** Notes of a mail that we heard of it: whatever becomes of it, it is in our hands. Twice is once. */
  noteHeard(key: string): Promise<void>;
  /** Whether that was noted; of a mail that is no longer there nobody waits to hear. */
  wasHeard(key: string): Promise<boolean>;
}

/** What SES leaves in a bucket to see whether it may write there. The names of objects are SES's to give: nobody who writes to us can have that name. */
const SET_UP = 'AMAZON_SES_SETUP_NOTIFICATION';

/** Whether an object holds an e-mail that somebody wrote. */
export const isMail = (key: string): boolean => key.split('/').at(-1) !== SET_UP;
