import type { ReferralFacts } from '../../../events/referral.ts';
import type { ReferralRequest } from '../../../shared/core/referral-request.ts';

/** What somebody at a council writes to the scheme's address: a referral, or facts that add to a case. */
export interface Letter {
  /** The same when a mail server delivers it again. */
  readonly messageId: string;
  readonly from: string;
  readonly body: ReferralRequest | (Partial<ReferralFacts> & { readonly reference: string });
}

/** A mail as SES stores it: what it found out stands above what came over the wire. The facts hang on it, in the shape of the API. */
export const asStored = ({ messageId, from, body }: Letter): Buffer =>
  Buffer.from(
    [
      `Return-Path: <${from}>`,
      'X-SES-Spam-Verdict: PASS',
      'X-SES-Virus-Verdict: PASS',
      'Authentication-Results: amazonses.com; spf=pass; dkim=pass; dmarc=pass',
      'X-SES-RECEIPT: AAAA',
      `From: An Officer <${from}>`,
      'To: referrals@nts.example',
      'Subject: For the National Transfer Scheme',
      `Message-ID: ${messageId}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b1"',
      '',
      '--b1',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Please find attached what we know.',
      '--b1',
      'Content-Type: application/json; name="referral.json"',
      'Content-Disposition: attachment; filename="referral.json"',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(JSON.stringify(body)).toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
      '--b1--',
      '',
    ].join('\r\n'),
  );
