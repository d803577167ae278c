/** Linear programs for HiGHS (highs.dev, compiled to WebAssembly): what the best allocation would have been, had everything been known. */
import highsModule from 'highs';

export interface Variable {
  readonly cost: number;
  /** Upper bound; the lower one is 0. */
  readonly most?: number;
  readonly whole?: boolean;
}

/** `least` <= sum of factor x variable <= `most`. */
export interface Row {
  readonly least?: number;
  readonly most?: number;
  readonly terms: readonly (readonly [variable: number, factor: number])[];
}

interface Solution {
  readonly objective: number;
  readonly values: readonly number[];
}

// The package declares its types as CommonJS, where `default` would lie one deeper; what Node imports is the loader itself.
const load = highsModule as unknown as typeof highsModule.default;
const highs = await load();

/** No values satisfy all the rows: a finding, not a failure. */
export class InfeasibleError extends Error {
  override readonly name = 'InfeasibleError';

  constructor() {
    super('HiGHS proved that nothing satisfies all the conditions');
  }
}

/**
 * The cheapest values; whole ones are proved to be within `gap` (a part of the cost) of the best.
 * @throws {InfeasibleError} when there is no solution; another error when none is proved in time.
 */
export const cheapest = (
  variables: readonly Variable[],
  rows: readonly Row[],
  { seconds = 60, gap = 1e-5 }: { readonly seconds?: number; readonly gap?: number } = {},
): Solution => {
  if (variables.length === 0) return { objective: 0, values: [] };
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { terms } of rows) {
    for (const [variable, factor] of terms) {
      indices.push(variable);
      values.push(factor);
    }
    starts.push(indices.length);
  }
  const { constants, infinity } = highs;
  const { continuous, integer } = constants.variableType;
  const model = {
    numCols: variables.length,
    numRows: rows.length,
    colCost: variables.map(({ cost }) => cost),
    colLower: variables.map(() => 0),
    colUpper: variables.map(({ most }) => most ?? infinity),
    rowLower: rows.map(({ least }) => least ?? -infinity),
    rowUpper: rows.map(({ most }) => most ?? infinity),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols: variables.length,
      starts,
      indices,
      values,
    },
    ...(variables.some(({ whole }) => whole)
      ? { integrality: variables.map(({ whole }) => (whole ? integer : continuous)) }
      : {}),
  };
  return highs.withModel(model, (solver) => {
    solver.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: gap });
    solver.run();
    const status = solver.getModelStatus();
    if (status === constants.modelStatus.infeasible) throw new InfeasibleError();
    if (status !== constants.modelStatus.optimal)
      throw new Error(`HiGHS found no proved optimum (model status ${status}) within ${seconds} seconds`);
    return { objective: solver.getObjectiveValue(), values: Array.from(solver.getSolution().colValue) };
  });
};
