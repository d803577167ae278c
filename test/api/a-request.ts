import type { ReferralRequest } from '../../shared/core/referral/referral-request.ts';
import { aReferral } from '../builders.ts';

const { entryAuthority: _, children: __, ...facts } = aReferral();

/** One child from whom nothing is missing, with everything that names the child. Synthetic. */
export const aRequest = (overrides: Partial<ReferralRequest> = {}): ReferralRequest => ({
  ...facts,
  children: [
    {
      sex: 'male',
      ageAssessment: 'not-required',
      placementKind: 'foster-care',
      needs: [],
      name: 'Canary Synthetic',
      dateOfBirth: '2010-05-14',
      nationality: 'ERI',
      homeOfficeReference: 'CANARY-HO-1000001',
      portReference: 'CANARY-PORT-1000001',
    },
  ],
  ...overrides,
});

/** The key that a council has to the API in tests. */
export const keyOf = (council: string): string => `nts_${council.padEnd(43, '0')}`;
