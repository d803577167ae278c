/** A referral whose e-mails come back, and what SES says when a mailbox is not there. */
import { aReferral, NOW } from '../builders.ts';

const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
export const referral = {
  id: `form:${referralId}`,
  type: 'referral-received.v2',
  at: NOW,
  actor: { kind: 'entry-authority', code: aReferral().entryAuthority },
  data: { referralId, channel: 'form', facts: aReferral() },
};

/** @param addresses of the mailboxes that are not there */
export const gone = (...addresses: readonly string[]) => ({
  kind: 'Bounce',
  said: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress, action: 'failed' })),
  },
});
