import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { defined } from '../../../shared/core/defined.ts';
import { canonicalJson } from '../../../shared/core/hash.ts';
import type { SocialWorker } from '../../../shared/core/referral/particulars.ts';
import { maybeText, someText } from '../forms/answers.ts';
import type { Question } from '../forms/question.ts';
import type { Answered } from '../forms/walk.ts';

/** Who the social worker is, and how to reach them. */
export const socialWorkerQuestions: readonly Question[] = [
  {
    kind: 'text',
    name: 'socialWorker',
    label: 'Social worker’s name',
    hint: 'Kept sealed. Only you and the entry authority can open it. It is never emailed.',
  },
  {
    kind: 'text',
    name: 'socialWorkerPhone',
    label: 'Social worker’s telephone number',
    hint: 'Give this, or an email address, or both.',
  },
  { kind: 'text', name: 'socialWorkerEmail', label: 'Social worker’s email address' },
];

const PHONE = /^\+?[\d\s()-]{7,25}(?:\s*(?:x|ext\.?)\s*\d{1,6})?$/i;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The form fields of a social worker, as a schema takes them. */
export const socialWorkerFields = {
  socialWorker: someText('Enter the social worker’s name', 'Social worker’s name', 200),
  socialWorkerPhone: maybeText('Social worker’s telephone number', 40).refine(
    (phone) => phone === undefined || PHONE.test(phone),
    { error: 'Enter a telephone number, like 01632 960 001 or +44 808 157 0192' },
  ),
  socialWorkerEmail: maybeText('Social worker’s email address', 320).refine(
    (email) => email === undefined || ADDRESS.test(email),
    { error: 'Enter an email address in the correct format, like name@council.gov.uk' },
  ),
};

const Given = z.object(socialWorkerFields);

/** Of a whole form: a social worker whom nobody can reach is of no use to the entry authority. */
export const canBeReached = (context: {
  readonly value: { readonly socialWorkerPhone?: unknown; readonly socialWorkerEmail?: unknown };
  readonly issues: unknown[];
}): void => {
  const { socialWorkerPhone, socialWorkerEmail } = context.value;
  if (socialWorkerPhone === undefined && socialWorkerEmail === undefined)
    context.issues.push({
      code: 'custom',
      input: socialWorkerPhone,
      path: ['socialWorkerPhone'],
      message: 'Enter a telephone number or an email address',
    });
};

/** A social worker as the fields give them. */
export const socialWorkerOf = (given: z.output<typeof Given>): SocialWorker => ({
  name: given.socialWorker,
  ...defined({ phone: given.socialWorkerPhone, email: given.socialWorkerEmail }),
});

/** The social worker whom a form's answers name, if they name one. */
export function socialWorkerIn(answered: Answered): SocialWorker | undefined {
  const step = Object.values(answered).find((answers) => typeof answers.socialWorker === 'string');
  // The step's own schema has read them.
  return step && socialWorkerOf(step as z.output<typeof Given>);
}

/**
 * The mark by which a case names a social worker: the same for the same person and contact in the same case, so that a form sent twice
 * names nobody anew, and nothing to whoever has no key.
 */
export const socialWorkerMark = (key: Uint8Array, caseId: string, named: SocialWorker): string =>
  createHmac('sha256', key)
    .update(`social-worker:${caseId}:${canonicalJson(named)}`)
    .digest('base64url');
