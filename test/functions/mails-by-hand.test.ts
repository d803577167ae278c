/** What people write by hand in lines of a mail: birthdays that are not known to the day, several facts in one line, what they struck out, and councils that have ended. */
import { describe, expect, test } from 'vitest';
import { withSuccessorsTold } from '../../functions/receive-email/ended-councils.ts';
import { draftIn } from './reading.ts';

const SURREY = 'E10000030';
const [child] = [{ number: 1 }];

describe('a birthday', () => {
  test.each(['August 2009', 'about August 2009', '08/2009', 'Aug. 2009'])(
    'of a month, "%s", is the month in which the child turns 18, and nothing is sealed as a day',
    (written) => {
      const draft = draftIn(`Name: Yonas Tekle\nDOB: ${written}\nSex: male`);
      expect(draft?.facts.children).toEqual([{ ...child, sex: 'male', turns18Month: '2027-08' }]);
      expect(draft?.particulars).toEqual([{ ...child, name: 'Yonas Tekle' }]);
      expect(draft?.problems).toEqual([]);
      expect(draft?.unclear).toBeUndefined();
    },
  );

  test.each([
    ['that is not over yet', 'DOB: December 2026', undefined],
    ['that does not fit what is said of turning 18', 'DOB: August 2009\nTurns 18 in: May 2028', undefined],
    ['that says the same of it', 'DOB: August 2009\nTurns 18 in: August 2027', '2027-08'],
  ])('of a month %s is asked about, or taken', (_, lines, month) => {
    const draft = draftIn(`Name: Yonas Tekle\n${lines}\nSex: male`);
    expect(draft?.facts.children?.[0]?.turns18Month).toBe(month);
    expect(draft?.unclear).toEqual(month === undefined ? ['children.1.dateOfBirth'] : undefined);
    expect(draft?.problems).toHaveLength(month === undefined ? 1 : 0);
  });

  test('of a month beside a day of the same month is answered twice, and asked about', () => {
    const draft = draftIn('Name: Yonas Tekle\nDOB: August 2009\nBorn: 3/8/2009');
    expect(draft?.unclear).toEqual(['children.1.dateOfBirth']);
  });

  test('of three pairs of figures is asked about', () => {
    const draft = draftIn('Name: Yonas Tekle\nDOB: 3.4.09\nSex: male');
    expect(draft?.problems).toEqual([
      {
        where: 'Your message, Date of birth',
        words: expect.stringContaining('we cannot tell which is the year'),
      },
    ]);
    expect(draft?.unclear).toEqual(['children.1.dateOfBirth']);
  });
});

describe('one line', () => {
  test('of several facts may part them by full stops', () => {
    const draft = draftIn(
      'Name: Yonas T. Tekle. DOB: 3/8/2009. Sex: male. Areas to avoid: Leeds. Placement: foster care.',
    );
    expect(draft?.problems).toEqual([]);
    expect(draft?.facts).toEqual({
      areasToAvoid: ['E08000035'],
      children: [{ ...child, sex: 'male', turns18Month: '2027-08', placementKind: 'foster-care' }],
    });
    expect(draft?.particulars).toEqual([{ ...child, name: 'Yonas T. Tekle', dateOfBirth: '2009-08-03' }]);
  });

  test.each(['Leeds is not safe. Name: Yonas Tekle', 'Leeds is not safe, Name: Yonas Tekle'])(
    'does not lose what stands before its first fact: %s',
    (line) => {
      const draft = draftIn(`${line}\nDOB: 3/8/2009`);
      expect(draft?.unclear).toContain('areasToAvoid');
      expect(draft?.particulars[0]?.name).toBe('Yonas Tekle');
    },
  );

  test.each(['Hello, Name: Yonas Tekle', 'Please see below. Name: Yonas Tekle'])(
    'is not asked about because of a greeting: %s',
    (line) => {
      expect(draftIn(`${line}\nDOB: 3/8/2009`)?.problems).toEqual([]);
    },
  );
});

describe('what is struck out', () => {
  test.each([
    ['Areas to avoid: ~~Leeds~~ Kent', 'areasToAvoid'],
    ['Name: ~~Ali~~ Omar Haile', 'children.1.name'],
    ['DOB: ~~3/8/2009~~ 4/8/2009', 'children.1.dateOfBirth'],
    ['Health: ~~asthma~~ none known', 'children.1.health'],
  ])('is no answer, nor is what stands beside it: it is asked about in "%s"', (line, field) => {
    const draft = draftIn(`Sex: male\n${line}`);
    expect(draft?.problems.map(({ words }) => words)).toEqual([
      'Part of this is struck out. Write only what holds.',
    ]);
    expect(draft?.unclear).toEqual([field]);
    expect(draft?.particulars).toEqual([]);
    expect(draft?.facts.areasToAvoid).toBeUndefined();
  });

  test('is not seen where people draw lines, or are about', () => {
    expect(draftIn('Health: ~~ asthma ~~\nSex: male')?.problems).toEqual([]);
  });
});

describe('a council that has ended', () => {
  const words = (line: string, today: string) => {
    const draft = draftIn(`Name: Yonas Tekle\n${line}`);
    return draft === undefined ? undefined : withSuccessorsTold(draft, today).problems;
  };
  test.each([
    [
      'Areas to avoid: Surrey',
      'Areas to avoid',
      'We keep the child from Surrey, East Surrey and West Surrey.',
    ],
    ['Links: Surrey (family)', 'Links to councils', 'name the one that it is about, or both.'],
    ['Age assessment led by: Surrey', 'Council that leads the age assessment', 'or both.'],
  ])('is told with who took over, once it has ended: %s', (line, _, ends) => {
    expect(words(line, '2027-03-31')).toEqual([]);
    const [problem, ...more] = words(line, '2027-04-01') ?? [];
    expect(more).toEqual([]);
    expect(problem?.where).toMatch(/^Your message, /);
    expect(problem?.words).toMatch(/^Surrey ended on 31 March 2027\. East Surrey and West Surrey took over/);
    expect(problem?.words.endsWith(ends)).toBe(true);
  });

  test('is still kept from as an area to avoid', () => {
    expect(draftIn('Areas to avoid: Surrey\nSex: male')?.facts.areasToAvoid).toEqual([SURREY]);
  });
});
