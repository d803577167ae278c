import type { AnyEvent } from '../../../../events/catalogue.ts';
import { londonDate } from '../../../../shared/core/calendar/working-days.ts';
import type { Case, OfferStatus } from '../../../../shared/core/case/case.ts';
import { countOf, type Figures, noFigures } from '../../../../shared/core/figures/figures.ts';
import type { Measure } from '../../../../shared/core/figures/happenings.ts';
import { linesOf } from '../../../core/figures-slowly.ts';
import { Violation } from './violation.ts';

const counting = ({ facts, turned18 }: Case): number => facts.children.length - turned18.length;

/** What is written down here too, as cases themselves change. */
const booked = [
  'referred',
  'silent',
  'turned-down',
  'would-not-stand-by',
  'moved-in',
] as const satisfies readonly Measure[];
type Booked = (typeof booked)[number];

/** What has happened once an offer stands so. */
const bookedOf: Readonly<Partial<Record<OfferStatus, Booked>>> = {
  expired: 'silent',
  declined: 'turned-down',
  'said-no': 'would-not-stand-by',
};

/** Figures as one line for each measure, council and code. */
const lines = ({ counts, lengths }: Figures): readonly string[] =>
  [counts, lengths]
    .flatMap((all) =>
      Object.entries(all).flatMap(([what, councils]) =>
        Object.entries(councils).flatMap(([of, codes]) =>
          Object.entries(codes).map(([code, n]) => `${what} ${of} ${code}: ${n}`),
        ),
      ),
    )
    .toSorted();

/**
 * The world's own books of what happened to children, written as cases change: by month and council, not from trails. At the end the kept figures have to
 * say the same; and of everything else that they count, what a slow look at the trails says.
 */
export class FiguresWatch {
  readonly #books = new Map<string, number>();
  /** For how many children each offer was made; by case too, as offers are numbered in their case. */
  readonly #places = new Map<string, number>();

  /** A case was committed. */
  committed(before: Case | undefined, after: Case, events: readonly AnyEvent[]): void {
    const now = events.at(-1)?.at ?? after.openedAt;
    const write = (what: Booked, of: string, n: number, at = now): void => {
      const key = `${londonDate(at).slice(0, 7)} ${of} ${what}`;
      this.#books.set(key, (this.#books.get(key) ?? 0) + n);
    };
    if (before === undefined) write('referred', after.facts.entryAuthority, after.facts.children.length);
    const were = new Map(before?.offers.map(({ id, status }) => [id, status]));
    for (const { id, council, status } of after.offers) {
      const offer = `${after.id} ${id}`;
      const places = this.#places.get(offer) ?? counting(after);
      this.#places.set(offer, places);
      const what = bookedOf[status];
      if (what !== undefined && were.get(id) !== status) write(what, council, places);
    }
    const at = after.placement?.handedOverAt;
    if (at !== undefined && before?.placement?.handedOverAt === undefined)
      write('moved-in', after.placement?.council ?? '', counting(after), at);
  }

  /**
   * @param kept the figures of a month
   * @param trails as they were committed
   * @throws Violation that says which figure differs from which book
   */
  async account(
    kept: (month: string) => Promise<Figures | undefined>,
    trails: readonly (readonly AnyEvent[])[],
  ): Promise<void> {
    const months = new Set([
      ...[...this.#books.keys()].map((key) => key.slice(0, 7)),
      ...trails.flat().map(({ at }) => londonDate(at).slice(0, 7)),
    ]);
    for (const month of [...months].toSorted()) {
      const figures = (await kept(month)) ?? noFigures;
      this.#byOwnBooks(month, figures);
      const [has, says] = [new Set(lines(figures)), new Set(linesOf(month, trails))];
      for (const line of [...has, ...says])
        if (has.has(line) !== says.has(line))
          throw new Violation(
            'the figures are what happened',
            `The figures of ${month} ${has.has(line) ? 'say' : 'do not say'} "${line}"; a look at the trails says otherwise.`,
          );
    }
  }

  #byOwnBooks(month: string, figures: Figures): void {
    const councils = new Set(Object.values(figures.counts).flatMap((of) => Object.keys(of)));
    for (const key of this.#books.keys()) if (key.startsWith(month)) councils.add(key.split(' ')[1] ?? '');
    for (const of of councils)
      for (const what of booked) {
        const has = countOf(figures, what, { of });
        const says = this.#books.get(`${month} ${of} ${what}`) ?? 0;
        if (has !== says)
          throw new Violation(
            'the figures are what happened',
            `The figures of ${month} have ${has} children for ${of} under "${what}"; the world's own book has ${says}.`,
          );
      }
  }
}
