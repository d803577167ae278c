import type { Construct } from 'constructs';
import { RotatedSecret } from './rotated-secret.ts';

/** The key of the fingerprints that find the same child again. */
export class FingerprintSecret extends RotatedSecret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'fingerprint-secret',
      description:
        'Fingerprints of children in the National Transfer Scheme: nobody can make or guess one without it',
      rotatedByHand:
        'A person rotates it with npm run ops -- rotate-key. Children who were referred under the version before are found until the overlap is ended, which has to last as long as the cases that were open then: no calendar knows how long that is.',
    });
  }
}
