import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { cleanedName } from '../../functions/pages/documents/file-name.ts';
import { render } from '../../functions/pages/views/render.ts';
import { renderHtml } from '../../functions/send-notification/emails/render-html.ts';
import { renderText } from '../../functions/send-notification/emails/render-text.ts';
import { TEST_FILE } from '../contract/document-store-promises.ts';
import { asItStands } from './forms.ts';
import { Site } from './site.ts';

const AMINA = '\u0623\u0645\u064a\u0646\u0629';
/** Turns what follows it, closes what a page opened, hides a letter, and hides words in tags. */
const HOSTILE = `\u202eFDP.\u2069\u2066Am\u200bina \u{e0041}\u3164${AMINA} 2010`;
const SHOWN = `FDP.Amina <bdi>${AMINA}</bdi> 2010`;
const DANGEROUS = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\u{e0000}-\u{e007f}]/u;

let site: Site;
let cookie: string;

beforeAll(async () => {
  site = await Site.seeded();
  cookie = await site.signedIn('E10000016');
});

describe('what people wrote is shown harmless', () => {
  test('on the page of sealed details, and by the names of documents that it lists', async () => {
    const asked = await site.referred();
    const [offer] = asked.offers;
    const { referralId } = asked;
    const sealed = { name: HOSTILE, health: HOSTILE, socialWorker: HOSTILE, languages: HOSTILE };
    await site.sealed.sealFirst(referralId, 'E10000016', [{ number: 1, ...sealed }]);
    await site.documents.put(referralId, 'copy-1', TEST_FILE);
    await site.sealed.addDocument(
      referralId,
      'E10000016',
      {
        id: 'd'.repeat(64),
        copy: 'copy-1',
        name: `${HOSTILE}.pdf`,
        type: 'application/pdf',
        size: 9,
        addedAt: site.clock.now(),
        council: 'E10000016',
      },
      10,
      20_000_000_000,
    );
    await site.tell(
      asked.id,
      { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
      { kind: 'council', code: offer?.council ?? '', name: HOSTILE },
    );
    const path = `/sealed/${asked.id}`;
    const { body: asks } = await site.visit({ path, cookies: [cookie] });
    const form = { ...asItStands(asks.slice(asks.indexOf('<main'))), confirm: 'yes' };
    const { body } = await site.visit({ method: 'POST', path, form, cookies: [cookie] });
    expect(body.split(SHOWN).length - 1).toBeGreaterThanOrEqual(5);
    expect(body).not.toMatch(DANGEROUS);
  });

  test('on the coordinators’ page of a case, in its record: names of those who acted, and their words', async () => {
    const asked = await site.referred();
    const [offer] = asked.offers;
    await site.tell(
      asked.id,
      { kind: 'answer', offerId: offer?.id ?? '', answer: 'decline', reason: 'other', text: HOSTILE },
      { kind: 'council', code: offer?.council ?? '', name: HOSTILE },
    );
    const { body } = await site.get(await site.caseLink(await site.current(asked.id)));
    expect(body.split(SHOWN).length - 1).toBeGreaterThanOrEqual(2);
    expect(body).not.toMatch(DANGEROUS);
  });

  test('on any page and in any e-mail, whatever was written', async () => {
    const signs = fc.constantFrom(
      '\u202e',
      '\u2066',
      '\u2069',
      '\u200b',
      '\u061c',
      '\ufeff',
      '\u{e0041}',
      AMINA,
      'a',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(signs).map((parts) => parts.join('')),
        async (text) => {
          expect(await render('message', { title: text, text: [text], link: undefined })).not.toMatch(
            DANGEROUS,
          );
          const document = {
            subject: text,
            preview: text,
            heading: text,
            blocks: [
              { kind: 'paragraph', text } as const,
              { kind: 'facts', facts: [{ label: text, value: text }] } as const,
            ],
            help: undefined,
            quote: text,
          };
          expect(renderHtml(document)).not.toMatch(DANGEROUS);
          expect(renderText(document)).not.toMatch(/[\u061c\u200b\u202a-\u202e\u2066\u2067\ufeff]/);
          expect(cleanedName(text, 'pdf')).not.toMatch(DANGEROUS);
        },
      ),
    );
  });
});
