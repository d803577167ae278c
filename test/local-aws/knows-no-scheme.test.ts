import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Words that only this scheme uses: of its people, its things, its tables and its queues. */
const words =
  /\b(?:councils?|referrals?|offers?|coordinators?|placements?|duty (?:desk|manager)s?|carers?|smps?|rota|headroom|sealed|quarantined?|nts|the scheme)\b/gi;

const texts = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|mjs|java)$/.test(file))
    .map((file) => path.join(folder, file))
    .filter((file) => !import.meta.filename.endsWith(file));

test.each([...texts('infra/local-aws'), ...texts('test/local-aws')])(
  '%s has no word of what is run by it',
  (file) => {
    expect(readFileSync(file, 'utf8').match(words) ?? []).toEqual([]);
  },
);
