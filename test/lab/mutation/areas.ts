/** What `npm run mutate` changes, and the tests that have to notice. */
export interface Area {
  readonly about: string;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  /**
   * The thin edges, with a goal of 90 in place of 95: texts with a space in them are left out (sentences, which tests of whole pages and
   * e-mails read), so is what a module does while it is loaded (tables of words, schemas), and who lives is counted, not explained.
   */
  readonly edge?: true;
  /** Whether its tests ask DynamoDB Local. The conditions that they send are then changed too, clause by clause. */
  readonly asksTables?: true;
}

/** Sources that are not measured, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  'shared/words/{amendments,authority-names,clashes,closing,counting,documents,earlier-referrals,exemptions,fact-labels,facts,hold-reasons,languages,missing-details,odd-figures,offers,overruled,reasons,regions,statuses,times}.ts':
    'words that people read, and so do the tests of pages and e-mails',
  'shared/core/case/diagram.ts':
    'draws the diagram of shared/core/README.md, which a test compares with the table itself',
  'functions/*/{handler,settings}.ts':
    'puts a function together from its environment: journeys run it as the bundle that is deployed',
  'functions/*/build/*.ts': 'writes files that a test compares with what is kept',
  'functions/pages/generated/**/*.ts': 'written by what stands in build/',
  'functions/pages/http/form-files.ts': 'the Word form and the table, generated',
  'functions/pages/views/nunjucks-slim.d.ts': 'types only',
  'functions/pages/about/*.ts': 'words on pages, read by people and by the tests of pages',
  'functions/pages/words/*.ts': 'words on pages, read by people and by the tests of pages',
  'functions/send-notification/emails/words.ts':
    'words in e-mails, read by people and by the tests of e-mails',
};

/** The folders of pages, an area each: their tests are many. */
const page = (
  folder: string,
  about: string,
  tests: readonly string[],
  more: readonly string[] = [],
): Area => ({
  edge: true,
  about,
  sources: [`functions/pages/${folder}/*.ts`, ...more],
  tests,
});

export const areas: Readonly<Record<string, Area>> = {
  core: {
    about: 'the allocation check, the life of a case with its table of transitions, headroom, working days',
    sources: ['shared/core/**/*.ts', 'shared/words/verdicts.ts'],
    tests: [
      // One reads the code itself, which is not as it stands once mutants are in it.
      'test/core/**/!(sorted-by-first-code).test.ts',
      'test/functions/{duplicates,schedules,channels,mail-json,referred-before}.test.ts',
      'test/api/openapi.test.ts',
    ],
  },
  outbox: {
    about: 'what follows from an event: which e-mails, and which cases are checked again',
    sources: ['functions/relay-events/relay-events.ts', 'shared/runtime/each-record.ts'],
    tests: [
      'test/functions/relay-events.test.ts',
      'test/functions/relay-and-privacy.test.ts',
      'test/functions/runtime.test.ts',
    ],
  },
  stores: {
    about: 'what the stores ask DynamoDB to keep to, and what they make of its answers',
    sources: [
      'shared/aws/dynamo-*-store.ts',
      'shared/aws/{cancelled,case,council}-transaction.ts',
      'shared/aws/{place,rota}-update.ts',
      'shared/aws/{case,council,event,fingerprint,line}-item.ts',
      'shared/aws/{attributes,council-counts,held,keys,query,seed-councils,trail}.ts',
    ],
    tests: ['test/contract/{dynamo,dynamo-every-call,dynamo-faults,keys,stored-items}.test.ts'],
    asksTables: true,
  },
  twins: {
    about: 'the twins in memory, which every simulation stands on',
    sources: [
      'shared/memory/memory-{api,case,council,digest,draft,figure,person,reply,roster,sealed,sign-in}-store.ts',
    ],
    tests: ['test/contract/memory.test.ts'],
  },
  api: {
    edge: true,
    about: 'the API: who asks, what is refused and how, what is answered',
    sources: ['functions/api/**/*.ts'],
    tests: ['test/api/*.test.ts'],
  },
  schedules: {
    edge: true,
    about: 'deadlines, counts and reminders, and what is anchored outside the tables',
    sources: [
      'functions/{enforce-deadlines,recount-headroom,remind-capacity,anchor-trails,forget-documents,keep-watch,keep-figures}/*.ts',
    ],
    tests: [
      'test/functions/{schedules,anchor-trails,forget-documents,keep-watch,keep-figures,policies,holds-in-a-batch}.test.ts',
    ],
  },
  receiving: {
    edge: true,
    about: 'a referral that came, from the queue to its decision',
    sources: ['functions/allocate-referral/*.ts'],
    tests: ['test/functions/{allocate-referral,receiving,holds-in-a-batch}.test.ts'],
  },
  runtime: {
    edge: true,
    about: 'what every function is put together with: logs, metrics, keys, links, retries',
    sources: ['shared/runtime/*.ts'],
    tests: ['test/functions/{runtime,middleware,found-and-recorded,nationalities,one-time-code}.test.ts'],
  },
  'emails: words': {
    edge: true,
    about: 'what e-mails say, in every variant that an event and its case can give them',
    sources: ['functions/send-notification/emails/*.ts'],
    tests: ['test/functions/{emails-in-words,emails-of-desks}.test.ts'],
  },
  emails: {
    edge: true,
    about: 'whether an e-mail is sent, to whom, and what it opens to them',
    sources: ['functions/send-notification/*.ts'],
    tests: [
      'test/functions/{emails-written,messages-to-emails,send-notification,email-in-hand,paced-mailer,digests}.test.ts',
    ],
  },
  bounces: {
    edge: true,
    about: 'what is done about an e-mail that came back: who is told next, and what is recorded',
    sources: ['functions/record-bounce/*.ts'],
    tests: ['test/functions/record-bounce.test.ts'],
  },
  'mail: heads': {
    edge: true,
    about: 'who speaks in an e-mail, whether a program wrote it, and which e-mail it is',
    sources: [
      'functions/receive-email/head/*.ts',
      'functions/receive-email/{mail-head,mail-id,hash-of,stored-mail}.ts',
    ],
    tests: ['test/functions/mail-heads.test.ts'],
  },
  'mail: words': {
    edge: true,
    about: 'what is read in the lines and the tables of an e-mail',
    sources: [
      'functions/receive-email/{added-to,also-said,answers,asked-lines,bearing,combine,draft,ended-councils,field-lines,form-words,labels,other-child,own-lines,said,spread,tab-table,what-is-new}.ts',
      'functions/receive-email/read-*.ts',
    ],
    tests: [
      'test/functions/{mail-answers,mail-form-terms,mail-lines,mails-as-written,misread-mails}.test.ts',
    ],
  },
  'mail: documents': {
    edge: true,
    about: 'what stands in the files of an e-mail, and how little they may cost',
    sources: [
      'functions/receive-email/documents/*.ts',
      'functions/receive-email/{bound-mail,mail-parser,open-mail}.ts',
    ],
    tests: ['test/functions/{mail-parts,rich-text}.test.ts'],
  },
  mail: {
    edge: true,
    about: 'an e-mail from its bucket to its answer: what is referred, added, set aside and told',
    sources: [
      'functions/receive-email/{answer-lid,place-draft,receive-email,set-aside,tell-council,tools}.ts',
    ],
    tests: ['test/functions/{mail-course,receive-email,mail-set-aside}.test.ts'],
  },
  'pages: entry': page(
    '{sign-in,sessions,people,http}',
    'who comes in, and how each page is opened and answered',
    [
      'test/pages/{who-comes-in,sign-in,sign-in-lids,sessions,people,coordinators,second-step,security}.test.ts',
      'test/pages/{opened-page,kept-replies,content-coding,rotated-link-key,offers}.test.ts',
    ],
    ['functions/pages/{routes,tools}.ts', 'functions/pages/views/*.ts'],
  ),
  'pages: home': page('{entry,home}', 'what waits for whom, and what a council tells of its own referral', [
    'test/pages/{what-waits,what-councils-tell,view-models,home,list-pages,coordinators}.test.ts',
    'test/pages/{give-facts,confirm-amendment,acts-in-the-trail}.test.ts',
    'test/functions/act-on-case.test.ts',
  ]),
  'pages: referring': page('refer', 'a child is referred by form', [
    'test/pages/{whole-referral-form,referral-pages,refer}.test.ts',
  ]),
  'pages: deciding': page('{case,forms,offer,region,transfer,coordinator}', 'what people decide on a case', [
    'test/pages/regions-lead.test.ts',
    'test/pages/{what-desks-ask,what-pages-say,forms-as-drawn,view-models,offers,desks,coordinators,case-page,more-time,assigned}.test.ts',
    'test/pages/{acts-in-the-trail,confirm-amendment,give-facts}.test.ts',
    'test/functions/act-on-case.test.ts',
  ]),
  'pages: figures': page('figures', 'how the scheme does, on a page and as files', [
    'test/pages/{figures,fairness,money,council-sheet,published}.test.ts',
  ]),
  'pages: keeping': page(
    '{sealed,documents,keys,councils,capacity}',
    'sealed details, documents, keys, councils, places',
    [
      'test/pages/{kept-and-declared,kept-pages,sealed,documents,downloads,keys,council-page,councils,contacts,desks,succession}.test.ts',
    ],
  ),
};
