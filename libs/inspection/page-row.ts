/** What a piece of the page is, for its looks; words and signs say the same. */
export type PageTone =
  | "plain"
  | "dim"
  | "strong"
  | "title"
  | "running"
  | "ask"
  | "pass"
  | "fail"
  | "warning";

/** A piece of a line. `text` is fit for a terminal. */
export interface PageSpan {
  readonly text: string;
  readonly tone: PageTone;
}

/** A line of the page, at most 80 columns. */
export type PageRow = readonly PageSpan[];
