/** How unevenly something is spread over areas of different size: 0 when every child population has the same rate. */

export interface Rate {
  /** Children who live there: how much the area counts. */
  readonly children: number;
  /** What came to it, in children. */
  readonly came: number;
}

const totals = (rates: readonly Rate[]) => ({
  children: rates.reduce((sum, one) => sum + one.children, 0),
  came: rates.reduce((sum, one) => sum + one.came, 0),
});

/** Population-weighted Gini coefficient of the rates, 0 to 1: twice the area between the Lorenz curve and the diagonal. NaN when nothing came. */
export const gini = (rates: readonly Rate[]): number => {
  const all = totals(rates);
  const sorted = rates
    .filter(({ children }) => children > 0)
    .toSorted((a, b) => a.came / a.children - b.came / b.children);
  let below = 0;
  let twice = 0;
  for (const { children, came } of sorted) {
    twice += (children / all.children) * (2 * below + came);
    below += came;
  }
  return 1 - twice / all.came;
};

/** Population-weighted Theil index (T) of the rates: 0 when all are alike, larger the more uneven. An area to which nothing came adds nothing. */
export const theil = (rates: readonly Rate[]): number => {
  const all = totals(rates);
  return rates.reduce((sum, { children, came }) => {
    if (came === 0 || children === 0) return sum;
    const share = came / all.came;
    return sum + share * Math.log(share / (children / all.children));
  }, 0);
};

/** Whole numbers as near to these parts of `total` as can be: largest remainders. What a proportional allocation would give. */
export const proportional = (weights: readonly number[], total: number): readonly number[] => {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight, at) => {
    const exact = (total * weight) / all;
    return { at, whole: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  const left = total - parts.reduce((sum, { whole }) => sum + whole, 0);
  const up = new Set(
    parts
      .toSorted((a, b) => b.rest - a.rest || a.at - b.at)
      .slice(0, left)
      .map(({ at }) => at),
  );
  return parts.map(({ at, whole }) => whole + (up.has(at) ? 1 : 0));
};

/** The Lorenz curve of the rates, from the lowest: parts of the population, and parts of what came to them. */
export const lorenzCurve = (rates: readonly Rate[]): readonly (readonly [number, number])[] => {
  const all = totals(rates);
  const sorted = rates.toSorted((a, b) => a.came / a.children - b.came / b.children);
  let [children, came] = [0, 0];
  return [
    [0, 0],
    ...sorted.map((rate) => {
      children += rate.children;
      came += rate.came;
      return [children / all.children, came / all.came] as const;
    }),
  ];
};
