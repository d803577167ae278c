/** The sections that follow something month by month. */
import { quarters } from '../past.ts';
import { LAST_MONTH, type Story } from '../story.ts';
import { figure, folded, paragraph, percent, section, table } from './html.ts';
import { type Line, lines } from './plots.ts';

const monthEnd = (month: string): string => `${month}-28`;

export const kent = ({ policies, past }: Story): string => {
  const all: readonly Line[] = [
    {
      name: 'Published, straight lines between years',
      points: past.kent.map(({ month, children }) => ({ on: monthEnd(month), value: children })),
    },
    ...policies.map(({ policy, kent: load }) => ({
      name: `${policy.id} replayed`,
      points: load.map(({ month, children }) => ({ on: monthEnd(month), value: children })),
    })),
    {
      name: 'Had no child left Kent',
      points: past.kentWithout.map(({ month, children }) => ({ on: monthEnd(month), value: children })),
    },
  ];
  const inYears = past.kent
    .map(({ month }) => month)
    .filter((month) => month.endsWith('-03') || month === LAST_MONTH);
  const value = (line: Line, month: string) =>
    line.points.find(({ on }) => on === monthEnd(month))?.value ?? Number.NaN;
  return section(
    'kent',
    'Kent, month by month',
    paragraph(
      'Unaccompanied children in Kent’s care. The replay moves the same children as history did, so it differs from history by those who wait for a place or for the day of their move. The published count already holds those who waited then, so the replayed lines lie a little high.',
    ),
    lines(
      {
        id: 'kent-plot',
        title: 'Unaccompanied children in Kent’s care at the end of each month',
        says: `Lines over time. In September 2023: ${all.map((line) => `${line.name} ${figure(value(line, LAST_MONTH))}`).join(', ')}.`,
        unit: 'Children in care',
      },
      all,
    ),
    folded(
      'The figures of this plot',
      table(
        'Children in Kent’s care at the end of the month',
        ['Month', ...all.map(({ name }) => name)],
        inYears.map((month) => [month, ...all.map((line) => figure(value(line, month)))]),
      ),
    ),
  );
};

export const fairness = ({ policies, bounds, past }: Story): string => {
  const all: readonly Line[] = [
    ...policies.map(({ policy, replayed }) => ({
      name: `${policy.id}: regions`,
      points: replayed.months
        .filter(({ month }) => month <= LAST_MONTH)
        .map(({ month, furthestRegion }) => ({ on: monthEnd(month), value: furthestRegion })),
    })),
    ...policies.slice(-1).map(({ policy, replayed }) => ({
      name: `${policy.id}: councils in their region`,
      points: replayed.months
        .filter(({ month }) => month <= LAST_MONTH)
        .map(({ month, furthestCouncil }) => ({ on: monthEnd(month), value: furthestCouncil })),
    })),
    {
      name: `Tijdeman’s bound, ${figure(bounds.region, 2)}`,
      points: ['2016-07', LAST_MONTH].map((month) => ({ on: monthEnd(month), value: bounds.region })),
    },
  ];
  return section(
    'fairness',
    'How far anybody was from its share',
    paragraph(
      `Tijdeman proved that with fixed shares nobody ever has to be further from its share than 1 − 1/(2n − 2) children, times the largest group of siblings. The rota keeps that bound exactly as long as everybody can be asked and says yes. Here councils fill up and have room again, refuse, and take children out of turn for a family link; the plot shows what that costs. A council that filled up keeps what it is owed or owes until it has room again, so the line of the councils can stay flat for long. The rota’s books forgive time in which nobody could be asked. By one measure for all, shares of all children so far, a region was up to ${figure(past.furthestRegion)} children from its share at the end of a quarter in what happened, and ${policies.map(({ policy, furthestRegion }) => `${figure(furthestRegion)} under ${policy.id}`).join(', ')}.`,
    ),
    lines(
      {
        id: 'fairness-plot',
        title: 'Furthest from its share that anybody was in each month, in children',
        says: `Lines over time. ${policies.map(({ policy, furthest }) => `${policy.id}: at most ${figure(furthest.region, 1)} children for a region, ${figure(furthest.council, 1)} for a council in its region`).join('; ')}. The bound is ${figure(bounds.region, 2)}.`,
        unit: 'Children',
      },
      all,
    ),
    folded(
      'The figures of this plot',
      table(
        'Furthest from its share at any moment, in children',
        [
          'Whose turns',
          'Regions, by the rota’s books',
          'Councils in their region, by the rota’s books',
          'Regions, by shares of all children so far, at the end of a quarter',
        ],
        [
          ['What happened', 'no turns were counted', 'no turns were counted', figure(past.furthestRegion)],
          ...policies.map(({ policy, furthest, furthestRegion }) => [
            `${policy.id} replayed`,
            figure(furthest.region, 2),
            figure(furthest.council, 2),
            figure(furthestRegion),
          ]),
          ['Tijdeman’s bound', figure(bounds.region, 2), figure(bounds.council, 2), ''],
        ],
      ),
    ),
  );
};

export const waits = ({ policies }: Story): string =>
  section(
    'waits',
    'Waits and distance',
    paragraph(
      'How long children wait follows from what is assumed about answers and moves; it compares policies, it does not predict. Kilometres are straight lines between the middles of council areas.',
    ),
    table(
      'From referral to a yes and to the move, in working days',
      [
        'Policy',
        'Half have a yes in',
        'Nine in ten in',
        'Half are moved in',
        'Moved within the limit',
        'Offers for each referral',
      ],
      policies.map(({ policy, waits: each }) => [
        `${policy.id} replayed`,
        figure(each.median),
        figure(each.ninety),
        figure(each.toMove),
        percent(each.inTime),
        figure(each.offersEach, 2),
      ]),
    ),
    lines(
      {
        id: 'waiting-plot',
        title: 'Children without a yes at the end of each month',
        says: policies
          .map(
            ({ policy, replayed }) =>
              `${policy.id}: at most ${figure(Math.max(...replayed.months.map(({ waiting }) => waiting)))} children`,
          )
          .join('; '),
        unit: 'Children waiting',
      },
      policies.map(({ policy, replayed }) => ({
        name: `${policy.id} replayed`,
        points: replayed.months.map(({ month, waiting }) => ({ on: monthEnd(month), value: waiting })),
      })),
    ),
    folded(
      'The figures of this plot',
      table(
        'Children without a yes at the end of a quarter',
        ['Quarter', 'Transfers that happened', ...policies.map(({ policy }) => `${policy.id} replayed`)],
        quarters.map(({ label, end, in: came }) => [
          label,
          figure([...came.values()].reduce((sum, one) => sum + one, 0)),
          ...policies.map(({ replayed }) =>
            figure(replayed.months.find(({ month }) => month === end.slice(0, 7))?.waiting ?? Number.NaN),
          ),
        ]),
      ),
    ),
  );
