import { describe, expect, test } from 'vitest';
import type { CaseStatus, Offer } from '../../shared/core/case/case.ts';
import { declinesToReview } from '../../shared/core/case/declines-to-review.ts';
import { aCase, anOffer } from '../builders.ts';

const declined = (id: string, review?: Offer['review']) =>
  anOffer({ id, status: 'declined', declineReason: 'no-safe-placement', ...(review ? { review } : {}) });

describe('declines to review', () => {
  test('are those that nobody has reviewed, of a case that goes on or ended in a transfer', () => {
    const offers = [declined('1-1', 'pending'), declined('1-2', 'accepted'), declined('1-3'), anOffer()];
    const ids = (status: CaseStatus) => declinesToReview(aCase({ offers, status })).map(({ id }) => id);
    expect(ids('offered')).toEqual(['1-1']);
    expect(ids('transferred')).toEqual(['1-1']);
    expect(ids('withdrawn')).toEqual([]);
  });
});
