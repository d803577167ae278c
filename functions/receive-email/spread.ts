import type { careStatuses } from '../../events/referral.ts';
import type { FactField } from '../../shared/words/fact-labels.ts';
import { saysUnknown } from './also-said.ts';
import { diet, plain, readers } from './answers.ts';
import { chosenIn } from './documents/boxes.ts';
import type { Entry } from './said.ts';

type CareStatus = (typeof careStatuses)[number];

/** The facts that an answer says, where it says more than one, or another than its label; undefined where it says what was asked. */
type Spread = (text: string, entry: Entry) => readonly (readonly [FactField, string])[] | undefined;

const reads = (field: FactField, text: string): boolean => readers[field](text).kind === 'read';
const piecesOf = (text: string, between: RegExp): readonly string[] =>
  text
    .split(between)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');

const statuses = ['careStatus', 'immigrationStatus'] as const;

/** Which status words give, and never both: what either of them could be is asked about. */
function statusOf(text: string): (typeof statuses)[number] | undefined {
  const [field, ...others] = statuses.filter((one) => reads(one, text));
  return others.length > 0 || saysUnknown(plain(text)) ? undefined : field;
}

/** People call both of them the legal status, and write one where the other is asked. */
const status: Spread = (text, { field, either }) => {
  const pieces = piecesOf(text, /[,;/\n]|\s(?:and|&)\s/i);
  const fields = pieces.map(statusOf);
  if (fields.length === 2 && statuses.every((one) => fields.includes(one)))
    return pieces.map((piece, at) => [fields[at] ?? field, piece]);
  if (either !== true && reads(field, text)) return undefined;
  const whole = statusOf(text);
  return whole === undefined ? undefined : [[whole, text]];
};

/** What says that something is not there. */
const nobody = new Set(
  'none no nil na nobody noone notyet noneyet notappointed notyetappointed notallocated notyetallocated notinstructed notyetinstructed awaitingallocation tobeallocated tobeappointed'.split(
    ' ',
  ),
);

const yesAnd = /^y(?:es)?\b[\s,:;(\u2013-]+(\S.*)$/is;

/** Whether somebody works for a child, and who: one is often said where the other is asked. */
const working =
  (has: FactField, who: FactField): Spread =>
  (text) => {
    const said = plain(text);
    if (nobody.has(said)) return [[has, 'no']];
    if (saysUnknown(said) || reads(has, text)) return [[has, text]];
    const [, named] = yesAnd.exec(text) ?? [];
    return named !== undefined && reads(who, named) ? [[who, named]] : undefined;
  };

const saysNothing = (said: string): boolean => saysUnknown(said) || said === 'na';

/** Nothing is said: as though it had been left empty. */
const orNothing: Spread = (text) => (saysNothing(plain(text)) ? [] : undefined);

const lastWords = /^(?:(?:last|lastly|went|gone|missing|most recently|on|in|since)\b[\s:]*)+/i;
/** How often or when a child was missing. */
function missingPiece(piece: string): FactField | undefined {
  if (reads('timesMissing', piece)) return 'timesMissing';
  const when = piece.replace(lastWords, '');
  return reads('lastMissingOn', when)
    ? 'lastMissingOn'
    : reads('lastMissingMonth', when)
      ? 'lastMissingMonth'
      : undefined;
}

const missing: Spread = (text) => {
  if (reads('missingHistory', text)) return undefined;
  const [, after = text] = yesAnd.exec(text) ?? [];
  const pieces = piecesOf(after, /[,;()\n]|\s[\u2013-]\s/);
  const fields = pieces.map(missingPiece);
  if (fields.includes(undefined)) return undefined;
  return [
    ['missingHistory', 'yes'],
    ...pieces.map((piece, at) => {
      const field = fields[at] ?? 'timesMissing';
      return [field, field === 'timesMissing' ? piece : piece.replace(lastWords, '')] as const;
    }),
  ];
};

const never = new Set(['none', 'no', 'never', '0', 'nil']);
const missingDetail: Spread = (text, { field }) => {
  const said = plain(text);
  if (saysNothing(said)) return [];
  if (never.has(said)) return [['missingHistory', 'none']];
  if (reads(field, text)) return undefined;
  const other = field === 'timesMissing' ? undefined : missingPiece(text);
  return other === undefined || other === 'timesMissing' ? undefined : [[other, text.replace(lastWords, '')]];
};

const fitness: Spread = (text) => {
  if (reads('fitToMove', text)) return undefined;
  const [first = '', second = '', ...more] = piecesOf(text, /[,;()\n]|\s[\u2013-]\s|\s(?=on\s\d)/);
  const on = second.replace(/^(?:(?:assessed|found|seen|as of|on)\b[\s:]*)+/i, '');
  return more.length === 0 && reads('fitToMove', first) && reads('fitToMoveOn', on)
    ? [
        ['fitToMove', first],
        ['fitToMoveOn', on],
      ]
    : undefined;
};

const elsewhere: Spread = (text) => {
  if (reads('presentedElsewhere', text)) return undefined;
  const [, named = text] = yesAnd.exec(text) ?? [];
  const council = named.replace(/^(?:to|by|in|at)\s/i, '').replace(/\)$/, '');
  return reads('presentedTo', council)
    ? [
        ['presentedElsewhere', 'yes'],
        ['presentedTo', council],
      ]
    : undefined;
};
const elsewhereTo: Spread = (text) => {
  const said = plain(text);
  if (saysNothing(said)) return [];
  return said === 'none' || said === 'no' ? [['presentedElsewhere', 'no']] : undefined;
};

/** A faith is one of a few, and what is said beside it is kept with what carers should know. */
const faith: Spread = (text, { field, either }) => {
  const group = either === true || field === 'faithGroup' ? readers.faithGroup(text) : undefined;
  if (group?.kind !== 'read') return either === true ? [['faithAndCulture', text]] : undefined;
  const isAll = field === 'faithGroup' && (plain(group.value) === plain(text) || saysUnknown(plain(text)));
  return isAll
    ? undefined
    : [
        ['faithGroup', text],
        ['faithAndCulture', text],
      ];
};

/** "Nut allergy" is more than a diet. */
const allergy = /^(?:(?!not?\b)[a-z]+ ){0,2}allerg(?:y|ies)$|^allergic to \S.*$/i;
const eaten: Spread = (text) => {
  if (saysUnknown(plain(text))) return [];
  if (reads('diet', text)) return undefined;
  const pieces = piecesOf(text, /[,;\n]/);
  const allergies = pieces.filter((piece) => diet(piece).kind === 'unclear' && allergy.test(piece));
  const others = pieces.filter((piece) => !allergies.includes(piece));
  return allergies.length > 0 && others.every((piece) => reads('diet', piece))
    ? [['diet', [...others, 'allergy'].join('; ')], ...allergies.map((one) => ['health', one] as const)]
    : undefined;
};

/** By what a child is looked after says that it is. */
const lookedAfterBy: ReadonlySet<string> = new Set<CareStatus>([
  'accommodated',
  'interim-care-order',
  'care-order',
]);
const inCare: Spread = (text) => {
  if (reads('inCareOfAuthority', text) || statusOf(text) !== 'careStatus') return undefined;
  const status = readers.careStatus(text);
  const isIn = status.kind === 'read' && lookedAfterBy.has(String(status.value));
  return [['careStatus', text], ...(isIn ? ([['inCareOfAuthority', 'yes']] as const) : [])];
};

const both = (has: FactField, who: FactField) => ({ [has]: working(has, who), [who]: working(has, who) });

const spreads: Readonly<Partial<Record<FactField, Spread>>> = {
  careStatus: status,
  immigrationStatus: status,
  inCareOfAuthority: inCare,
  presentedElsewhere: elsewhere,
  presentedTo: elsewhereTo,
  missingHistory: missing,
  timesMissing: missingDetail,
  lastMissingOn: missingDetail,
  lastMissingMonth: missingDetail,
  nhsNumber: orNothing,
  whyToAvoid: (text, entry) => (never.has(plain(text)) ? [] : orNothing(text, entry)),
  fitToMove: fitness,
  fitToMoveOn: orNothing,
  healthKinds: (text) => (saysUnknown(plain(text)) ? [] : undefined),
  languageCodes: orNothing,
  faithGroup: faith,
  faithAndCulture: faith,
  diet: eaten,
  ...both('hasSolicitor', 'solicitor'),
  ...both('hasGuardian', 'guardian'),
  ...both('hasAdvocate', 'advocate'),
  ...both('hasReviewingOfficer', 'reviewingOfficer'),
};

/** Answers as the facts that they say. What could be either of two facts stays so, and is asked about. */
export const spread = (entries: readonly Entry[]): readonly Entry[] =>
  entries.flatMap((entry): readonly Entry[] => {
    const text = chosenIn(entry.text);
    const said = text === '' ? undefined : spreads[entry.field]?.(text, entry);
    if (said === undefined) return [entry];
    const { either: _, ...frame } = entry;
    return said.map(([field, words]) => ({ ...frame, field, text: words }));
  });
