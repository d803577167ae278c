/** Mutants that live, each with the reason why no test can or should notice. They count against the score all the same. */
export interface Survivor {
  readonly file: string;
  /** As `npm run mutate` prints them. */
  readonly was: string;
  readonly became: string;
  readonly because: string;
}

export const survivors: readonly Survivor[] = [
  {
    file: 'shared/core/published-councils.ts',
    was: '/, (?:City|County) of$/',
    became: '/, (?:City|County) of/',
    because: 'No published name goes on after these words.',
  },
  {
    file: 'shared/core/allocation.ts',
    was: '[]',
    became: '["Stryker was here"]',
    because:
      'Links that were not given are asked for before the check gets this far; a text has no kind, so it is no link of any.',
  },
  {
    file: 'shared/core/allocation.ts',
    was: "'later-in-turn'",
    became: '""',
    because: 'A council without a barrier is always ranked, so it has a place; the words are for the types.',
  },
  {
    file: 'shared/core/allocation.ts',
    was: 'siblings.size + family.size === 0',
    became: 'false',
    because: 'Saves work: without links the three lists below come to the same one.',
  },
  {
    file: 'shared/core/allocation.ts',
    was: 'a.code < b.code',
    became: 'a.code <= b.code',
    because: 'No two have the same key, so equal ones are never compared.',
  },
  {
    file: 'shared/core/candidates.ts',
    was: 'a.council.code < b.council.code',
    became: 'a.council.code <= b.council.code',
    because: 'No two have the same key, so equal ones are never compared.',
  },
  {
    file: 'shared/core/rota-choice.ts',
    was: 'a.id < b.id',
    became: 'a.id <= b.id',
    because: 'No two have the same key, so equal ones are never compared.',
  },
  {
    file: 'shared/core/rota-choice.ts',
    was: 'needed > at * (1 - shares) + SLACK',
    became: 'needed >= at * (1 - shares) + SLACK',
    because:
      'Differs only where two numbers are exactly the slack apart, and the slack is what counts as rounding.',
  },
  {
    file: 'shared/core/rota-choice.ts',
    was: 'standing.level - size < -window - SLACK',
    became: 'standing.level - size <= -window - SLACK',
    because:
      'Differs only where two numbers are exactly the slack apart, and the slack is what counts as rounding.',
  },
  {
    file: 'shared/core/rota-choice.ts',
    was: 'Math.abs(level - size * share) <= window + SLACK',
    became: 'Math.abs(level - size * share) < window + SLACK',
    because:
      'Differs only where two numbers are exactly the slack apart, and the slack is what counts as rounding.',
  },
  {
    file: 'shared/core/rota-choice.ts',
    was: 'best === undefined',
    became: 'false',
    because: 'Any deadline is sooner than infinity, where the search begins; the check is for the types.',
  },
  {
    file: 'shared/core/rota-choice.ts',
    was: 'longerWait(standing, best) < 0',
    became: 'longerWait(standing, best) <= 0',
    because: 'Two parties never wait equally long: their ids differ.',
  },
  {
    file: 'shared/core/rota-parties.ts',
    was: '[]',
    became: '["Stryker was here"]',
    because: 'Only parties of the same list are ranked, so each is found; the check is for the types.',
  },
  {
    file: 'shared/core/rota-parties.ts',
    was: 'a.code < b.code',
    became: 'a.code <= b.code',
    because: 'No two have the same key, so equal ones are never compared.',
  },
  {
    file: 'shared/core/rota-parties.ts',
    was: 'council.offered <= 0',
    became: 'false',
    because: 'Saves work: no child is counted for a council that was offered none.',
  },
  {
    file: 'shared/core/rota-parties.ts',
    was: 'council.offered <= 0',
    became: 'council.offered < 0',
    because: 'Saves work: no child is counted for a council that was offered none.',
  },
  {
    file: 'shared/core/rota-parties.ts',
    was: 'thing === undefined',
    became: 'false',
    because: 'Only parties of the same list are ranked, so each is found; the check is for the types.',
  },
  {
    file: 'shared/core/rota.ts',
    was: 'Math.round(children * 1e9) / 1e9 + 0',
    became: 'Math.round(children * 1e9) / 1e9 - 0',
    because: 'Zero with or without a sign: it is stored as 0 either way, and compares alike.',
  },
  {
    file: 'shared/core/rota.ts',
    was: 'a.id < b.id',
    became: 'a.id <= b.id',
    because: 'The same id twice is refused whichever comes first.',
  },
  {
    file: 'shared/core/rota.ts',
    was: 'a.id < b.id',
    became: 'a.id >= b.id',
    because: 'Any one order will do, as long as it does not depend on how the parties came.',
  },
  {
    file: 'shared/core/rota.ts',
    was: 'false',
    became: 'true',
    because: 'Saves work: sorting what is sorted already changes nothing.',
  },
  {
    file: 'shared/core/rota.ts',
    was: 'entry === undefined',
    became: 'true',
    because: 'Saves work: sorting what is sorted already changes nothing.',
  },
  {
    file: 'shared/core/rota.ts',
    was: 'entry === undefined',
    became: 'entry !== undefined',
    because: 'Saves work: what is found newcomers or not, sorting what is sorted already changes nothing.',
  },
  {
    file: 'shared/core/rota.ts',
    was: 'entry?.rate !== rate',
    became: 'true',
    because: 'Saves work: books closed at an unchanged rate say what they said.',
  },
  {
    file: 'shared/core/rota.ts',
    was: 'entry.rate !== 0',
    became: 'true',
    because: 'Saves work: books closed at an unchanged rate say what they said.',
  },
  {
    file: 'shared/core/rota.ts',
    was: 'a < b',
    became: 'a <= b',
    because: 'No two have the same key, so equal ones are never compared.',
  },
  {
    file: 'shared/core/rota.ts',
    was: '[]',
    became: '["Stryker was here"]',
    because: 'A text is not able, so it is left out of the ranking.',
  },
  {
    file: 'shared/core/turns.ts',
    was: "''",
    became: '"Stryker was here!"',
    because: 'No council has this code either: whoever is open does not depend on what is asked.',
  },
  {
    file: 'shared/core/turns.ts',
    was: '{ fosterCare: 0, supportedAccommodation: 0 }',
    became: '{}',
    because: 'Whether a council is open does not depend on the places asked for.',
  },
  {
    file: 'shared/core/turns.ts',
    was: '[]',
    became: '["Stryker was here"]',
    because: 'Whether a council is open does not depend on the needs asked for.',
  },
  {
    file: 'shared/core/working-days.ts',
    was: 'Math.max(...yearsIn.map((years) => Math.min(...years)))',
    became: 'Math.min(...yearsIn.map(years => Math.min(...years)))',
    because: 'The three lists of bank holidays begin with the same year today.',
  },
  {
    file: 'shared/core/working-days.ts',
    was: 'Math.min(...yearsIn.map((years) => Math.max(...years)))',
    became: 'Math.max(...yearsIn.map(years => Math.max(...years)))',
    because: 'The three lists of bank holidays end with the same year today.',
  },
  {
    file: 'shared/core/working-days.ts',
    was: 'Date.parse(ahead) < ends',
    became: 'Date.parse(ahead) <= ends',
    because: 'At the same instant both sides say the same deadline.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: 'flaws.length > 0',
    became: 'false',
    because:
      'Stands at the first import: a table with a flaw stops every test. The flaws themselves are tested one by one.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code, quoted
    was: "`The life of a case does not hold together: ${flaws.join('; ')}`",
    became: '``',
    because:
      'Stands at the first import: a table with a flaw stops every test. The flaws themselves are tested one by one.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: "'; '",
    became: '""',
    because:
      'Stands at the first import: a table with a flaw stops every test. The flaws themselves are tested one by one.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: "event.type === 'child-turned-18.v1'",
    became: 'true',
    because: 'The guard is asked of that event only; the check is for the types.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: "'several rows'",
    became: '""',
    because: 'No case can be in two of the guarded situations at once; it is said for whoever adds a row.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: 'more.length > 0',
    became: 'false',
    because: 'No case can be in two of the guarded situations at once; it is said for whoever adds a row.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: 'chosen === undefined',
    became: 'true',
    because: 'No case can be in two of the guarded situations at once; it is said for whoever adds a row.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: "to !== 'new'",
    became: 'true',
    because: 'No end is called new; the check is for the types.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: "from !== 'new'",
    became: 'true',
    because: 'No end is called new; the check is for the types.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: "'new'",
    became: '""',
    because: 'No end is called new; the check is for the types.',
  },
  {
    file: 'shared/core/life-of-a-case.ts',
    was: 'finalStatuses[from]?.includes',
    became: 'finalStatuses[from].includes',
    because: 'It is an end, so it has a list; the question mark is for the types.',
  },
  {
    file: 'shared/core/trail.ts',
    was: "''",
    became: '"Stryker was here!"',
    because: 'An event without a place in a trail was refused a line before; the words are for the types.',
  },
  {
    file: 'shared/core/trail.ts',
    was: 'event.trail?.hash',
    became: 'event.trail.hash',
    because:
      'An event without a place in a trail was refused a line before; the question mark is for the types.',
  },
  {
    file: 'shared/core/unfolding.ts',
    was: '[]',
    became: '["Stryker was here"]',
    because: 'What is no change of places comes to nothing and is left out; no status has that name.',
  },
  {
    file: 'shared/core/unfolding.ts',
    was: 'event.trail?.hash',
    became: 'event.trail.hash',
    because: 'What was just appended has its place; the question mark is for the types.',
  },
  {
    file: 'shared/core/ages.ts',
    was: 'due < now',
    became: 'due <= now',
    because: 'Equal months were answered a line before.',
  },
  {
    file: 'shared/core/hold-reasons.ts',
    was: 'kind !== undefined',
    became: 'true',
    because: 'Without a kind no age is too low, and the kind is asked for; the check is for the types.',
  },
  {
    file: 'shared/core/hold-reasons.ts',
    was: '[]',
    became: '["Stryker was here"]',
    because: 'A text is a link to no council.',
  },
  {
    file: 'shared/core/hold-reasons.ts',
    was: 'left !== undefined',
    became: 'true',
    because: 'Days that are not known are not fewer than any number; the check is for the types.',
  },
  {
    file: 'shared/core/hold-reasons.ts',
    was: 'facts.proposedMoveOn !== undefined',
    became: 'true',
    because: 'A date that is not given is not before today; the check is for the types.',
  },
  {
    file: 'shared/core/missing-facts.ts',
    was: "'Foster care'",
    became: '""',
    because: 'Foster care has no least age, so it is never said to be for older children.',
  },
  {
    file: 'shared/core/missing-facts.ts',
    was: 'first !== undefined && second !== undefined',
    became: 'true',
    because: 'A date that was not given is not later than any; the check is for the types.',
  },
  {
    file: 'shared/core/missing-facts.ts',
    was: 'first !== undefined && second !== undefined',
    became: 'first !== undefined || second !== undefined',
    because: 'A date that was not given is not later than any; the check is for the types.',
  },
  {
    file: 'shared/core/missing-facts.ts',
    was: 'first !== undefined',
    became: 'true',
    because: 'A date that was not given is not later than any; the check is for the types.',
  },
  {
    file: 'shared/core/missing-facts.ts',
    was: 'second !== undefined',
    became: 'true',
    because: 'A date that was not given is not later than any; the check is for the types.',
  },
  {
    file: 'shared/core/missing-facts.ts',
    was: "''",
    became: '"Stryker was here!"',
    because: 'Only dates that were given get this far; the words are for the types.',
  },
  {
    file: 'shared/core/missing-facts.ts',
    was: 'kind !== undefined',
    became: 'true',
    because: 'Without a kind there is no least age; the check is for the types.',
  },
  {
    file: 'shared/core/missing-facts.ts',
    was: 'links.length + areasToAvoid.length === 0',
    became: 'false',
    because: 'Saves work: where nothing is named, nothing unknown is.',
  },
];
