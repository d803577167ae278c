/** Every way in beside the pages: the API, what queues deliver, e-mail and schedules; as whom it is for, as others, and as nobody. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { EventType } from '../../events/catalogue.ts';
import { whoSaysWhat } from '../../events/who-says-what.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { defined } from '../../shared/core/defined.ts';
import { aRequest } from '../api/a-request.ts';
import { type Call, CROYDON, Gateway, KENT } from '../api/gateway.ts';
import { aReferral, SOCIAL_WORKER } from '../builders.ts';
import { csvOf, texts, xlsxOf } from '../functions/every-channel.ts';
import { MailIn, stored, type Written } from '../functions/mails.ts';
import { filledForm } from '../functions/office-files.ts';
import type { SchemeInMemory } from '../functions/scheme-in-memory.ts';
import { pointsAt, resources, synthesize } from '../template/synthesis.ts';
import { type StageName, stageNames } from './stages.ts';
import { Watch } from './watched.ts';

const { pipeline } = synthesize();
const nameOf = (id: string): string =>
  resources(pipeline, 'AWS::Lambda::Function').find(({ logicalId }) => logicalId === id)?.name ?? id;

test('what delivers to functions is known: queues, the stream of events, and schedules', () => {
  const mapped = resources(pipeline, 'AWS::Lambda::EventSourceMapping').map(({ properties }) =>
    nameOf(pointsAt(properties.FunctionName)),
  );
  expect(mapped.toSorted()).toEqual([
    'allocate-referral',
    'receive-email',
    'record-bounce',
    'relay-events',
    'send-notification',
  ]);
  const scheduled = resources(pipeline, 'AWS::Scheduler::Schedule').map(({ properties }) =>
    nameOf(pointsAt(properties.Target.Arn)),
  );
  // They are told nothing but the time: there is nobody whom one could ask for.
  expect(scheduled.toSorted()).toEqual([
    'anchor-trails',
    'enforce-deadlines',
    'forget-documents',
    'keep-figures',
    'keep-watch',
    'recount-headroom',
    'remind-capacity',
  ]);
});

async function broughtTo(scheme: SchemeInMemory, name: StageName): Promise<Case> {
  const { id, offers, facts } = await scheme.onlyCase();
  const taker = { kind: 'council', code: offers[0]?.council ?? '' } as const;
  if (name !== 'asked') {
    await scheme.command(id, { kind: 'answer', offerId: offers[0]?.id ?? '', answer: 'accept' }, taker);
    await scheme.settle();
  }
  if (name === 'after handover') {
    const moveOn = scheme.clock.now().slice(0, 10);
    await scheme.command(id, { kind: 'arrange-transfer', moveOn, socialWorker: SOCIAL_WORKER }, taker);
    const handedOverAt = scheme.clock.now();
    const entry = { kind: 'entry-authority', code: facts.entryAuthority } as const;
    await scheme.command(id, { kind: 'complete-transfer', handedOverAt }, entry);
    await scheme.settle();
  }
  return scheme.onlyCase();
}

function watched({ cases, councils, sealed }: SchemeInMemory): Watch {
  const watch = new Watch();
  for (const [name, store] of Object.entries({ cases, councils, sealed })) watch.on(name, store);
  return watch;
}

/** What stands of a case and its child, in every store that may hold it. */
const standing = async (scheme: SchemeInMemory, { referralId }: Case): Promise<string> => {
  const { cases, trails } = scheme.cases.snapshot();
  return JSON.stringify([
    cases,
    trails,
    await scheme.sealed.particulars(referralId),
    await scheme.sealed.owner(referralId),
    await scheme.sealed.documents(referralId),
  ]);
};

describe('the API', () => {
  interface Row {
    readonly own: (reference: string) => Call;
    readonly answers: Readonly<Record<StageName, number>>;
    readonly foreign: (reference: string) => Call;
    readonly foreignAnswer: number;
  }
  const same = (answer: number) => ({ asked: answer, accepted: answer, 'after handover': answer });
  const amendment = { children: [{ number: 1, languages: 'Canary Tigrinya' }] };
  const rows: Readonly<Record<string, Row>> = {
    'POST /api/referrals': {
      own: () => ({ idempotencyKey: 'another', body: aRequest() }),
      answers: same(202),
      foreign: () => ({ council: CROYDON, body: aRequest({ entryAuthority: KENT }) }),
      foreignAnswer: 403,
    },
    'GET /api/referrals/{reference}': {
      own: (reference) => ({ method: 'GET', path: `/api/referrals/${reference}` }),
      answers: same(200),
      foreign: (reference) => ({ method: 'GET', path: `/api/referrals/${reference}`, council: CROYDON }),
      foreignAnswer: 404,
    },
    'POST /api/referrals/{reference}/amendments': {
      own: (reference) => ({ path: `/api/referrals/${reference}/amendments`, body: amendment }),
      answers: { ...same(202), 'after handover': 409 },
      foreign: (reference) => ({
        path: `/api/referrals/${reference}/amendments`,
        body: amendment,
        council: CROYDON,
      }),
      foreignAnswer: 404,
    },
  };

  test('has a row for every operation that it describes', () => {
    const { paths } = JSON.parse(readFileSync('functions/api/openapi.json', 'utf8'));
    const operations = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(rows).toSorted()).toEqual(operations.toSorted());
  });

  test.each(stageNames)('answers each as its row says, when the case is %s', async (name) => {
    const gateway = await Gateway.open();
    const { scheme } = gateway;
    const { taken } = await gateway.call({ body: aRequest() });
    await gateway.lookAtReferrals();
    const theCase = await broughtTo(scheme, name);
    const watch = watched(scheme);
    watch.on('requests', gateway.requests);
    watch.on('referrals', scheme.referrals);
    const before = await standing(scheme, theCase);
    for (const [operation, { own, foreign, foreignAnswer }] of Object.entries(rows)) {
      const tries: readonly (readonly [Call, number])[] = [
        [foreign(taken.reference), foreignAnswer],
        [{ ...own(taken.reference), key: undefined }, 401],
        [{ ...own(taken.reference), key: `nts_${'x'.repeat(43)}` }, 401],
      ];
      for (const [call, wanted] of tries) {
        watch.taken();
        const { status, text } = await gateway.call(call);
        expect(status, operation).toBe(wanted);
        expect(watch.taken().filter((tried) => tried !== 'requests.countRequest')).toEqual([]);
        expect(text).not.toMatch(/canary|2010-05-14/i);
      }
    }
    expect(await standing(scheme, theCase)).toBe(before);
    for (const [operation, { own, answers }] of Object.entries(rows))
      expect((await gateway.call(own(taken.reference))).status, operation).toBe(answers[name]);
  });
});

describe('queues', () => {
  const consumed = (Object.entries(whoSaysWhat) as [EventType, (typeof whoSaysWhat)[EventType]][]).flatMap(
    ([type, { consumers }]) =>
      consumers
        .filter((one) => one === 'allocate-referral' || one === 'send-notification')
        .map((one) => `${one} ${type}`),
  );
  type Make = (stage: { readonly theCase: Case; readonly at: string }) => object;
  interface Row {
    /** Taken: neither sent back nor set aside. Undefined where only the scheme itself says it, and a council never does. */
    readonly own: Make;
    readonly foreign: readonly Make[];
    readonly nobody: readonly Make[];
  }
  const kent = { kind: 'entry-authority', code: KENT } as const;
  const croydon = { kind: 'entry-authority', code: CROYDON } as const;
  const system = { kind: 'system', name: 'test' } as const;
  const NOWHERE = 'NTS-0000-0000';
  const NO_REFERRAL = '0f0c7e1a-3b1d-4f6e-9a2c-00000000dead';
  const trailOf = ({ id, version, lastHash }: Case, subject = id) => ({
    subject,
    number: version,
    policy: 'nts-2025',
    cause: 'test',
    previousHash: '0'.repeat(64),
    hash: lastHash,
  });
  let count = 0;
  const message = (type: EventType, at: string, actor: object, data: object, trail?: object) => {
    count += 1;
    return { id: `walk-${count}`, type, at, actor, data, ...defined({ trail }) };
  };
  /** What the scheme reports of its own trail, and asks itself to look at again. */
  const ofTheTrail = (type: EventType): Row => {
    const { data } = JSON.parse(readFileSync(`events/examples/${type}.json`, 'utf8'));
    return {
      own: ({ theCase, at }) => message(type, at, system, data, trailOf(theCase)),
      foreign: [({ at }) => message(type, at, croydon, data)],
      nobody: [({ theCase, at }) => message(type, at, system, data, trailOf(theCase, NOWHERE))],
    };
  };
  const emailTo = (to: object, caseId: string, at: string, template = 'offer-to-primary') =>
    message('email-requested.v1', at, system, {
      template,
      to,
      about: { kind: 'case', caseId, eventNumber: 2, offerId: '1-1' },
    });
  const present: Readonly<Record<string, Row>> = {
    'allocate-referral referral-received.v2': {
      own: ({ at }) =>
        message('referral-received.v2', at, kent, {
          referralId: '0f0c7e1a-3b1d-4f6e-9a2c-00000000aaaa',
          channel: 'queue',
          facts: aReferral(),
        }),
      foreign: [
        ({ at }) =>
          message('referral-received.v2', at, croydon, {
            referralId: '0f0c7e1a-3b1d-4f6e-9a2c-00000000bbbb',
            channel: 'queue',
            facts: aReferral(),
          }),
        // Another council's referral under the id of this one.
        ({ theCase, at }) =>
          message('referral-received.v2', at, croydon, {
            referralId: theCase.referralId,
            channel: 'queue',
            facts: aReferral({ entryAuthority: CROYDON }),
          }),
      ],
      nobody: [
        ({ at }) =>
          message(
            'referral-received.v2',
            at,
            {},
            {
              referralId: NO_REFERRAL,
              channel: 'queue',
              facts: aReferral(),
            },
          ),
      ],
    },
    'allocate-referral referral-amended.v2': {
      own: ({ theCase, at }) =>
        message('referral-amended.v2', at, kent, {
          referralId: theCase.referralId,
          facts: { wishesRecorded: false },
        }),
      foreign: [croydon, { ...croydon, kind: 'council' }, { kind: 'coordinator', name: 'X' }].map(
        (actor): Make =>
          ({ theCase, at }) =>
            message('referral-amended.v2', at, actor, {
              referralId: theCase.referralId,
              facts: { wishesRecorded: false, entryAuthority: CROYDON },
            }),
      ),
      nobody: [
        ({ at }) =>
          message('referral-amended.v2', at, kent, {
            referralId: NO_REFERRAL,
            facts: { wishesRecorded: false },
          }),
      ],
    },
    'allocate-referral referral-released.v1': ofTheTrail('referral-released.v1'),
    'allocate-referral case-reallocated.v1': ofTheTrail('case-reallocated.v1'),
    'allocate-referral case-resumed.v1': ofTheTrail('case-resumed.v1'),
    'allocate-referral region-answered.v1': ofTheTrail('region-answered.v1'),
    'allocate-referral group-decided.v1': ofTheTrail('group-decided.v1'),
    'allocate-referral age-decided.v1': ofTheTrail('age-decided.v1'),
    'allocate-referral case-reopened.v1': ofTheTrail('case-reopened.v1'),
    'allocate-referral merger-undone.v1': ofTheTrail('merger-undone.v1'),
    'send-notification email-requested.v1': {
      own: ({ theCase: { id, offers }, at }) => ({
        ...emailTo({ role: 'council', council: offers[0]?.council }, id, at),
        id: `${id}:2:offer-to-primary:council:${offers[0]?.council}`,
      }),
      foreign: [({ theCase, at }) => emailTo({ role: 'council', council: CROYDON }, theCase.id, at)],
      nobody: [
        ({ at }) => emailTo({ role: 'council', council: CROYDON }, NOWHERE, at),
        ({ theCase, at }) => emailTo({ role: 'council', council: 'E99999999' }, theCase.id, at),
      ],
    },
  };

  /** The same in the version before. */
  const formerly = ({ own, foreign, nobody }: Row): Row => {
    const said =
      (make: Make): Make =>
      (stage) => {
        const { type, ...body } = make(stage) as { readonly type: string };
        return { ...body, type: type.replace('.v2', '.v1') };
      };
    return { own: said(own), foreign: foreign.map(said), nobody: nobody.map(said) };
  };
  const rows: Readonly<Record<string, Row>> = {
    ...present,
    ...Object.fromEntries(
      Object.entries(present)
        .filter(([name]) => name.endsWith('.v2'))
        .map(([name, row]) => [name.replace('.v2', '.v1'), formerly(row)]),
    ),
  };

  test('have a row for every message that carries something about a case to a function', () => {
    // Of these nobody's case is the subject; the desk that is named is written to at its own registered address, and no other.
    const ofDesks = [
      'sign-in-requested.v1',
      'sign-in-stopped.v1',
      'coordinator-sign-in-requested.v1',
      'lead-sign-in-requested.v1',
      'reader-sign-in-requested.v1',
      'reader-changed.v1',
      'coordinator-access-changed.v1',
      'person-changed.v1',
    ];
    const ofFiles = ['mail-set-aside.v1', 'document-not-cleared.v1', 'alarms-unheard.v1'];
    // What waits for a desk is told to it, at its own address, however often it is called up.
    const ofDigests = ['digest-due.v1'];
    const others = [...ofDesks, ...ofFiles, ...ofDigests].map((type) => `send-notification ${type}`);
    expect([...Object.keys(rows), ...others].toSorted()).toEqual(consumed.toSorted());
  });

  test.each(stageNames)('change nothing of a case for anybody else, when it is %s', async (name) => {
    const gateway = await Gateway.open();
    const { scheme } = gateway;
    await gateway.call({ body: aRequest() });
    await gateway.lookAtReferrals();
    const theCase = await broughtTo(scheme, name);
    const stage = { theCase, at: scheme.clock.now() };
    const deliver = (key: string, body: object) =>
      key.startsWith('allocate') ? scheme.receive(JSON.stringify(body)) : scheme.notify(JSON.stringify(body));
    for (const [key, { foreign, nobody }] of Object.entries(rows))
      for (const make of [...foreign, ...nobody]) {
        const body = make(stage);
        const before = await standing(scheme, theCase);
        const aside = scheme.quarantine.snapshot().length;
        const sent = scheme.mailer.snapshot().length;
        const back = await deliver(key, body);
        const refused = back.length + scheme.quarantine.snapshot().length - aside;
        expect(refused, JSON.stringify(body)).toBe(1);
        expect(scheme.mailer.snapshot().length - sent, key).toBe(0);
        expect((await standing(scheme, theCase)) === before, key).toBe(true);
      }
    for (const [key, { own }] of Object.entries(rows)) {
      const aside = scheme.quarantine.snapshot().length;
      // After the handover a case takes no correction any more, and says so.
      const closed = name === 'after handover' && /referral-amended\.v\d$/.test(key);
      // What the message says of a merger counts for nothing: the case knows of none.
      const unknown = key.endsWith('merger-undone.v1');
      expect(await deliver(key, own(stage)), key).toEqual([]);
      expect(scheme.quarantine.snapshot().length - aside, key).toBe(closed || unknown ? 1 : 0);
    }
  });
});

describe('e-mail', () => {
  const attached = (file: string, content: string | Uint8Array): Written => ({
    body: 'Please find attached.',
    attachment: { name: file, type: 'application/octet-stream', content },
  });
  const lines = Object.entries(texts).map(([label, text]) => `${label}: ${text}`);
  /** A referral in each form that is read. By the file that reads it. */
  const kinds: Readonly<Record<string, Written>> = {
    'read-lines.ts': { body: lines.join('\r\n') },
    'read-csv.ts': attached('children.csv', csvOf(texts)),
    'documents/read-workbook.ts': attached('children.xlsx', xlsxOf(texts)),
    'read-form.ts': attached('form.docx', filledForm(texts)),
  };

  test('has a row for every form that is read', () => {
    const folder = 'functions/receive-email';
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(^|\/)read-[a-z]+\.ts$/.test(file),
    );
    // The first chooses among the others; the others are what two forms have in common.
    const parts = ['read-mail.ts', 'read-table.ts', 'documents/read-office.ts'];
    expect(Object.keys(kinds).toSorted()).toEqual(files.filter((file) => !parts.includes(file)).toSorted());
  });

  let count = 0;
  const mail = (written: Written) => {
    count += 1;
    return stored({ ...written, messageId: `<walk-${count}@mail.example>` });
  };
  const OTHER = 'officer@croydon.example';

  test.each(stageNames)('changes nothing of a case for anybody else, when it is %s', async (name) => {
    const mails = await MailIn.open();
    const { scheme } = mails;
    await scheme.sealed.putContacts(`council:${CROYDON}`, { dutyDesk: 'duty@croydon.example' });
    await mails.receive(mail(kinds['read-lines.ts'] ?? {}));
    const theCase = await broughtTo(scheme, name);
    const before = await standing(scheme, theCase);
    for (const [kind, written] of Object.entries(kinds)) {
      const subject = `Re: ${theCase.id}`;
      const strangers: readonly Written[] = [
        { ...written, subject, from: OTHER },
        { ...written, subject, from: 'officer@nowhere.example' },
        { ...written, subject, verdicts: { dmarc: 'fail' } },
        { ...written, subject, headers: ['Auto-Submitted: auto-generated'] },
      ];
      for (const one of strangers) {
        const sent = scheme.mailer.snapshot().length;
        await mails.receive(mail(one));
        expect((await standing(scheme, theCase)) === before, `${kind} from ${one.from ?? 'Kent'}`).toBe(true);
        const told = scheme.mailer.snapshot().slice(sent);
        expect(JSON.stringify(told)).not.toMatch(/canary/i);
        // The other council hears that it has no such referral, and nothing of what is missing from this one.
        const answered = mails.told().filter(({ council }) => council === CROYDON);
        expect(answered.flatMap(({ referrals }) => referrals)).toEqual([]);
      }
    }
  });

  test.each(Object.entries(kinds))('refers and amends for the council itself: %s', async (_kind, written) => {
    const mails = await MailIn.open();
    const { scheme } = mails;
    await mails.receive(mail(written));
    const theCase = await scheme.onlyCase();
    expect(await scheme.sealed.owner(theCase.referralId)).toBe(KENT);
    await mails.receive(mail({ subject: `Re: ${theCase.id}`, body: 'Languages: Tigrinya' }));
    expect(mails.told().map(({ outcome }) => outcome)).toEqual(['read', 'read']);
    expect((await scheme.sealed.particulars(theCase.referralId))[0]?.languages).toBe('Tigrinya');
  });
});
