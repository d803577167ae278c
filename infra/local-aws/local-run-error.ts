/** Something a person can put right: its message says what to do, and it is shown without a stack trace. */
export class LocalRunError extends Error {
  override readonly name = 'LocalRunError';
}
