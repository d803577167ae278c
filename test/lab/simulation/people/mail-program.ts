import type { ReferralFacts } from '../../../../events/referral.ts';
import type { ReferralRequest } from '../../../../shared/core/referral/referral-request.ts';
import { stored } from '../../../functions/stored-mail.ts';

/** What somebody at a council writes to the scheme's address: a referral, or facts that add to a case. */
export interface Letter {
  /** The same when a mail server delivers it again. */
  readonly messageId: string;
  readonly from: string;
  readonly body: ReferralRequest | (Partial<ReferralFacts> & { readonly reference: string });
}

/** A letter as SES stores it. The facts hang on it, in the shape of the API. */
export const asStored = ({ messageId, from, body }: Letter): Buffer =>
  stored({
    from,
    messageId,
    subject: 'For the National Transfer Scheme',
    body: 'Please find attached what we know.',
    attachment: { name: 'referral.json', type: 'application/json', content: JSON.stringify(body) },
  });
