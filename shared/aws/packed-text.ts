import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { dictionaries, latestDictionary } from './packing-dictionary.ts';

/** A write is charged by the kilobyte. What is shorter than this stays as it is, open to whoever reads the table. */
const WORTH_PACKING_BYTES = 600;

const dictionaryNumbered = (number: number): Buffer => {
  const words = dictionaries.get(number);
  if (words === undefined)
    throw new Error(`No dictionary has the number ${number}: a later version of this code wrote it.`);
  return Buffer.from(words);
};

/** A text as it is kept: as it is, or, where it is long, deflated behind the number of the dictionary that it was packed with. */
export function packed(words: string): AttributeValue {
  if (Buffer.byteLength(words) < WORTH_PACKING_BYTES) return { S: words };
  const dictionary = dictionaryNumbered(latestDictionary);
  return {
    B: Buffer.concat([Buffer.of(latestDictionary), deflateRawSync(words, { level: 9, dictionary })]),
  };
}

/**
 * The text that an attribute holds, packed or not; undefined when it holds neither.
 *
 * @throws Error when it cannot be unpacked
 */
export function unpacked(value: AttributeValue | undefined): string | undefined {
  if (value?.B === undefined) return value?.S;
  const [number = 0] = value.B;
  return inflateRawSync(value.B.subarray(1), { dictionary: dictionaryNumbered(number) }).toString('utf8');
}
