import { describe, expect, test } from 'vitest';
import {
  birthdayPartition,
  domainPartition,
  draftsPartition,
  dueShard,
  dueShards,
  indexes,
  keys,
  kinds,
  partitionsOf,
  sessionsPartition,
  trailPartition,
} from '../../shared/aws/keys.ts';

/** What is stored under a key is found under it for as long as it is kept: no key may ever be spelt another way. */
describe('keys', () => {
  test.each<[string, { readonly pk: string; readonly sk: string }, string, string]>([
    ['a council', keys.council('E10000014'), 'COUNCILS', 'COUNCIL#E10000014'],
    ['a region’s turns', keys.regionRota('E12000008'), 'COUNCILS', 'ROTA#E12000008'],
    ['the nation’s turns', keys.nationalRota(), 'ROTA', 'NATIONAL'],
    ['turns, by their scope', keys.rota('national'), 'ROTA', 'NATIONAL'],
    ['… a region’s', keys.rota('E12000008'), 'COUNCILS', 'ROTA#E12000008'],
    ['a council that was made up', keys.council('Z99000001'), 'COUNCILS#VERIFICATION', 'COUNCIL#Z99000001'],
    ['… its region’s turns', keys.rota('Z99000000'), 'COUNCILS#VERIFICATION', 'ROTA#Z99000000'],
    ['… all turns of such councils', keys.rota('verification'), 'ROTA', 'VERIFICATION'],
    ['a case', keys.case('NTS-7F3K-2M9Q'), 'CASE#NTS-7F3K-2M9Q', 'CASE'],
    ['an event of a case', keys.event('NTS-7F3K-2M9Q', 7), 'TRAIL#NTS-7F3K-2M9Q', 'EVENT#000007'],
    ['the last that can be numbered', keys.event('E10000014', 999_999), 'TRAIL#E10000014', 'EVENT#999999'],
    ['a trail that grew', keys.grown('2026-11-23', 'NTS-7F3K-2M9Q'), 'GROWN#2026-11-23', 'NTS-7F3K-2M9Q'],
    [
      'what figures know of a case',
      keys.figureRecord('2026-11', 'NTS-7F3K-2M9Q'),
      'FIGURE-RECORDS#2026-11',
      'NTS-7F3K-2M9Q',
    ],
    [
      'what a council had in its care',
      keys.care('E10000016', '2026-11', 'NTS-7F3K-2M9Q'),
      'CARE#E10000016',
      '2026-11#NTS-7F3K-2M9Q',
    ],
    ['the figures of a month', keys.figures('2026-11'), 'FIGURES#2026-11', 'FIGURES'],
    ['how fair the scheme was', keys.fairness('2026-11'), 'FAIRNESS', '2026-11'],
    ['up to when they count', keys.countedUntil(), 'FIGURES#COUNTED-UNTIL', 'FIGURES'],
    ['a decision', keys.decision('NTS-7F3K-2M9Q', 'd1'), 'DECISION#NTS-7F3K-2M9Q', 'DECISION#d1'],
    ['an e-mail about a case', keys.email('NTS-7F3K-2M9Q', 'e1'), 'EMAIL#NTS-7F3K-2M9Q', 'EMAIL#e1'],
    ['… about a council', keys.email('E10000014', 'e1'), 'EMAIL#E10000014', 'EMAIL#e1'],
    ['an email that waits', keys.notice('council:E10000014', 'e1'), 'NOTICES', 'council:E10000014#NOTICE#e1'],
    [
      '… for a desk’s second address',
      keys.notice('council:E08000039>second', 'e1'),
      'NOTICES',
      'council:E08000019>second#NOTICE#e1',
    ],
    ['what is told of them', keys.digestBegun('coordinators'), 'NOTICES', 'coordinators#BEGUN'],
    ['what one email told', keys.digest('digest:a'), 'DIGEST#digest:a', 'DIGEST'],
    ['a birthday', keys.birthday('2028-05', 'NTS-7F3K-2M9Q', 2), 'BIRTHDAY#2028-05', 'CASE#NTS-7F3K-2M9Q#2'],
    ['a move', keys.move('NTS-7F3K-2M9Q'), 'MOVES', 'CASE#NTS-7F3K-2M9Q'],
    [
      'a case on a list',
      keys.listed('open:E08000039', '2026-11-23T09:00:00.000Z#NTS-7F3K-2M9Q'),
      'LISTED#open:E08000019',
      '2026-11-23T09:00:00.000Z#NTS-7F3K-2M9Q',
    ],
    ['the heartbeat', keys.heartbeat(), 'HEARTBEAT', 'SWEEP'],
    ['a fingerprint', keys.fingerprint('f1'), 'FINGERPRINT#f1', 'CASE'],
    ['a merger', keys.merged('NTS-7F3K-2M9Q'), 'MERGED#NTS-7F3K-2M9Q', 'MERGED'],
    ['children', keys.sealedChildren('r1'), 'REFERRAL#r1', 'CHILDREN'],
    ['documents', keys.sealedDocuments('r1'), 'DOCUMENTS#r1', 'DOCUMENTS'],
    ['a social worker', keys.socialWorker('r1', 'm1'), 'SOCIAL-WORKER#r1', 'SOCIAL-WORKER#m1'],
    ['addresses', keys.contacts('council:E10000014'), 'DESK#council:E10000014', 'CONTACTS'],
    ['a draft', keys.draft('E10000014', 'd1'), 'DRAFT#E10000014', 'd1'],
    ['a reply', keys.reply('n1'), 'REPLY#n1', 'REPLY'],
    ['a session', keys.session('coordinators', 's1'), 'SESSIONS#coordinators', 'SESSION#s1'],
    ['a roster', keys.roster('coordinators'), 'ROSTER#coordinators', 'ROSTER'],
    ['void links', keys.voidLinks('council:E1'), 'SESSIONS#council:E1', 'VOID-LINKS'],
    ['the last link', keys.lastLink('w1'), 'ASKED#w1', 'LINK'],
    ['who asked', keys.asked('w1', '2026-11-23T09:00'), 'ASKED#w1', '2026-11-23T09:00'],
    ['a person', keys.person('council:E1', 'p1'), 'PEOPLE#council:E1', 'PERSON#p1'],
    ['what ids of people are made from', keys.peopleSeed('coordinators'), 'PEOPLE#coordinators', 'SEED'],
    ['an API key', keys.apiKey('h1'), 'APIKEY#h1', 'COUNCIL'],
    ['whose it is', keys.apiKeyOf('E10000014'), 'COUNCIL#E10000014', 'APIKEY'],
    ['requests', keys.apiRequests('E10000014', '09:00'), 'REQUESTS#E10000014', 'REQUESTS#09:00'],
    ['a referral by the API', keys.apiReferral('NTS-1'), 'API#NTS-1', 'REFERRAL'],
    ['an amendment by the API', keys.apiAmendment('NTS-1', 'a1'), 'API#NTS-1', 'AMENDMENT#a1'],
    ['a domain', keys.domain('kent.example', 'E10000016'), 'DOMAIN#kent.example', 'COUNCIL#E10000016'],
    ['a sender', keys.sender('m1'), 'MAIL#m1', 'SENDER'],
    ['answers of a day', keys.answers('t1', '2026-11-23'), 'ANSWERED#t1', '2026-11-23'],
  ])('%s', (_, key, pk, sk) => {
    expect(key).toEqual({ pk, sk });
  });

  test('partitions and indexes', () => {
    expect([
      trailPartition('c'),
      draftsPartition('c'),
      domainPartition('d'),
      sessionsPartition('coordinators'),
      birthdayPartition('2028-05'),
    ]).toEqual(['TRAIL#c', 'DRAFT#c', 'DOMAIN#d', 'SESSIONS#coordinators', 'BIRTHDAY#2028-05']);
    expect(indexes).toEqual({ needs: 'needs', due: 'due', received: 'received' });
    expect(dueShards).toEqual(['DUE#0', 'DUE#1', 'DUE#2', 'DUE#3']);
  });

  test('IAM can tell the kinds apart: no partition of one kind is one of another, in either table', () => {
    for (const table of ['cases', 'sealed'] as const) {
      const beginnings = Object.values(kinds[table]);
      for (const one of beginnings) {
        expect(one).toMatch(/^[A-Z-]+#?$/);
        expect(beginnings.filter((other) => other !== one && other.startsWith(one))).toEqual([]);
      }
    }
    expect(partitionsOf('cases', 'case')).toBe('CASE#*');
    expect(partitionsOf('cases', 'nation')).toBe('ROTA');
    // Those that were made up for verification have a partition of their own.
    expect(partitionsOf('cases', 'council')).toBe('COUNCILS*');
    expect(() => partitionsOf('cases', 'apiKey' as 'case')).toThrow('no items of the kind apiKey');
  });

  test('a case is in one shard of what is due, always the same, and cases are spread over all', () => {
    const shards = Array.from({ length: 64 }, (_, number) => dueShard(`NTS-${number}`));
    expect(new Set(shards)).toEqual(new Set(dueShards));
    expect(shards.slice(0, 6)).toEqual(Array.from({ length: 6 }, (_, number) => dueShard(`NTS-${number}`)));
    expect(dueShard('NTS-7F3K-2M9Q')).toBe('DUE#3');
  });

  test('an event beyond what keys can number is refused, and says of what', () => {
    expect(() => keys.event('E10000014', 1_000_000)).toThrow(
      'E10000014 has more events than its keys can number.',
    );
  });
});
