import type { Construct } from 'constructs';
import { RotatedSecret } from './rotated-secret.ts';

/** The key that signs the links in e-mails and the sessions of the pages. */
export class LinkSecret extends RotatedSecret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'link-secret',
      description: 'Signs the links in e-mails of the National Transfer Scheme',
      rotatedByHand:
        'A person rotates it with npm run ops -- rotate-key. What the version before signed opens until the overlap is ended, but a second rotation voids what was signed before both, and links live for up to 60 days: no calendar knows whether the first is over.',
    });
  }
}
