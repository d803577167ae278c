import { isChildField } from '../../shared/words/fact-labels.ts';
import { plain, readers } from './answers.ts';
import { bearingOf } from './bearing.ts';
import type { Entry, Said, Unread } from './said.ts';

const WHICH_CHILD =
  'This is about one child, and more than one is referred in this email, so we do not know about which. Write it beside the child.';

const childrenIn = ({ entries }: Said): readonly number[] => [
  ...new Set(entries.flatMap(({ child, field }) => (isChildField(field) ? [child] : []))),
];

const textOf = ({ entries }: Said, fields: readonly string[]): string =>
  entries
    .filter(({ field }) => fields.includes(field))
    .map(({ text }) => plain(text))
    .toSorted()
    .join(' ');

export const nameIn = (said: Said): string => textOf(said, ['name']);

function bornIn({ entries }: Said): string | undefined {
  const written = entries.find(({ field }) => field === 'dateOfBirth')?.text;
  const day = written === undefined ? undefined : readers.dateOfBirth(written);
  return day?.kind === 'read' ? day.value : undefined;
}

/** Whether two places speak of one child: the same name, and no other date of birth. A group of children is only the same as itself. */
export function isSameChild(one: Said, other: Said): boolean {
  if (one.reference !== other.reference) return false;
  const [name, born, theirs] = [nameIn(one), bornIn(one), bornIn(other)];
  // Two children of whom nobody knows a name may well be alike.
  if (name === '' && born === undefined) return false;
  const said = ({ entries }: Said) => entries.map(keyOf).toSorted().join('\n');
  if (said(one) === said(other)) return true;
  if (childrenIn(one).length > 1 || childrenIn(other).length > 1) return false;
  return name !== '' && name === nameIn(other) && born !== undefined && born === theirs;
}

/** The same for answers that say the same of the same child. */
const keyOf = ({ child, field, part, text }: Entry): string =>
  `${child} ${field} ${part ?? ''} ${plain(text) || text}`;

/** What two places say of one child, as one. What they say alike is said once. */
function together(one: Said, other: Said): Said {
  const known = new Set(one.entries.map(keyOf));
  return {
    ...one,
    reference: one.reference ?? other.reference,
    ...(one.correction === true || other.correction === true ? { correction: true } : {}),
    entries: [...one.entries, ...other.entries.filter((entry) => !known.has(keyOf(entry)))],
    unread: [...one.unread, ...other.unread],
    counts: [...one.counts, ...other.counts],
  };
}

const TAKEN_ONCE =
  'This speaks of the same child as another part of your email. We took both together, as one referral.';

/** Each child once, however often the mail speaks of it. */
export function eachOnce(all: readonly Said[]): readonly Said[] {
  const once: Said[] = [];
  for (const said of all) {
    const at = once.findIndex((one) => isSameChild(one, said));
    const before = once[at];
    if (before === undefined) once.push(said);
    else
      once[at] = together(before, {
        ...said,
        unread: [...said.unread, { where: said.where, words: TAKEN_ONCE, bears: [] }],
      });
  }
  return once;
}

/** Puts what a message says beside its files, or above what it forwards, to the children of whom it speaks. */
export function withLoose(children: readonly Said[], loose: Said): readonly Said[] {
  const [first, ...more] = children;
  if (first === undefined) return children;
  const several = more.length > 0;
  const group = childrenIn(first).length > 1;
  const numbered = childrenIn(loose).some((child) => child > 1);
  // A case that nobody can tell the child of.
  const whose = several && loose.reference !== undefined;
  const mine: Entry[] = [];
  const lost: Entry[] = [];
  for (const entry of loose.entries)
    if (isChildField(entry.field) && (several || (group && !numbered))) lost.push(entry);
    else mine.push(entry);
  const nowhere = (said: Said): readonly string[] =>
    lost.flatMap(({ field }) => childrenIn(said).flatMap((child) => bearingOf(field, child)));
  return children.map((said, at): Said => {
    const told: readonly Unread[] = [
      ...loose.unread,
      ...(lost.length === 0 ? [] : [{ where: loose.where, words: WHICH_CHILD, bears: [] }]),
      ...(whose ? [{ where: `${loose.where}, Reference`, words: WHICH_CHILD, bears: [] }] : []),
    ];
    const bears = [
      ...loose.unread.flatMap((one) => one.bears),
      ...nowhere(said),
      ...(whose ? ['children'] : []),
    ];
    return together(said, {
      ...loose,
      reference: several ? undefined : loose.reference,
      entries: mine,
      unread: at === 0 ? told.map((one, place) => (place === 0 ? { ...one, bears } : one)) : quiet(bears),
      counts: at === 0 ? loose.counts : [],
    });
  });
}

/** What waits with this child too, and is told with another. */
const quiet = (bears: readonly string[]): readonly Unread[] =>
  bears.length === 0 ? [] : [{ where: '', words: '', bears }];
