import { expect, test } from 'vitest';
import { type CaseStatus, caseStatuses } from '../../shared/core/case/case.ts';
import {
  awaitsPlace,
  clocksStand,
  isBeingMoved,
  isClosed,
  isMoveAhead,
  isSchemeLooking,
  isSought,
} from '../../shared/core/case/standing.ts';

const questions = {
  awaitsPlace,
  isSought,
  isSchemeLooking,
  isBeingMoved,
  clocksStand,
  isMoveAhead,
  isClosed,
};

/** What holds of a case in each status, of all the questions that are asked. */
const holds: Readonly<Record<CaseStatus, readonly (keyof typeof questions)[]>> = {
  incomplete: ['awaitsPlace', 'isMoveAhead'],
  held: ['awaitsPlace', 'isMoveAhead'],
  eligible: ['awaitsPlace', 'isSought', 'isSchemeLooking', 'isMoveAhead'],
  'region-asked': ['awaitsPlace', 'isSought', 'isSchemeLooking', 'isMoveAhead'],
  offered: ['awaitsPlace', 'isSought', 'isSchemeLooking', 'isMoveAhead'],
  escalated: ['awaitsPlace', 'isSought', 'isMoveAhead'],
  accepted: ['isBeingMoved', 'isMoveAhead'],
  'transfer-arranged': ['isBeingMoved', 'isMoveAhead'],
  paused: ['clocksStand', 'isMoveAhead'],
  'child-refused': ['isMoveAhead'],
  transferred: ['isClosed'],
  'missing-from-care': [],
  'found-elsewhere': [],
  'left-care': ['isClosed'],
  'joined-family': ['isClosed'],
  stayed: ['isClosed'],
  'turned-18': ['isClosed'],
  withdrawn: ['isClosed'],
};

test.each(caseStatuses)(
  'where a case that is %s stands is the same for every page, e-mail and figure',
  (status) => {
    const found = Object.entries(questions).filter(([, ask]) => ask({ status }));
    expect(found.map(([name]) => name)).toEqual(holds[status]);
  },
);
