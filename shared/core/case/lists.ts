import { presentCode } from '../../../events/former-codes.ts';
import { regionOfCouncil } from '../council/region-of.ts';
import { isVerification } from '../council/verification.ts';
import { defined } from '../defined.ts';
import { hashOf } from '../hash.ts';
import type { Case, CaseStatus } from './case.ts';
import { alsoAsked, liveOffer } from './deadlines.ts';
import { partyName } from './party-name.ts';
import { isClosed, moveDay } from './standing.ts';
import { actBy } from './waiting-on.ts';
import { type WorkKind, workOf } from './worklists.ts';

/**
 * Lists on which a case stands beside those of whoever is to act: those of its entry authority, while it is open (`open`) and once it has
 * ended (`over`); of each council that is asked for something beside the one whose turn it is (`asked`); of the council that has taken its
 * children, for good (`taken`); of each region that has to do with it (`region`); that of its status, that of its policy, and that of all cases. What coordinators decide or
 * watch is on theirs (`work`), the most urgent first. Whatever is under legal hold is on one of its own (`legal-hold`).
 */
export type ListName =
  | `${'open' | 'over' | 'asked' | 'taken' | 'region' | 'policy'}:${string}`
  | `status:${CaseStatus}`
  | 'work'
  | 'legal-hold'
  | 'all';

/** What a list says of a case, which follows the case: nothing that only its own page knows. */
export interface CaseLine {
  readonly caseId: string;
  /** When it was referred: what the lists are in order of. */
  readonly openedAt: string;
  /** On every list but those that are read whole: of a region, and of the coordinators’ work. */
  readonly policy?: string;
  /** On the lists of who referred and of who has taken the children. */
  readonly status?: CaseStatus;
  /** On that of who referred, while it is open; on that of a region where nobody has a deadline. */
  readonly moveBy?: string;
  /** On that of a region, beside its status: who referred, who has taken the children, the party that it waits for, by when that has to act, and the day of its move, as far as there is one. */
  readonly entryAuthority?: string;
  readonly takenBy?: string;
  readonly waitsFor?: string;
  readonly by?: string;
  readonly moveOn?: string;
  /** On that of the coordinators’ work, beside who referred: what it is, what holds the case, and where it stands on that list. */
  readonly kinds?: readonly WorkKind[];
  readonly reasons?: readonly string[];
  readonly urgency?: string;
  /** On that of the coordinators’ work: who of them deals with it, by their id on the roster. */
  readonly assignedTo?: string;
}

/** Where a line stands in a list: in order of referral, or of what is to be done, and of one moment by reference. */
export const placeInList = ({
  openedAt,
  caseId,
  urgency,
}: Pick<CaseLine, 'openedAt' | 'caseId' | 'urgency'>): string => `${urgency ?? openedAt}#${caseId}`;

/** A part of a list, the latest first. */
export interface ListSpan {
  /** The earliest place, or instant, that is in it. */
  readonly from?: string;
  /** The latest place that is in it; an instant is not, itself. */
  readonly upTo?: string;
  /** No more lines than this are looked at: the latest of them. */
  readonly most: number;
}

/** A part of the coordinators’ work, the most urgent first. */
export interface WorkSpan {
  /** The place after which it begins. */
  readonly after?: string;
  /** No more lines than this are looked at. */
  readonly most: number;
}

/** What is in a part of a list. */
export interface ListPart {
  readonly lines: readonly CaseLine[];
  /** The place of the last that was looked at, where there may be more behind it. */
  readonly end?: string;
}

/** Whether a line says what is looked for; what is not asked for fits. */
export const fitsSearch = (
  line: CaseLine,
  { status, policy }: { readonly status?: CaseStatus; readonly policy?: string },
): boolean =>
  (status === undefined || line.status === status) && (policy === undefined || line.policy === policy);

/** A line, and the list that it stands on. */
export interface Listed {
  readonly list: ListName;
  readonly line: CaseLine;
}

/**
 * The regions that an open case has to do with, each once: that of its entry authority, of the council that is asked (other than as a back-up) or has taken the children, and the one
 * whose lead is asked. Their leads find it on their page. A back-up’s region is not among them, also where it has promised a place.
 */
export function regionsOf(subject: Case): readonly string[] {
  if (isClosed(subject)) return [];
  const { facts, placement, regionAsked } = subject;
  const councils = [facts.entryAuthority, placement?.council, liveOffer(subject)?.council];
  const regions = [
    ...councils.map((code) => (code === undefined ? undefined : regionOfCouncil(code))),
    regionAsked?.region,
  ];
  return [...new Set(regions.filter((one) => one !== undefined))];
}

/** Every line of a case. Of what is made up nothing stands on a list. */
export function linesOf(subject: Case): readonly Listed[] {
  if (isVerification(subject)) return [];
  const { id: caseId, openedAt, policy, status, moveBy, facts, placement, assignedTo } = subject;
  const { entryAuthority } = facts;
  const line = { caseId, openedAt, policy };
  const taken = defined({ takenBy: placement?.council });
  const { needs } = subject;
  const ahead = defined({
    waitsFor: needs && partyName(needs.party),
    by: actBy(subject),
    moveOn: moveDay(subject),
  });
  const stands = { ...line, status };
  const work = workOf(subject);
  // Without which child, or which other case, each is about.
  const reasons = [...new Set(subject.hold?.reasons.map(({ code }) => code.replace(/:.*$/, '')))];
  return [
    isClosed(subject)
      ? { list: `over:${entryAuthority}`, line: stands }
      : { list: `open:${entryAuthority}`, line: { ...stands, moveBy } },
    ...[...new Set(alsoAsked(subject))].map((council) => ({ list: `asked:${council}` as const, line })),
    ...(placement === undefined ? [] : [{ list: `taken:${placement.council}` as const, line: stands }]),
    ...regionsOf(subject).map((region) => ({
      list: `region:${region}` as const,
      line: {
        caseId,
        openedAt,
        status,
        entryAuthority,
        ...taken,
        ...ahead,
        ...(ahead.by === undefined ? { moveBy } : {}),
      },
    })),
    ...(work === undefined
      ? []
      : [
          {
            list: 'work' as const,
            line: { caseId, openedAt, entryAuthority, reasons, ...work, ...defined({ assignedTo }) },
          },
        ]),
    ...(subject.legalHold === undefined ? [] : [{ list: 'legal-hold' as const, line }]),
    { list: `status:${status}`, line },
    { list: `policy:${policy}`, line },
    { list: 'all', line },
  ];
}

/** The lists that a case stands on, each with a mark of what its line says there: kept in the case itself, as what its change wrote. */
export type Listing = NonNullable<Case['listed']>;

/** So many characters of a hash tell what a line says from what the same line said before. */
const MARK_LENGTH = 12;

/** Between what a line says and where it stands, where that may change while the case stays on the list. */
const AT = '@';

const markOf = (line: CaseLine): string => {
  const said = hashOf(line).slice(0, MARK_LENGTH);
  return line.urgency === undefined ? said : `${said}${AT}${line.urgency}`;
};

/** Where a line stood by its mark. */
const urgencyIn = (mark: string): string | undefined => mark.split(AT)[1];

export const listingOf = (lines: readonly Listed[]): Listing =>
  Object.fromEntries(lines.map(({ list, line }) => [list, markOf(line)]));

/** A list of a council that has been given another code since is the same list. */
const asNamedNow = (list: string): ListName => list.split(':').map(presentCode).join(':') as ListName;

/** What the lists have of a case that they should not have, or otherwise, once it has changed. */
export interface ListChange {
  readonly put: readonly Listed[];
  readonly remove: readonly Listed[];
}

/**
 * Goes by what was written, and not by what today's rules would have written: so with its next change a case gets onto a list that is new, off
 * one that there is no more, and has what its lines say since a rule has changed.
 *
 * @param was the lists that the case stood on before
 */
export function listChange(was: Listing, subject: Case): ListChange {
  const { id: caseId, openedAt, policy } = subject;
  const now = linesOf(subject);
  const before = new Map(Object.entries(was).map(([list, mark]) => [asNamedNow(list), mark]));
  const after = new Map(now.map(({ list, line }) => [list, line]));
  return {
    put: now.filter(({ list, line }) => before.get(list) !== markOf(line)),
    remove: [...before].flatMap(([list, mark]) => {
      const [line, urgency] = [after.get(list), urgencyIn(mark)];
      return line !== undefined && line.urgency === urgency
        ? []
        : [{ list, line: { caseId, openedAt, policy, ...defined({ urgency }) } }];
    }),
  };
}

/** The lines that the lists have of a case as it was last written, as far as there still are such lists: none of one that was never listed. */
export const linesKept = (subject: Case): readonly Listed[] => {
  const kept = new Set(Object.keys(subject.listed ?? {}).map(asNamedNow));
  return linesOf(subject).filter(({ list }) => kept.has(list));
};
