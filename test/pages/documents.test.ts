/** Documents of a referral: who may add, take away and open them, what is taken in, and what is seen of them elsewhere. */
import { zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { actOnCase } from '../../functions/pages/case/act-on-case.ts';
import { cleanedName } from '../../functions/pages/documents/file-name.ts';
import { forms } from '../../functions/pages/http/form-files.ts';
import { eventWords } from '../../functions/pages/words/event-words.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { TEST_FILE } from '../contract/document-store-promises.ts';
import { RecordingMeter } from '../functions/recorders.ts';
import { formsIn, sessionOf } from './forms.ts';
import { type Seen, Site } from './site.ts';

const KENT = 'E10000016';
const MARKER = 'Synthetic Marker';
const PDF = Buffer.from(`%PDF-1.7\n${MARKER} content\n%%EOF`);
const WORD = Buffer.from(forms.word, 'base64');
const MEGABYTE = 1024 * 1024;

let site: Site;
let asked: Case;
let kent: string;

beforeEach(async () => {
  site = await Site.seeded();
  asked = await site.referred();
  kent = await site.signedIn(KENT);
});

const path = () => `/documents/${asked.id}`;
const look = (cookie: string, at = path()) => site.visit({ path: at, cookies: [cookie] });
const listed = () => site.sealed.documents(asked.referralId);

/** The token that stands in the forms of a session. */
async function tokenOf(cookie: string): Promise<string> {
  const { body } = await look(cookie, '/home');
  return sessionOf(body);
}

/** A form with files, as a browser sends it. */
function multipart(fields: Readonly<Record<string, string>>, files: readonly (readonly [string, Buffer])[]) {
  const boundary = '----NtsTestBoundary7MA4YWxk';
  const parts = [
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    ),
    ...files.flatMap(([name, content]) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
      ),
      content,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return {
    body: Buffer.concat(parts),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'sec-fetch-site': 'same-origin' },
  };
}

async function upload(
  name: string,
  content: Buffer,
  cookie = kent,
  at = path(),
  documentKind = '',
): Promise<Seen> {
  const sent = multipart({ session: await tokenOf(cookie), step: 'add', documentKind }, [[name, content]]);
  return site.visit({ method: 'POST', path: at, cookies: [cookie], ...sent });
}

async function acceptedBy(): Promise<string> {
  const [offer] = asked.offers;
  const council = offer?.council ?? '';
  await site.tell(
    asked.id,
    { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
    { kind: 'council', code: council },
  );
  return council;
}

const post = async (step: string, document: string, cookie: string) =>
  site.visit({
    method: 'POST',
    path: path(),
    cookies: [cookie],
    form: { step, document, session: await tokenOf(cookie), confirm: 'yes' },
  });
const openings = async () =>
  (await site.cases.trail(asked.id)).filter(({ type }) => type === 'sealed-details-opened.v1');

describe('adding a document', () => {
  test('keeps it sealed, once however often it is sent, and says so', async () => {
    for (const name of [`C:\\Scans\\${MARKER} letter.PDF`, 'again.pdf']) {
      const { status, headers } = await upload(name, PDF);
      expect([status, headers.location]).toEqual([303, `${path()}?done=added`]);
    }
    const [document, ...others] = await listed();
    expect(others).toEqual([]);
    expect(document).toMatchObject({
      name: `${MARKER} letter.pdf`,
      type: 'application/pdf',
      size: PDF.length,
      council: KENT,
    });
    const kept = await site.documents.read(asked.referralId, document?.copy ?? '');
    expect(Buffer.compare(kept ?? Buffer.of(), PDF)).toBe(0);
    const { body } = await site.visit({ path: path(), query: { done: 'added' }, cookies: [kent] });
    expect(body).toContain('The document is added');
    expect(body).toContain(`${MARKER} letter.pdf`);
    // The same file about another child is another document.
    const other = await site.referred();
    await upload('x.pdf', PDF, kent, `/documents/${other.id}`);
    expect((await site.sealed.documents(other.referralId))[0]?.id).not.toBe(document?.id);
    const { cases, trails } = site.cases.snapshot();
    const told = [cases, trails, site.log.lines, site.notifications.snapshot(), site.referrals.snapshot()];
    expect(JSON.stringify(told)).not.toMatch(/Synthetic|letter/);
  });

  test.each([
    ['scan.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]), 'image/jpeg', 'scan.jpg'],
    ['scan', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), 'image/png', 'scan.png'],
    [
      'form.docx',
      WORD,
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'form.docx',
    ],
    ['program.exe', PDF, 'application/pdf', 'program.pdf'],
  ])('takes %s for what it holds', async (name, content, type, kept) => {
    expect((await upload(name, content)).status).toBe(303);
    expect(await listed()).toMatchObject([{ name: kept, type }]);
  });

  const part = (text: string) => Buffer.from(text);
  const word = (more: Record<string, Buffer>, list = 'wordprocessingml.document.main+xml') =>
    Buffer.from(zipSync({ '[Content_Types].xml': part(list), 'word/document.xml': part('<w/>'), ...more }));
  const locked = (content: Buffer) => {
    const copy = Buffer.from(content);
    const entry = copy.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    copy.writeUInt16LE(copy.readUInt16LE(entry + 8) | 1, entry + 8);
    return copy;
  };

  test('takes a Word document that a program has made', async () => {
    expect((await upload('a.docx', word({}))).status).toBe(303);
  });

  test.each([
    ['a program', 'letter.pdf', part('MZ\x90\x00'), 'must be a PDF'],
    ['a page', 'letter.pdf', part('<html><script>1</script>'), 'must be a PDF'],
    ['a PDF behind something else', 'letter.pdf', part('GIF89a %PDF-1.7'), 'must be a PDF'],
    ['a zipped file', 'a.docx', Buffer.from(zipSync({ 'a.txt': part('a') })), 'must be a PDF'],
    ['half a zipped file', 'a.docx', WORD.subarray(0, 400), 'must be a PDF'],
    ['a Word document under a password', 'a.docx', locked(word({})), 'must be a PDF'],
    ['a password-protected Office file', 'a.docx', part('\xd0\xcf\x11\xe0'), 'must be a PDF'],
    ['macros', 'a.docx', word({ 'word/vbaProject.bin': part('x') }), 'holds macros'],
    ['macros by another name', 'a.docx', word({}, 'document.macroEnabled.main+xml'), 'holds macros'],
    ['a program inside', 'a.docx', word({ 'word/embeddings/oleObject1.bin': part('x') }), 'holds macros'],
    ['an empty file', 'a.pdf', Buffer.of(), 'The file is empty'],
    ['no file', '', Buffer.of(), 'Choose a file'],
    ['more than 3 MB', 'a.pdf', Buffer.concat([PDF, Buffer.alloc(3 * MEGABYTE)]), 'must be 3 MB or smaller'],
    [
      'just more than 3 MB',
      'a.pdf',
      Buffer.concat([PDF, Buffer.alloc(3 * MEGABYTE - PDF.length + 1)]),
      '3 MB',
    ],
  ])('refuses %s in words, and keeps nothing', async (_what, name, content, words) => {
    const { status, body } = await upload(name, content);
    expect(status).toBe(422);
    expect(body).toContain(words);
    expect(body).toContain('There is a problem');
    expect(await listed()).toEqual([]);
  });

  test('takes nearly 3 MB, byte by byte', async () => {
    const content = Buffer.concat([PDF, Buffer.alloc(3 * MEGABYTE - PDF.length - 1, 0xa7)]);
    expect((await upload('big.pdf', content)).status).toBe(303);
    expect(await listed()).toMatchObject([{ size: 3 * MEGABYTE - 1 }]);
  });

  test('takes 20 for one referral', async () => {
    for (let n = 1; n <= 20; n += 1)
      expect((await upload(`${n}.pdf`, Buffer.from(`%PDF-${n}`))).status).toBe(303);
    const last = await look(kent);
    expect(last.body).not.toContain('Add a document');
    const over = await upload('21.pdf', Buffer.from('%PDF-21'));
    expect([over.status, over.body.includes('You can add 20 documents')]).toEqual([422, true]);
    expect((await upload('20.pdf', Buffer.from('%PDF-20'))).status).toBe(303);
    expect(await listed()).toHaveLength(20);
  });

  test('needs a form of the session, from our own page, that can be read', async () => {
    const session = await tokenOf(kent);
    const sent = multipart({ session, step: 'add' }, [['a.pdf', PDF]]);
    const wrong = multipart({ session: 'guess', step: 'add' }, [['a.pdf', PDF]]);
    const two = multipart({ session, step: 'add' }, [
      ['a.pdf', PDF],
      ['b.pdf', PDF],
    ]);
    const visit = (more: object) => site.visit({ method: 'POST', path: path(), cookies: [kent], ...more });
    expect((await visit(wrong)).status).toBe(403);
    expect(
      (await visit({ ...sent, headers: { ...sent.headers, 'sec-fetch-site': 'cross-site' } })).status,
    ).toBe(403);
    expect((await visit(two)).status).toBe(415);
    expect((await visit({ ...sent, body: sent.body.subarray(0, -30) })).status).toBe(415);
    expect((await visit({ ...sent, headers: { 'content-type': 'multipart/form-data' } })).status).toBe(415);
    const stranger = await site.visit({ method: 'POST', path: path(), ...sent });
    expect(stranger.headers.location).toBe('/sign-in');
    expect(await listed()).toEqual([]);
  });

  test('is for the council that referred the child, while the case is open', async () => {
    const asking = asked.offers[0]?.council ?? '';
    const other = await site.signedIn(asking);
    for (const at of [path(), '/documents/NTS-0000-0000']) {
      expect((await look(other, at)).status).toBe(403);
      expect((await upload('a.pdf', PDF, other, at)).status).toBe(403);
    }
    await site.tell(
      asked.id,
      { kind: 'withdraw', reason: 'made-in-error' },
      { kind: 'entry-authority', code: KENT },
    );
    const closed = await upload('a.pdf', PDF);
    expect([closed.status, closed.body.includes('This case is closed')]).toEqual([422, true]);
    expect(await listed()).toEqual([]);
  });

  test('is found from the page of the referral', async () => {
    expect((await site.get(await site.entryLink(asked))).body).toContain(`href="${path()}"`);
  });
});

describe('taking a document away', () => {
  test('asks first, and does nothing at the press of a button alone', async () => {
    await upload('a.pdf', PDF);
    const [listing] = formsIn((await look(kent)).body).filter(({ fields }) => fields.step?.[0] === 'remove');
    const send = (form: Record<string, string | readonly string[]>) =>
      site.visit({ method: 'POST', path: path(), form, cookies: [kent] });
    const asked = await send(listing?.fields ?? {});
    expect(asked.body).toContain('Nobody can open it any more. After 70 days nothing is left of it.');
    expect(asked.body).not.toContain('There is a problem');
    const [question] = formsIn(asked.body).filter(({ fields }) => fields.step?.[0] === 'remove');
    const unticked = await send(question?.fields ?? {});
    expect([unticked.status, unticked.body.includes('Tick the box to say that you want to remove')]).toEqual([
      422,
      true,
    ]);
    expect(await listed()).toHaveLength(1);
    expect((await send({ ...question?.fields, confirm: 'yes' })).headers.location).toContain('done=removed');
    expect(await listed()).toEqual([]);
  });

  test('is for its council until another has accepted', async () => {
    await upload('a.pdf', PDF);
    await upload('b.pdf', Buffer.from('%PDF-b'));
    const [first, second] = await listed();
    const other = await site.signedIn(asked.offers[0]?.council ?? '');
    expect((await post('remove', first?.id ?? '', other)).status).toBe(403);
    expect((await post('remove', first?.id ?? '', kent)).headers.location).toContain('done=removed');
    expect(await listed()).toEqual([second]);
    expect(await site.documents.read(asked.referralId, first?.copy ?? '')).toBeUndefined();
    await acceptedBy();
    expect((await post('remove', second?.id ?? '', kent)).status).toBe(422);
    expect(await listed()).toEqual([second]);
    // From now on also its sender sees it only by opening.
    expect((await look(kent)).body).not.toContain('b.pdf');
  });
});

describe('adding a document again', () => {
  test('changes nothing when it is there and can be opened', async () => {
    await upload('a.pdf', PDF);
    const before = await listed();
    expect((await upload('again.pdf', PDF)).status).toBe(303);
    expect(await listed()).toEqual(before);
  });

  test.each(['lost', 'failed', 'waiting'] as const)(
    'keeps it anew when it is %s, in its place',
    async (verdict) => {
      await upload('a.pdf', PDF);
      await upload('b.pdf', Buffer.from('%PDF-b'));
      const [first, second] = await listed();
      if (verdict === 'lost') await site.documents.remove(asked.referralId, first?.copy ?? '');
      else site.documents.scannedAs(asked.referralId, verdict);
      expect((await upload('a.pdf', PDF)).status).toBe(303);
      const [healed, ...others] = await listed();
      expect(others).toEqual([second]);
      expect(healed).toMatchObject({ id: first?.id, name: 'a.pdf' });
      expect(healed?.copy).not.toBe(first?.copy);
      expect(await site.documents.verdict(asked.referralId, healed?.copy ?? '')).toBe('cleared');
      expect(await site.documents.verdict(asked.referralId, first?.copy ?? '')).toBe('lost');
    },
  );

  test('side by side with taking it away: what is listed has its bytes', async () => {
    await upload('a.pdf', PDF);
    const [first] = await listed();
    // The other window adds the same file between the two steps of the removal.
    const remove = site.documents.remove.bind(site.documents);
    site.documents.remove = async (...given) => {
      site.documents.remove = remove;
      await upload('a.pdf', PDF);
      await remove(...given);
    };
    await post('remove', first?.id ?? '', kent);
    const [kept, ...others] = await listed();
    expect(others).toEqual([]);
    expect(await site.documents.verdict(asked.referralId, kept?.copy ?? '')).toBe('cleared');
  });
});

/** What the trail says of documents. */
const changes = async () =>
  (await site.cases.trail(asked.id)).flatMap((event) =>
    event.type === 'documents-changed.v1' ? [{ ...event.data, by: event.actor }] : [],
  );
const changesOnly = async () => (await changes()).map(({ change }) => change);

describe('every change of what is sealed stands in the trail', () => {
  const other = Buffer.from('%PDF-b');

  test('each adding and each removal once, with who and which, never its name', async () => {
    await upload(`${MARKER}.pdf`, PDF);
    await upload('again.pdf', PDF);
    const [document] = await listed();
    const said = {
      council: KENT,
      document: document?.id,
      by: { kind: 'entry-authority', code: KENT, name: 'Sam Okafor', role: 'duty manager' },
    };
    expect(await changes()).toEqual([{ ...said, change: 'added' }]);
    await post('remove', document?.id ?? '', kent);
    await post('remove', document?.id ?? '', kent);
    await upload('again.pdf', PDF);
    expect(await changes()).toEqual(['added', 'removed', 'added'].map((change) => ({ ...said, change })));
    expect(JSON.stringify(await site.cases.trail(asked.id))).not.toContain(MARKER);
  });

  test('a copy that takes the place of one that cannot be opened is a change too', async () => {
    await upload('a.pdf', PDF);
    site.documents.scannedAs(asked.referralId, 'failed');
    await upload('a.pdf', PDF);
    expect(await changesOnly()).toEqual(['added', 'added']);
  });

  test('what is refused is none', async () => {
    await upload('a.pdf', Buffer.from('MZ'));
    await upload('a.pdf', PDF, await site.signedIn(asked.offers[0]?.council ?? ''));
    await post('remove', '1e4b7e1a-3b1d-8f6e-9a2c-8d4e6b7f1a20', kent);
    expect(await changesOnly()).toEqual([]);
  });

  test('after a council has accepted documents are added with an event, and none goes', async () => {
    await upload('a.pdf', PDF);
    await acceptedBy();
    await upload('b.pdf', other);
    const [first] = await listed();
    await post('remove', first?.id ?? '', kent);
    expect(await changesOnly()).toEqual(['added', 'added']);
    expect(await listed()).toHaveLength(2);
  });

  test('of a case that a council takes at that moment no document goes', async () => {
    await upload('a.pdf', PDF);
    const [document] = await listed();
    const { cases } = site;
    const commit = cases.commit.bind(cases);
    cases.commit = async (change) => {
      cases.commit = commit;
      await acceptedBy();
      return commit(change);
    };
    const { status, body } = await post('remove', document?.id ?? '', kent);
    expect([status, body.includes('A council has accepted. Documents stay as they are')]).toEqual([
      422,
      true,
    ]);
    expect(await listed()).toEqual([document]);
    expect(await changesOnly()).toEqual(['added']);
  });

  test.each(['adding', 'putting in place', 'removing'])(
    '%s that breaks off after its event is done by the next try, without another event',
    async (what) => {
      if (what !== 'adding') await upload('a.pdf', PDF);
      if (what === 'putting in place') site.documents.scannedAs(asked.referralId, 'failed');
      const [document] = await listed();
      const act = () =>
        what === 'removing' ? post('remove', document?.id ?? '', kent) : upload('a.pdf', PDF);
      const { sealed } = site;
      const whole = { add: sealed.addDocument.bind(sealed), remove: sealed.removeDocument.bind(sealed) };
      const breaks = async () => {
        throw new Error('The power is gone.');
      };
      Object.assign(sealed, { addDocument: breaks, removeDocument: breaks });
      await act().catch(() => undefined);
      expect(await listed()).toEqual(document === undefined ? [] : [document]);
      const recorded = await changesOnly();
      expect(recorded.at(-1)).toBe(what === 'removing' ? 'removed' : 'added');
      expect(recorded).toHaveLength(what === 'adding' ? 1 : 2);
      Object.assign(sealed, { addDocument: whole.add, removeDocument: whole.remove });
      expect((await act()).status).toBe(303);
      expect(await changesOnly()).toEqual(recorded);
      const after = await listed();
      expect(after.map(({ id }) => id)).toEqual(what === 'removing' ? [] : [after[0]?.id]);
      expect(after[0]?.copy === undefined || after[0].copy !== document?.copy).toBe(true);
    },
  );

  test('no change comes before its event: when that cannot be written, nothing is changed', async () => {
    await upload('a.pdf', PDF);
    const before = await listed();
    const { cases } = site;
    cases.commit = async () => {
      throw new Error('The table is gone.');
    };
    await upload('b.pdf', other).catch(() => undefined);
    await post('remove', before[0]?.id ?? '', kent).catch(() => undefined);
    expect(await listed()).toEqual(before);
  });

  test('added anew after a removal that broke off, it stays, whoever comes last', async () => {
    await upload('a.pdf', PDF);
    const [first] = await listed();
    const { sealed } = site;
    const remove = sealed.removeDocument.bind(sealed);
    sealed.removeDocument = async (...given) => {
      sealed.removeDocument = remove;
      await upload('a.pdf', PDF);
      return remove(...given);
    };
    await post('remove', first?.id ?? '', kent);
    expect(await changesOnly()).toEqual(['added', 'removed', 'added']);
    const [kept] = await listed();
    expect(kept?.id).toBe(first?.id);
    expect(await site.documents.verdict(asked.referralId, kept?.copy ?? '')).toBe('cleared');
  });

  test('a form that is sent twice at one moment is one adding', async () => {
    const { cases } = site;
    const commit = cases.commit.bind(cases);
    cases.commit = async (change) => {
      cases.commit = commit;
      site.clock.set(new Date(Date.parse(site.clock.now()) + 1).toISOString());
      await upload('a.pdf', PDF);
      return commit(change);
    };
    expect((await upload('a.pdf', PDF)).status).toBe(303);
    expect(await listed()).toHaveLength(1);
    expect(await changesOnly()).toEqual(['added']);
  });

  test('one too many of two windows is taken back in the trail', async () => {
    for (let n = 1; n <= 19; n += 1) await upload(`${n}.pdf`, Buffer.from(`%PDF-${n}`));
    const answers = await Promise.all([upload('a.pdf', PDF), upload('b.pdf', other)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422]);
    const last = await changes();
    const there = new Set<string>();
    for (const { change, document } of last) there[change === 'added' ? 'add' : 'delete'](document);
    expect([...there].toSorted()).toEqual((await listed()).map(({ id }) => id).toSorted());
  });

  test('it keeps nobody’s decision from counting', async () => {
    const [offer] = asked.offers;
    const version = (await site.cases.read(asked.id))?.version;
    await upload('a.pdf', PDF);
    const tools = {
      ...{ cases: site.cases, councils: site.councils, clock: site.clock, policy: site.policy },
      log: site.log,
      meter: new RecordingMeter(),
      pause: async () => {},
    };
    const acted = await actOnCase(tools, {
      caseId: asked.id,
      command: { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
      actor: { kind: 'council', code: offer?.council ?? '' },
      cause: 'a page',
      lookedAt: version ?? 0,
    });
    expect(acted.kind).toBe('done');
  });
});

describe('the scan for threats', () => {
  const verdicts = [
    ['waiting', 0, 'It is being checked for threats.'],
    ['waiting', 61, 'The check for threats has not ended.'],
    ['threat', 0, 'A threat, such as a virus, was found in it.'],
    ['unsupported', 0, 'It may have a password.'],
    ['no-access', 0, 'the fault is ours'],
    ['failed', 0, 'The check for threats broke off.'],
    ['lost', 0, 'It is lost: we cannot find it.'],
  ] as const;

  test.each(verdicts)(
    '%s, after %i minutes: every page says so and what to do, and nothing is handed out',
    async (verdict, minutes, words) => {
      await upload('a.pdf', PDF);
      const [document] = await listed();
      const receiver = await acceptedBy();
      if (verdict === 'lost') await site.documents.remove(asked.referralId, document?.copy ?? '');
      else site.documents.scannedAs(asked.referralId, verdict);
      site.clock.set(new Date(Date.parse(site.clock.now()) + minutes * 60_000).toISOString());
      // Its sender, without the name, which is sealed since a council accepted.
      const own = await look(kent);
      expect(own.body).toContain(words);
      expect(own.body).toContain('This document cannot be opened');
      expect(own.body).not.toContain('a.pdf');
      const cookie = await site.signedIn(receiver);
      const session = await tokenOf(cookie);
      const details = await site.visit({
        method: 'POST',
        path: `/sealed/${asked.id}`,
        form: { step: 'open', session, confirm: 'yes' },
        cookies: [cookie],
      });
      expect(details.body).toContain(words);
      expect(formsIn(details.body).filter(({ action }) => action === path())).toEqual([]);
      const before = await openings();
      const seen = await post('open', document?.id ?? '', cookie);
      expect(seen.status).toBe(409);
      expect(seen.body).toContain(words);
      expect(seen.body).toContain('Nothing was opened');
      expect(seen.body).not.toContain(MARKER);
      expect(await openings()).toEqual(before);
      const ours = verdict === 'lost' || verdict === 'no-access' || verdict === 'failed';
      expect(site.log.codes().includes('DOCUMENT_OUT_OF_REACH')).toBe(ours);
    },
  );

  test('a document that is marked between the opening and the reading is not handed out', async () => {
    await upload('a.pdf', PDF);
    const [document] = await listed();
    await acceptedBy();
    const read = site.documents.read.bind(site.documents);
    site.documents.read = async (...given) => {
      site.documents.scannedAs(asked.referralId, 'threat');
      return read(...given);
    };
    const seen = await post('open', document?.id ?? '', kent);
    expect(seen.status).toBe(409);
    expect(seen.body).toContain('A threat, such as a virus');
  });

  test('the test file that every scanner knows is kept and never opened', async () => {
    expect((await upload('eicar.pdf', TEST_FILE)).status).toBe(303);
    expect((await look(kent)).body).toContain('A threat, such as a virus');
    const [document] = await listed();
    await acceptedBy();
    expect((await post('open', document?.id ?? '', kent)).status).toBe(409);
  });

  test('who may not know learns nothing of it', async () => {
    await upload('eicar.pdf', TEST_FILE);
    const [document] = await listed();
    const backUp = await site.signedIn(asked.offers[1]?.council ?? '');
    const seen = await post('open', document?.id ?? '', backUp);
    expect([seen.status, seen.body.includes('threat')]).toEqual([403, false]);
  });
});

describe('opening a document', () => {
  test('is for the entry authority and who accepted, each opening an event of its own before a byte is read', async () => {
    await upload(`${MARKER} “Ärztin” letter.pdf`, PDF);
    const [document] = await listed();
    const id = document?.id ?? '';
    // Its own, the entry authority opens before anybody has accepted.
    expect((await post('open', id, kent)).status).toBe(200);
    const receiver = await acceptedBy();
    for (const council of [receiver, KENT]) {
      const cookie = await site.signedIn(council);
      const ask = (await look(cookie, `/sealed/${asked.id}`)).body;
      expect(ask).not.toContain(MARKER);
      const [form] = formsIn(ask.slice(ask.indexOf('<main')));
      const details = await site.visit({
        method: 'POST',
        path: `/sealed/${asked.id}`,
        form: { ...form?.fields, confirm: 'yes' },
        cookies: [cookie],
      });
      expect(details.body).toContain(`${MARKER} “Ärztin” letter.pdf`);
      const button = formsIn(details.body).find(({ action }) => action === path());
      const read = site.documents.read.bind(site.documents);
      let recordedBefore = -1;
      site.documents.read = async (...given) => {
        recordedBefore = (await openings()).filter(({ data }) => 'document' in data).length;
        return read(...given);
      };
      const before = (await openings()).length;
      const file = await site.visit({
        method: 'POST',
        path: path(),
        form: button?.fields ?? {},
        cookies: [cookie],
      });
      site.documents.read = read;
      expect(recordedBefore).toBe(council === receiver ? 2 : 3);
      expect(file.status).toBe(200);
      expect(Buffer.compare(file.bytes, PDF)).toBe(0);
      expect(file.headers).toMatchObject({
        'content-type': 'application/pdf',
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-disposition':
          `attachment; filename="${MARKER} _rztin_ letter.pdf"; filename*=UTF-8''Synthetic%20Marker%20%E2%80%9C%C3%84rztin%E2%80%9D%20letter.pdf`.replace(
            '"Synthetic Marker _rztin_',
            '"Synthetic Marker __rztin_',
          ),
      });
      expect(await openings()).toHaveLength(before + 1);
      expect((await openings()).at(-1)?.data).toMatchObject({ council, document: id });
    }
    const timeline = (await site.get(await site.caseLink(await site.current(asked.id)))).body;
    expect(timeline.match(/opened a sealed document<\/h3>/g)).toHaveLength(3);
    expect(timeline).not.toContain(MARKER);
    const { cases, trails } = site.cases.snapshot();
    expect(JSON.stringify([cases, trails, site.log.lines])).not.toMatch(/Synthetic|rztin/);
  });

  test('is refused to everybody else, and records nothing where there is nothing', async () => {
    await upload('a.pdf', PDF);
    const [document] = await listed();
    await acceptedBy();
    const backUp = await site.signedIn(asked.offers[1]?.council ?? '');
    expect((await post('open', document?.id ?? '', backUp)).status).toBe(403);
    expect((await post('open', 'none', backUp)).status).toBe(403);
    for (const id of ['none', '5f0c7e1a-3b1d-8f6e-9a2c-000000000001'])
      expect((await post('open', id, kent)).status).toBe(410);
    expect(await openings()).toEqual([]);
  });

  test('gives nothing when it cannot be recorded', async () => {
    await upload('a.pdf', PDF);
    const [document] = await listed();
    await acceptedBy();
    site.cases.commit = async () => ({ kind: 'lost-race', over: 'case' });
    const seen = await post('open', document?.id ?? '', kent);
    expect(seen.status).toBe(409);
    expect(seen.body).not.toContain(MARKER);
  });
});

describe('what a document is', () => {
  const uploadAs = (kind: string, content = PDF) => upload(`${MARKER}.pdf`, content, kent, path(), kind);
  const say = async (documentKind: string, cookie = kent, document?: string) =>
    site.visit({
      method: 'POST',
      path: path(),
      cookies: [cookie],
      form: {
        step: 'kind',
        asked: 'yes',
        document: document ?? (await listed())[0]?.id ?? '',
        documentKind,
        session: await tokenOf(cookie),
      },
    });
  const saidKinds = async () =>
    (await changes()).map(({ change, documentKind }) => [change, documentKind].filter(Boolean).join(' '));

  test('is said when it is added, and corrected afterwards, before a council has accepted and after it', async () => {
    expect((await uploadAs('health')).status).toBe(303);
    expect((await look(kent)).body).toContain('Health record or assessment. PDF, 1 KB.');
    const corrected = await say('care-plan');
    expect([corrected.status, corrected.headers.location]).toEqual([303, `${path()}?done=kind-said`]);
    expect((await look(kent)).body).toContain('Care plan. PDF, 1 KB.');
    await say('care-plan');
    const receiver = await acceptedBy();
    await say('nrm');
    const { body } = await look(kent);
    expect(body).toContain('Trafficking paper (NRM) or safety plan</h2>');
    expect(body).not.toContain(MARKER);
    expect(await saidKinds()).toEqual(['added health', 'kind-said care-plan', 'kind-said nrm']);
    const cookie = await site.signedIn(receiver);
    const sealed = await site.visit({
      method: 'POST',
      path: `/sealed/${asked.id}`,
      cookies: [cookie],
      form: { step: 'open', confirm: 'yes', session: await tokenOf(cookie) },
    });
    expect(sealed.body).toContain('Trafficking paper (NRM) or safety plan. PDF, 1 KB.');
    expect(sealed.body).not.toContain('Care plan');
  });

  test('may be left out, and the page asks for it, and for an answer when none is given', async () => {
    for (const kind of ['', 'secret']) await uploadAs(kind, Buffer.from(`%PDF-${kind}`));
    expect(await saidKinds()).toEqual(['added', 'added']);
    const { body } = await look(kent);
    expect(body.split('Nobody has said yet what it is. PDF').length - 1).toBeGreaterThanOrEqual(2);
    expect(body).toContain('Say what each document is.');
    const [form] = formsIn(body).filter(({ fields }) => fields.step?.[0] === 'kind');
    const asks = await site.visit({
      method: 'POST',
      path: path(),
      cookies: [kent],
      form: form?.fields ?? {},
    });
    expect([asks.status, asks.body.includes('There is a problem')]).toEqual([200, false]);
    expect(asks.body).toContain('What is the document?');
    for (const given of ['', 'secret']) {
      const unanswered = await say(given);
      expect([unanswered.status, unanswered.body.includes('Select what the document is')]).toEqual([
        422,
        true,
      ]);
    }
    for (const { id } of await listed()) await say('other', kent, id);
    expect((await look(kent)).body).not.toContain('Say what each document is.');
  });

  test('is said by adding the same file again too, and nothing is said twice', async () => {
    await uploadAs('');
    await uploadAs('home-office-letter');
    await uploadAs('home-office-letter');
    await uploadAs('');
    expect(await saidKinds()).toEqual(['added', 'kind-said home-office-letter']);
    expect((await look(kent)).body).toContain('Home Office letter. PDF');
  });

  test('is known no more of one that was removed and is added anew', async () => {
    await uploadAs('health');
    await post('remove', (await listed())[0]?.id ?? '', kent);
    await uploadAs('');
    expect((await look(kent)).body).toContain('Nobody has said yet what it is. PDF');
  });

  test('is not said of a document that is about to be removed, or is not there', async () => {
    await uploadAs('health');
    const { sealed } = site;
    const remove = sealed.removeDocument.bind(sealed);
    sealed.removeDocument = async () => {
      throw new Error('The power is gone.');
    };
    const [document] = await listed();
    await post('remove', document?.id ?? '', kent).catch(() => undefined);
    const refused = await say('nrm');
    expect([refused.status, refused.body.includes('This document is about to be removed')]).toEqual([
      422,
      true,
    ]);
    sealed.removeDocument = remove;
    await post('remove', document?.id ?? '', kent);
    const gone = await say('nrm', kent, document?.id);
    expect([gone.status, gone.body.includes('This document is not there any more')]).toEqual([422, true]);
    expect(await saidKinds()).toEqual(['added health', 'removed']);
  });

  test('is for the council that referred the child to say, while the case is open', async () => {
    await uploadAs('health');
    const [document] = await listed();
    const other = await site.signedIn(asked.offers[0]?.council ?? '');
    expect((await say('nrm', other, document?.id)).status).toBe(403);
    await site.tell(
      asked.id,
      { kind: 'withdraw', reason: 'made-in-error' },
      { kind: 'entry-authority', code: KENT },
    );
    const closed = await say('nrm');
    expect([closed.status, closed.body.includes('This case is closed. Nothing was changed')]).toEqual([
      422,
      true,
    ]);
    expect(await saidKinds()).toEqual(['added health']);
  });

  test('stands on the page of the offer, by kind alone, and in the history of the case', async () => {
    const link = await site.offerLink(asked);
    expect((await site.get(link)).body).not.toContain('They open to you once you have accepted');
    await uploadAs('care-plan');
    await uploadAs('care-plan', Buffer.from('%PDF-2'));
    await uploadAs('', Buffer.from('%PDF-3'));
    const { body } = await site.get(link);
    for (const words of ['Care plan (2)', 'Nobody has said yet what it is', 'They open to you once'])
      expect(body).toContain(words);
    for (const told of [MARKER, '.pdf', ...(await listed()).map(({ id }) => id)])
      expect(body).not.toContain(told);
    await say('age-assessment');
    const history = (await site.cases.trail(asked.id)).map((event) => {
      const { title, details } = eventWords(event);
      return [title, ...details].join(' ');
    });
    expect(history).toContain(
      'Kent added a document Care plan. What it is called stands in the sealed details.',
    );
    expect(history).toContain(
      'Kent said what a document is Age assessment. What it is called stands in the sealed details.',
    );
  });
});

test.each([
  ['../../etc/passwd.pdf', 'passwd.pdf'],
  ['a\u202efdp.exe', 'afdp.pdf'],
  ['a\r\nSet-Cookie: x.pdf', 'aSet-Cookie_ x.pdf'],
  ['.pdf', 'document.pdf'],
  ['…\u0000', '….pdf'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(80)}.pdf`],
])('the file name %j is kept as %j', (given, kept) => {
  expect(cleanedName(given, 'pdf')).toBe(kept);
});
