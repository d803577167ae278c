import type { SignInStore } from '../ports/sign-in-store.ts';

/**
 * Ends the sessions of somebody: they sign in again, if they may.
 *
 * @param person by their id at the desk
 * @param now seconds since 1970
 * @param before only those that were opened before then; all of them, where nothing is said
 */
export async function endSessionsOf(
  signIns: Pick<SignInStore, 'sessions' | 'end'>,
  {
    desk,
    person,
    now,
    before,
  }: {
    readonly desk: string;
    readonly person: string;
    readonly now: number;
    readonly before?: string | undefined;
  },
): Promise<void> {
  for (const session of await signIns.sessions(desk, now))
    if (session.person === person && (before === undefined || session.openedAt < before))
      await signIns.end(desk, session.signInId);
}
