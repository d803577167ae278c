export interface Tried {
  readonly promise: string;
  /** What went wrong; nothing when the promise was kept. */
  readonly broken?: string;
}

export type Trial = readonly [promise: string, tried: () => Promise<void>];

/** Tries all in their order, whatever comes of one. */
export async function tryAll(trials: readonly Trial[]): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const [promise, attempt] of trials) {
    const broken = await attempt().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    tried.push({ promise, ...(broken === undefined ? {} : { broken }) });
  }
  return tried;
}
