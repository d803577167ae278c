import type { ReferralFacts } from '../../../../events/referral.ts';
import type { ReferralRequest } from '../../../../shared/core/referral/referral-request.ts';
import { asLines } from '../../../functions/referral-lines.ts';
import { stored } from '../../../functions/stored-mail.ts';

/** What somebody at a council writes to the scheme's address: a referral, or facts that add to a case. */
export interface Letter {
  /** The same when a mail server delivers it again. */
  readonly messageId: string;
  readonly from: string;
  readonly body: ReferralRequest | (Partial<ReferralFacts> & { readonly reference: string });
}

type Facts = Readonly<Record<string, unknown>>;

/** A letter as SES stores it: the facts in lines, child by child. Who refers is said by its sender alone. */
export const asStored = ({ messageId, from, body }: Letter): Buffer => {
  const {
    reference,
    entryAuthority: _,
    children = [],
    ...facts
  } = body as Facts & { readonly reference?: string; readonly children?: readonly Facts[] };
  return stored({
    from,
    messageId,
    subject: 'For the National Transfer Scheme',
    body: `${reference === undefined ? '' : `Reference: ${reference}\r\n`}${asLines(facts, children)}`,
  });
};
