/** Things that are dear to make and large to keep: the ones used last stay. */
export class RecentlyUsed<T> {
  readonly #most: number;
  readonly #kept = new Map<string, T>();

  /** `most`: how many stay. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The thing of this key, made if it is not there. */
  get(key: string, make: () => T): T {
    const thing = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, thing);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return thing;
  }
}
