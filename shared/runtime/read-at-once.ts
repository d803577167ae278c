import * as z from 'zod';

// Zod would write and compile a reader for each contract at its first message. An instance reads a handful of messages, so
// that is never earned back. Comes first in every bundle: a contract decides when it is made.
z.config({ jitless: true });
