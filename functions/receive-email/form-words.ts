import type { FactField } from '../../shared/words/fact-labels.ts';
import { plain } from './answers.ts';

/** What our form says of itself, above its questions. */
export const FORM_TITLE = 'Refer a child to the National Transfer Scheme';
export const FORM_PART = 'The referral';
/** Children that one form has room for; more are sent as a table. */
export const FORM_CHILDREN = 6;
export const FORM_INTRO = [
  'Write your answers in the middle column. Leave empty what you do not know: we ask for it by email, and the referral is not lost.',
  `One form is for one child, or for brothers and sisters who should stay together. There is room for ${FORM_CHILDREN}. Leave the tables of further children empty.`,
  'Save the form as a Word document, without a password. Attach it to an email from your council’s address. We answer within minutes, with a reference.',
] as const;

/** Rows whose cell has a line for each of several facts: nobody has to answer them all, and the form stays short. */
export const FORM_GROUPS = {
  'Age assessment and other dates': [
    'ageAssessmentLedBy',
    'claimedBirth',
    'claimedBirthSource',
    'documentedBirth',
    'documentedBirthSource',
    'assessedBirth',
    'assessedBirthSource',
  ],
  'Care and immigration': ['careStatus', 'immigrationStatus', 'presentedElsewhere', 'presentedTo'],
  'Health and going missing': [
    'timesMissing',
    'lastMissingMonth',
    'lastMissingOn',
    'nhsNumber',
    'healthScreening',
    'fitToMove',
    'fitToMoveOn',
    'healthKinds',
  ],
  'To match a home': [
    'languageCodes',
    'faithGroup',
    'diet',
    'educationStage',
    'canShare',
    'smokes',
    'withPets',
    'whyToAvoid',
  ],
  'Who works for the child': [
    'hasSolicitor',
    'solicitor',
    'hasGuardian',
    'guardian',
    'hasAdvocate',
    'advocate',
    'hasReviewingOfficer',
    'reviewingOfficer',
  ],
} as const satisfies Readonly<Record<string, readonly FactField[]>>;

const own = new Set(
  [FORM_TITLE, FORM_PART, ...FORM_INTRO, ...Object.keys(FORM_GROUPS), 'Your answer', 'How to answer'].map(
    plain,
  ),
);

/** Whether words are those of our form, and nobody's answer. */
export const isOwnFormText = (text: string): boolean => plain(text) === '' || own.has(plain(text));
