/** The lines of an e-mail that tells several things: each thing by the subject that it has there. */
export const linesTold = (html: string): readonly string[] =>
  [...html.matchAll(/<a class="link" href="http[^>]*>([^<]+)<\/a><br>/g)].map(([, line = '']) => line);
