import type { PersonAtDesk } from '../core/people-at-desk.ts';

export type { PersonAtDesk };

/**
 * Who signs in for a desk by an own address, and who asks to. A desk is named as its contacts are, `council:<code>`; those who read the figures are known at `READERS`.
 * Whoever is known no more (`now` has come to their `expiresAt`, both seconds since 1970) is not there.
 */
export interface PersonStore {
  /** Whoever has an address at a desk; addresses that differ in capitals are one. */
  find(desk: string, address: string, now: number): Promise<PersonAtDesk | undefined>;
  read(desk: string, id: string, now: number): Promise<PersonAtDesk | undefined>;
  /** Everybody at a desk, in no order. */
  people(desk: string, now: number): Promise<readonly PersonAtDesk[]>;
  /**
   * Whoever has an address at a desk; somebody `new` of this moment where there is nobody. Side by side it makes one.
   *
   * @param fresh nobody can guess it: the first one that a desk is given is what the ids of its people are made from, for good
   * @param expiresAt when somebody new is known no more
   */
  add(desk: string, address: string, fresh: string, at: string, expiresAt: number): Promise<PersonAtDesk>;
  /**
   * Writes how somebody stands now, unless somebody else did since they were looked at: `version` is one more than was seen. The same
   * change again is the one that was made.
   *
   * @returns 'overtaken': nothing was changed
   */
  change(person: PersonAtDesk, expiresAt: number): Promise<'changed' | 'overtaken'>;
  /**
   * Notes that somebody signed in, and as what, where they are let in and known still; else nothing.
   *
   * @param role as they said this time; what was said before stays where it is left out
   * @param expiresAt when they are known no more
   */
  noteSignIn(
    desk: string,
    id: string,
    signedIn: { readonly at: string; readonly role?: string },
    expiresAt: number,
  ): Promise<'noted' | 'not-let-in'>;
  /** Somebody is known no more from `now` on, such as when e-mail to the address comes back: they may ask anew. */
  forget(desk: string, id: string, now: number): Promise<void>;
}
