/** A list that keeps its first and its last things, and counts those between that it let go. */
export class EndsList<T> {
  readonly #firstMost: number;
  readonly #lastMost: number;
  readonly #first: T[] = [];
  readonly #last: T[] = [];
  #left = 0;

  constructor(firstMost: number, lastMost: number) {
    this.#firstMost = firstMost;
    this.#lastMost = lastMost;
  }

  /** The newest thing, if there is one. */
  get newest(): T | undefined {
    return this.#last.at(-1) ?? this.#first.at(-1);
  }

  /** Things that were let go. */
  get left(): number {
    return this.#left;
  }

  push(thing: T): void {
    if (this.#first.length < this.#firstMost) {
      this.#first.push(thing);
      return;
    }
    this.#last.push(thing);
    if (this.#last.length <= this.#lastMost) return;
    this.#last.shift();
    this.#left += 1;
  }

  /** All that is kept, oldest first; of them at most `most`, the newest. */
  all(most = Number.POSITIVE_INFINITY): readonly T[] {
    const all = [...this.#first, ...this.#last];
    return all.slice(Math.max(0, all.length - most));
  }
}
