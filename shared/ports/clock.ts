export interface Clock {
  /** The present instant, UTC, ISO 8601. */
  now(): string;
}
