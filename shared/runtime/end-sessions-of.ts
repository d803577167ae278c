import type { SignInStore } from '../ports/sign-in-store.ts';

/**
 * Ends every session of somebody: they sign in again, if they may.
 *
 * @param person by their id at the desk
 * @param now seconds since 1970
 */
export async function endSessionsOf(
  signIns: Pick<SignInStore, 'sessions' | 'end'>,
  { desk, person, now }: { readonly desk: string; readonly person: string; readonly now: number },
): Promise<void> {
  for (const session of await signIns.sessions(desk, now))
    if (session.person === person) await signIns.end(desk, session.signInId);
}
