/** What names one child. It is sealed; nothing else of a referral says who the child is. */
export interface ChildParticulars {
  /** Which child of the group, from 1. */
  readonly number: number;
  readonly name?: string;
  /** YYYY-MM-DD */
  readonly dateOfBirth?: string;
  /** ISO 3166-1 alpha-3, for example ERI. */
  readonly nationality?: string;
  readonly homeOfficeReference?: string;
  readonly portReference?: string;
}

/** Who is responsible for the child at the receiving authority, and how to reach them. Sealed. */
export interface SocialWorker {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
}

/** How long particulars stay sealed after they were last given, in seconds: a case and what follows from it end within that. */
export const SEALED_FOR_SECONDS = 400 * 24 * 60 * 60;

/** Particulars with those that came later put in their place, child by child and field by field. */
export function withLater(
  held: readonly ChildParticulars[],
  given: readonly ChildParticulars[],
): readonly ChildParticulars[] {
  const children = new Map(held.map((child) => [child.number, child]));
  for (const child of given) children.set(child.number, { ...children.get(child.number), ...child });
  return [...children.values()].toSorted((a, b) => a.number - b.number);
}
