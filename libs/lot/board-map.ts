/** So many that a change copies little of a lot of ten thousand boards, and of a small one little that is empty. */
const PAGES = 128;

type Page<Board> = ReadonlyMap<string, Board>;

/** Places of one page lie far apart, so that serials that count up are spread over all. */
const pageOf = (serial: string): number => {
  let hash = 0;
  for (let at = 0; at < serial.length; at += 1) hash = Math.imul(hash, 31) + serial.charCodeAt(at);
  return (hash >>> 0) % PAGES;
};

/**
 * A lot's boards by serial. A value, as the plan is: a change makes a new one, which has all but one page in
 * common with it. Copied whole at each change, ten thousand boards took most of a coordinator's time, and
 * left it half a megabyte of garbage each time.
 */
export class BoardMap<Board> implements Iterable<readonly [string, Board]> {
  readonly #pages: readonly Page<Board>[];

  private constructor(pages: readonly Page<Board>[]) {
    this.#pages = pages;
  }

  /** With these boards; of two with one serial the later. */
  static of<Board>(boards: Iterable<readonly [string, Board]>): BoardMap<Board> {
    const pages = Array.from({ length: PAGES }, () => new Map<string, Board>());
    for (const [serial, board] of boards) pages[pageOf(serial)]?.set(serial, board);
    return new BoardMap(pages);
  }

  /** How it stands with the board; undefined for a serial that is not the lot's. */
  get(serial: string): Board | undefined {
    return this.#pages[pageOf(serial)]?.get(serial);
  }

  has(serial: string): boolean {
    return this.get(serial) !== undefined;
  }

  /** These boards with that one, new or changed. */
  with(serial: string, board: Board): BoardMap<Board> {
    const page = pageOf(serial);
    return new BoardMap(this.#pages.with(page, new Map(this.#pages[page]).set(serial, board)));
  }

  /** Every board once, in no order that means anything. */
  *[Symbol.iterator](): Iterator<readonly [string, Board]> {
    for (const page of this.#pages) yield* page;
  }
}
