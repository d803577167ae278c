const HOUR_SECONDS = 60 * 60;

/** A working day: whoever comes back tomorrow asks for a new link. */
export const SESSION_SECONDS = 8 * HOUR_SECONDS;
/** How long after its end a form of a session is still known: until the next morning. It opens nothing any more. */
export const LAPSED_SECONDS = 16 * HOUR_SECONDS;

/** Every cookie that the service sets, by its plain name, and for how many seconds a browser keeps it. */
export const ownCookies = {
  'nts-session': SESSION_SECONDS + LAPSED_SECONDS,
  /** Somebody who comes back after half a year asks as anybody does. */
  'nts-device': 180 * 24 * HOUR_SECONDS,
  'nts-back': HOUR_SECONDS,
  /** A working day, as a session lasts: tomorrow somebody else may sit there. */
  'nts-who': 8 * HOUR_SECONDS,
  /** As long as a page that answered a form can be looked at again. */
  'nts-shown': HOUR_SECONDS,
  /** Long enough to sign in, with a second step. */
  'nts-typed': HOUR_SECONDS,
} as const;

export type CookieName = keyof typeof ownCookies;

/** What browsers are told it is called: no other website can set one that is called so. */
export const secureName = (plainName: CookieName): string => `__Host-${plainName}`;
