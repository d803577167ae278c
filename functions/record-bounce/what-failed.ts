import type { DataOf } from '../../events/catalogue.ts';

export interface Failed {
  readonly addresses: readonly string[];
  readonly why: DataOf<'email-bounced.v1'>['why'];
}

/**
 * Which addresses an e-mail did not reach, by what SES says; none when it did. Soft bounces come only once SES has given up trying. SES passes on
 * what programs reply ("out of office", "has left the council") in the same form, without saying that a delivery failed: that is none.
 */
export function whatFailed(returned: DataOf<'email-returned.v1'>): Failed {
  switch (returned.kind) {
    case 'Bounce': {
      const { bounceType, bouncedRecipients } = returned.said;
      const gone = bounceType === 'Permanent';
      return {
        addresses: bouncedRecipients
          .filter(({ action }) => gone || action === 'failed')
          .map(({ emailAddress }) => emailAddress),
        why: gone ? 'no-such-mailbox' : 'not-delivered',
      };
    }
    case 'Complaint': {
      const { complainedRecipients, complaintFeedbackType } = returned.said;
      // Somebody took it out of the junk folder.
      if (complaintFeedbackType === 'not-spam') return { addresses: [], why: 'unwanted' };
      return { addresses: complainedRecipients.map(({ emailAddress }) => emailAddress), why: 'unwanted' };
    }
    default:
      return { addresses: returned.destination, why: 'not-carried' };
  }
}
