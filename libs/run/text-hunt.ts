/** Looks for texts in a stream that comes in pieces, and keeps no more of it than the longest needs. */
export class TextHunt {
  readonly #texts: readonly string[];
  readonly #kept: number;
  #end = "";

  constructor(texts: readonly string[]) {
    this.#texts = texts;
    this.#kept = Math.max(1, ...texts.map((text) => text.length)) - 1;
  }

  /** The texts that end in this piece, in the order of their ends; of two at once the one listed first. */
  push(piece: string): readonly string[] {
    const window = this.#end + piece;
    const before = this.#end.length;
    const found = this.#texts.flatMap((text) => {
      const at = window.indexOf(text, Math.max(0, before - text.length + 1));
      return at < 0 ? [] : [{ text, end: at + text.length }];
    });
    this.#end = window.slice(window.length - Math.min(this.#kept, window.length));
    return found.sort((left, right) => left.end - right.end).map(({ text }) => text);
  }

  /** What came so far has nothing to do with what comes next. */
  startOver(): void {
    this.#end = "";
  }
}
