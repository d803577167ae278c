import { everyCouncil } from '../../shared/core/council/published-councils.ts';

/** What of a child a sentence may bear on, by words in it. Too much rather than too little: it is only asked. */
const words: readonly (readonly [string, RegExp])[] = [
  [
    'areasToAvoid',
    /\b(?:avoid\w*|unsafe|not (?:be )?safe|at risk|risks? (?:of|from|in|to)|danger\w*|threat\w*|gangs?|(?:not|never) (?:to )?(?:be )?(?:placed?|moved?|sent|live)|away from|abus\w+|perpetrat\w+|exploiter\w*|must not|should not|cannot (?:be placed|live|stay)|keep (?:him|her|them) from)\b/i,
  ],
  ['links', /\b(?:siblings?|brothers?|sisters?|twins?|cousins?|friends?|links?)\b/i],
  [
    'familyInUk',
    /\b(?:family|uncles?|aunt(?:ie)?s?|fathers?|mothers?|parents?|relatives?|grand\w+|cousins?|brothers?|sisters?)\b/i,
  ],
  ['trafficking', /\b(?:traffick\w*|exploit\w*|nrm|slavery|county lines)\b/i],
  [
    'health',
    /\b(?:health\w*|allerg\w*|medic\w*|epilep\w*|seizures?|diabet\w*|asthma\w*|injur\w*|disab\w*|pregnan\w*|suicid\w*|self.?harm\w*|hiv|hospital\w*|tablets?|insulin|inhaler|asylum seeker clinic)\b/i,
  ],
  ['name', /\b(?:name[ds]?|surname|forename|alias|aka|a\.k\.a\.|also known as|called)\b/i],
  [
    'dateOfBirth',
    /\b(?:born|d\.?o\.?b\.?|date of birth|birth(?:day|date)|aged? (?:of )?\d+|years? old|age)\b/i,
  ],
  [
    'children',
    /\b(?:another|second|other|third|both|two|three|four|five|all) (?:child(?:ren)?|boys?|girls?|young (?:person|people)|siblings?|kids?|minors?|referrals?)\b|\bchild (?:\d|two|three)|\bsame as (?:child|above)|\bas (?:for )?(?:child|above)\b|\btwins?\b/i,
  ],
];

let places: RegExp | undefined;
/** Names of councils, as they are found in a sentence; those that are words of every day are left to the labels. */
function councilNames(): RegExp {
  places ??= new RegExp(
    `\\b(?:${everyCouncil()
      .map(({ name }) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .filter((name) => name.length > 3)
      .join('|')})\\b`,
  );
  return places;
}

/** What an unread line may be about: fields of a referral, or the last words of fields of a child. */
export function bearsOn(line: string): readonly string[] {
  const said = line.slice(0, 2_000);
  const found = words.flatMap(([field, pattern]) => (pattern.test(said) ? [field] : []));
  return councilNames().test(said) && !found.includes('areasToAvoid') ? ['areasToAvoid', ...found] : found;
}

const ofChild = new Set(['name', 'dateOfBirth', 'health']);

/** The same as fields of a referral, of one of its children. */
export const fieldsOfChild = (bears: readonly string[], child: number): readonly string[] =>
  bears.map((one) => (ofChild.has(one) ? `children.${child}.${one}` : one));

/** What waits when the answer to a field could not be read. */
export const bearingOf = (field: string, child: number): readonly string[] => {
  if (['areasToAvoid', 'links', 'familyInUk', 'trafficking'].includes(field)) return [field];
  if (['disability', 'healthKinds', 'fitToMove'].includes(field)) return [`children.${child}.health`];
  if (field === 'turns18Month') return [`children.${child}.dateOfBirth`];
  return ['name', 'dateOfBirth', 'health'].includes(field) ? [`children.${child}.${field}`] : [];
};
