import type { Row } from '../forms/answer-words.ts';
import type { ListPage } from './list-pages.ts';

/** A part of a page under a heading of its own. */
export interface Section {
  readonly heading: string;
  /** Left out where the page is printed. */
  readonly onScreen?: true;
  readonly text?: readonly string[];
  readonly points?: readonly string[];
  readonly rows?: readonly Row[];
  /** Which of the rows these are, when they fill more than one page. */
  readonly page?: ListPage;
}

export type TagColour = 'blue' | 'green' | 'grey' | 'orange' | 'red' | 'yellow' | 'purple';

/** The page behind a link, as its view draws it: what stands where. All of it is text. */
export interface PageModel {
  readonly title: string;
  /** Above the title: what the page is about, usually the case reference. */
  readonly caption: string;
  /** What was just done. */
  readonly notice?: { readonly title: string; readonly text: string; readonly good: boolean };
  /** Present on a receipt: what stands in its panel, under the title. */
  readonly receipt?: string;
  readonly status?: { readonly text: string; readonly colour: TagColour };
  readonly lead?: readonly string[];
  readonly warning?: string;
  readonly sections?: readonly Section[];
  /** Where else to go from here. */
  readonly links?: readonly { readonly text: string; readonly href: string }[];
  /** Above the form, where there is something to answer. */
  readonly formHeading?: string;
  readonly formText?: readonly string[];
  /** Below the form. */
  readonly after?: readonly Section[];
}
