import { everyCouncil } from '../core/council/published-councils.ts';
import type { flawsOf } from '../core/referral/referral-request.ts';
import { nationalities } from './nationalities.ts';

let codes: Parameters<typeof flawsOf>[2] | undefined;

/** The codes of every authority and every nationality, read when first asked for. */
export function knownCodes(): Parameters<typeof flawsOf>[2] {
  codes ??= {
    authorities: new Set(everyCouncil().map(({ code }) => code)),
    nationalities: new Set(nationalities().map(({ code }) => code)),
  };
  return codes;
}
