import { DescribeActiveReceiptRuleSetCommand, type SESClient } from '@aws-sdk/client-ses';
import type { MailRules } from '../ports/mail-rules.ts';

/** SES's own word on which set of its receipt rules is the active one. */
export class SesMailRules implements MailRules {
  readonly #client: SESClient;

  constructor(client: SESClient) {
    this.#client = client;
  }

  async active(): Promise<string | undefined> {
    const { Metadata } = await this.#client.send(new DescribeActiveReceiptRuleSetCommand({}));
    return Metadata?.Name;
  }
}
