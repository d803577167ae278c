/** By which rules SES takes in e-mails. An account may have many sets of them; one is active, or none. */
export interface MailRules {
  /** Name of the active set; undefined when there is none. */
  active(): Promise<string | undefined>;
}
