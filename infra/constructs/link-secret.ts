import type { Construct } from 'constructs';
import { TurnedSecret } from './turned-secret.ts';

/** The key that signs the links in e-mails and the sessions of the pages. */
export class LinkSecret extends TurnedSecret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'link-secret',
      description: 'Signs the links in e-mails of the National Transfer Scheme',
      turnedByHand:
        'A person turns it with npm run rotate-key. What the version before signed opens until the overlap is ended, but a second turn voids what was signed before both, and links live for up to 60 days: no calendar knows whether the first is over.',
    });
  }
}
