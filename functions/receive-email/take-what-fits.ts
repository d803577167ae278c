import * as z from 'zod';
import { CaseReference } from '../../events/envelope.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import {
  AmendmentRequest,
  doubtsOf,
  flawsOf,
  flawsOfNumbers,
  ReferralRequest,
  type RequestFlaw,
  takeAmendmentApart,
  takeApart,
} from '../../shared/core/referral/referral-request.ts';
import { flawsOfShape } from '../../shared/core/referral/shape-flaws.ts';
import { knownCodes } from '../../shared/runtime/known-codes.ts';
import type { Problem } from './draft.ts';
import { placeInWords } from './place-in-words.ts';

const reference = CaseReference.optional();
/** The API's two requests; in a mail the reference stands beside the facts, as there is no address to hold it. */
const New = z.lazy(() => z.strictObject({ ...ReferralRequest.unwrap().shape, reference }));
const Addition = z.lazy(() =>
  z.strictObject({
    ...AmendmentRequest.unwrap().shape,
    entryAuthority: New.unwrap().shape.entryAuthority,
    reference,
  }),
);

type Flaw = RequestFlaw & { readonly unknown?: boolean };
type Json = Record<string, unknown>;

interface Taken {
  readonly facts: Partial<ReferralFacts>;
  readonly particulars: readonly ChildParticulars[];
}

/** What fits of one request, and what was left out of it; nothing is taken where leaving out would change what is meant. */
interface Fitting {
  readonly taken: Taken | undefined;
  /** Where in the request, and how to write it. */
  readonly problems: readonly Problem[];
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longer than any list of ours: what comes after it changes no answer, and is not looked at. */
const LONGEST_LIST = 251;
/** More than any object of ours has. */
const MOST_FIELDS = 100;

/** Shortens lists; says whether no object has more fields than may be. */
function isBounded(value: unknown, depth = 0): boolean {
  if (depth > 3 || typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) value.length = Math.min(value.length, LONGEST_LIST);
  const within: readonly unknown[] = Object.values(value);
  return (
    (Array.isArray(value) || within.length <= MOST_FIELDS) && within.every((one) => isBounded(one, depth + 1))
  );
}

const withoutNumbers = (children: unknown): void => {
  if (Array.isArray(children)) for (const child of children) if (isObject(child)) delete child.number;
};

/**
 * Leaves out what a flaw is about, so that it counts as not said and is asked for: a fact whole, for a list of needs or of areas to
 * avoid without one of them would be believed.
 *
 * @returns false when the rest would not mean what was meant
 */
function leaveOut(request: Json, { path, unknown }: Flaw, adds: boolean): boolean {
  const [field, second, third] = path;
  if (field === undefined || field === 'reference') return false;
  if (field === 'definition' && second !== undefined && isObject(request.definition)) {
    delete request.definition[second];
    return true;
  }
  if (field !== 'children' || (unknown === true && path.length === 1)) {
    delete request[field];
    return true;
  }
  const { children } = request;
  if (!Array.isArray(children) || children.length === 0) {
    if (adds) delete request.children;
    else request.children = [{}];
    return true;
  }
  if (typeof second !== 'number') {
    // Either there are more than may be, or their numbers do not go from 1 to n: then they count as they stand.
    if (children.length >= LONGEST_LIST || !New.unwrap().shape.children.safeParse(children).success)
      return false;
    withoutNumbers(children);
    return true;
  }
  const child: unknown = children[second];
  if (!isObject(child)) children[second] = {};
  else if (third === undefined) return false;
  else if (third !== 'number') delete child[third];
  else if (adds) return false;
  else withoutNumbers(children);
  return true;
}

const saysNothing = ({
  facts: { children = [], entryAuthority: _ours, definition = {}, ...facts },
  particulars,
}: Taken): boolean =>
  particulars.length === 0 &&
  [facts, definition, ...children.map(({ number: _, ...said }) => said)].every((said) =>
    Object.values(said).every((one) => one === undefined),
  );

type Reading =
  | { readonly kind: 'fits'; readonly taken: Taken; readonly doubts: readonly Flaw[] }
  | { readonly kind: 'flawed'; readonly flaws: readonly Flaw[] };

function read(request: Json, { council, today, adds }: About): Reading {
  const shape = adds ? Addition : New;
  const parsed = shape.safeParse(request, { reportInput: true });
  if (!parsed.success) return { kind: 'flawed', flaws: flawsOfShape(parsed.error) };
  // One's own area to avoid is left out, and said, for every kind of file alike.
  const flaws = [
    ...(adds ? [] : flawsOfNumbers(parsed.data as ReferralRequest)),
    ...flawsOf(parsed.data, today, knownCodes(), ''),
  ];
  if (flaws.length > 0) return { kind: 'flawed', flaws };
  const { reference: _, entryAuthority: _ours, ...said } = parsed.data;
  return {
    kind: 'fits',
    doubts: doubtsOf(parsed.data, today),
    taken: adds
      ? takeAmendmentApart(said as AmendmentRequest, [])
      : takeApart(said as ReferralRequest, council),
  };
}

interface About {
  readonly council: string;
  /** Europe/London, YYYY-MM-DD. */
  readonly today: string;
  /** Whether it adds to a case rather than refers a child. */
  readonly adds: boolean;
}

/** First what does not fit the shape, then a child that was no object, then numbers and what cannot be right: more rounds say nothing new. */
const ROUNDS = 5;
/** Problems of one request that are told. */
const LISTED = 20;

/**
 * Reads one request as the API does, in the same words, but keeps what fits: a mail is not put right and sent again within the
 * second, and the child is there already. What is left out is asked for.
 *
 * @param given is changed
 */
export function takeWhatFits(given: unknown, about: About): Fitting {
  if (!isObject(given))
    return { taken: undefined, problems: [{ where: '', words: 'Give an object in { } here.' }] };
  if (!isBounded(given))
    return {
      taken: undefined,
      problems: [{ where: '', words: `Give at most ${MOST_FIELDS} fields in each { }.` }],
    };
  const problems: Problem[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const reading = read(given, about);
    if (reading.kind === 'fits') {
      for (const doubt of reading.doubts)
        problems.push({ where: placeInWords(doubt, given), words: doubt.words });
      if (!saysNothing(reading.taken)) return { taken: reading.taken, problems };
      if (about.adds && problems.length === 0)
        problems.push({ where: '', words: 'Give at least one fact to add or correct.' });
      return { taken: problems.length === 0 ? reading.taken : undefined, problems };
    }
    for (const flaw of reading.flaws.slice(0, Math.max(0, LISTED - problems.length)))
      problems.push({ where: placeInWords(flaw, given), words: flaw.words });
    if (!reading.flaws.every((flaw) => leaveOut(given, flaw, about.adds)))
      return { taken: undefined, problems };
  }
  return { taken: undefined, problems };
}
