import { readBlobsAtOnce } from './blobs-at-once.ts';
import { signAtOnce } from './crypto-at-once.ts';

/** Whatever Node would do on another thread is done on the spot. */
export function allAtOnce(): void {
  signAtOnce();
  readBlobsAtOnce();
}
