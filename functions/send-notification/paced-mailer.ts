import type { Mailer } from '../../shared/ports/mailer.ts';
import type { Pause } from '../../shared/runtime/pause.ts';

/**
 * A mailer that waits before it sends, for each address, because SES counts addresses and refuses what comes too fast. It waits before and not
 * after, and remembers nothing: whatever ran just before, in this process or another, no more than one e-mail a wait goes out of each invocation.
 *
 * @param milliseconds for each address; with two invocations side by side twice what SES's rate leaves between two e-mails
 */
export const pacedMailer = (mailer: Mailer, milliseconds: number, pause: Pause): Mailer => ({
  send: async (email) => {
    if (milliseconds > 0) await pause(milliseconds * (email.to.length + email.cc.length));
    return mailer.send(email);
  },
});
