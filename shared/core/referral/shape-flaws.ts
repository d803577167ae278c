import type * as z from 'zod';
import { type RequestFlaw, TOO_MANY_CHILDREN_WORDS } from './referral-request.ts';

/** An array where JSON allows many kinds of value: the words name what is wanted, never what was found. */
const wanted: Readonly<Record<string, string>> = {
  string: 'text in double quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false, without quotes',
  array: 'a list in [ ]',
  object: 'an object in { }',
};

const format: Readonly<Record<string, string>> = {
  date: 'Give a date that exists, as YYYY-MM-DD.',
  regex: 'This is not written as it should be: see its pattern and example in /api/openapi.json.',
};

/** One issue in words that say what to do. What was sent is not repeated. */
function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `This is missing. Give ${wanted[issue.expected] ?? issue.expected}.`
        : `Give ${wanted[issue.expected] ?? issue.expected} here.`;
    case 'invalid_value':
      return `Give one of: ${issue.values.join(', ')}.`;
    case 'invalid_format':
      return format[issue.format] ?? 'This is not written as it should be: see /api/openapi.json.';
    case 'too_big':
      if (issue.path.at(-1) === 'children') return TOO_MANY_CHILDREN_WORDS;
      return issue.origin === 'array'
        ? `Give at most ${issue.maximum} here.`
        : issue.origin === 'string'
          ? `Shorten this to ${issue.maximum} characters.`
          : `Give ${issue.maximum} or less.`;
    case 'too_small':
      return issue.origin === 'array'
        ? `Give at least ${issue.minimum} here.`
        : issue.origin === 'string'
          ? `${issue.minimum === 1 ? 'Write something' : `Give at least ${issue.minimum} characters`} here, or leave the field out.`
          : `Give ${issue.minimum} or more.`;
    case 'custom':
      return issue.message;
    default:
      return 'This cannot be used: see /api/openapi.json for what belongs here.';
  }
}

/** A flaw of a shape. The last part of an unknown field's path is a name that its sender gave. */
interface ShapeFlaw extends RequestFlaw {
  readonly unknown: boolean;
}

/**
 * What is wrong with the shape of a request, field by field, in the words of every channel.
 *
 * @param error of a parse with `reportInput`: without it nothing tells what is missing from what is wrong
 */
export const flawsOfShape = ({ issues }: z.ZodError): readonly ShapeFlaw[] =>
  issues.flatMap((issue): readonly ShapeFlaw[] => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...path, key],
          words: 'There is no field of this name. Check the spelling, or leave it out.',
          unknown: true,
        }))
      : [{ path, words: wordsOf(issue), unknown: false }];
  });
