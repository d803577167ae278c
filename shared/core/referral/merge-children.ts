/** Children with what is given of some of them laid over them, child by child and field by field, in the order of their numbers. */
export function mergeChildren<Child extends { readonly number: number }>(
  held: readonly Child[],
  given: readonly Child[],
): Child[] {
  const merged = new Map(held.map((child) => [child.number, child]));
  for (const child of given) merged.set(child.number, { ...merged.get(child.number), ...child });
  return [...merged.values()].toSorted((a, b) => a.number - b.number);
}
