/**
 * What a case of this scheme usually says: words that packed texts refer back to instead of repeating them. What was packed with a
 * dictionary can be read with that one only, so a dictionary never changes: a better one is added under the next number,
 * and those before it stay.
 */

/** 1, of November 2026: the parts of a case, the likeliest last, where references to them are shortest. */
const first = [
  '"hold":{"reasons":[{"code":"possible-duplicate","words":""}],"since":"20","reviewAt":"20","kept":{"at":"20","note":""}}',
  '"escalation":{"because":"no-candidate","all-declined","no-answer","decideBy":"20"},"pause":{"from":"accepted","at":"20"},"missing":[{"field":"","words":""}]',
  '"fingerprints":[{"child":1,"references":[],"person":""}],"possibleDuplicates":["NTS-"],"merged":[{"referralId":"","reference":"NTS-","council":"E0"}]',
  '"declineReason":"no-safe-placement","child-specific","over-threshold","safeguarding","review":"pending","accepted","refused","promotedAt":"20","status":"expired","status":"declined","status":"promised","status":"said-no"',
  '"status":"incomplete","status":"held","status":"eligible","status":"escalated","status":"paused","status":"child-refused","status":"stayed","status":"withdrawn","status":"turned-18","status":"joined-family","stepBy":"20',
  '"needs":{"party":{"kind":"coordinators"},"by":"20","what":"decide on the hold"},"needs":{"party":{"kind":"entry-authority","code":"E10000016"},"by":"20","what":"',
  '"amendments":[""],"factsSaidAt":{},"languages":[],"faith":"","health":"","education":"","sex":"female","supported-accommodation","needs":["trained-carers"]',
  '"E06000001","E08000001","E09000001","E10000001","W06000001","S12000001","N92000002","E12000001","E12000002","E12000003","E12000004","E12000005","E12000006","E12000007","E12000008","E12000009","W92000004","S92000003"',
  '{"id":"NTS-","referralId":"","version":2,"lastHash":"","policy":"nts-2025","status":"offered","facts":{"entryAuthority":"E10000016","referredOn":"202',
  '"children":[{"number":1,"sex":"male","turns18Month":"202","ageAssessment":"not-required","placementKind":"foster-care","needs":[]},{"number":2,"sex":"male","turns18Month":"202","ageAssessment":"not-required","placementKind":"foster-care","needs":[]}],',
  '"definition":{"under18AtClaim":true,"claimsInOwnRight":true,"separatedFromParents":true,"noResponsibleAdult":true},"asylumClaimOn":"202","arrivedOn":"202","inCareOfAuthority":true,"settledSince":"202',
  '"familyInUk":"none","links":[],"areasToAvoid":[],"trafficking":"no-indicators","wishesRecorded":true},"openedAt":"202","moveBy":"202T17:00:00.000Z","cleared":[],"round":1,"offers":[',
  '{"id":"1-1","round":1,"rank":1,"council":"E10000030","region":"E12000008","role":"primary","status":"accepted","madeAt":"202","answerBy":"202T17:00:00.000Z","answeredAt":"202',
  '"},{"id":"1-2","round":1,"rank":2,"council":"E10000014","region":"E12000008","role":"back-up","status":"withdrawn","madeAt":"202","answerBy":"202T17:00:00.000Z","withdrawnBecause":"placed-elsewhere"',
  '},{"id":"1-3","round":1,"rank":3,"council":"E10000032","region":"E12000008","role":"back-up","status":"asked","madeAt":"202","answerBy":"202T17:00:00.000Z"}],"excluded":[],"turned18":[],"told":["answer","arrange","complete","move"],',
  '"entryRegion":"E12000008","placement":{"council":"E10000030","region":"E12000008","how":"accepted","offerId":"1-1","acceptedAt":"202","children":1,"arrangeBy":"202T17:00:00.000Z","socialWorker":"","moveOn":"202","completeBy":"202T17:00:00.000Z","handedOverAt":"202"},',
  '"needs":{"party":{"kind":"council","code":"E10000030"},"by":"202T17:00:00.000Z","what":"answer the offer","what":"arrange the move","what":"confirm the handover"},"nextDueAt":"202T14:00:00.000Z"}',
].join('');

/** Every dictionary there ever was, by the number that packed texts begin with. */
export const dictionaries: ReadonlyMap<number, string> = new Map([[1, first]]);
export const latestDictionary = 1;
