const ASK_AGAIN_MS = 2000;
/** One that was not refused again for so long is told anew. */
const FORGOTTEN_MS = 10_000;

/** Fixtures whose workers are at work on a run that is not the lot's: each is asked again after a while. */
export class BusyFixtures implements Disposable {
  readonly #onChange: () => void;
  readonly #known = new Map<string, { readonly isHeld: boolean; readonly timer: NodeJS.Timeout }>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** A worker has refused a job for it. Returns whether that is news. */
  note(fixture: string): "news" | "known" {
    const before = this.#known.get(fixture);
    clearTimeout(before?.timer);
    const timer = setTimeout(() => this.#askAgain(fixture), ASK_AGAIN_MS);
    this.#known.set(fixture, { isHeld: true, timer });
    this.#onChange();
    return before === undefined ? "news" : "known";
  }

  /** Those that are given no board now. */
  held(): readonly string[] {
    return [...this.#known].filter(([, { isHeld }]) => isHeld).map(([fixture]) => fixture);
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#known.values()) clearTimeout(timer);
  }

  #askAgain(fixture: string): void {
    const timer = setTimeout(() => this.#known.delete(fixture), FORGOTTEN_MS);
    this.#known.set(fixture, { isHeld: false, timer });
    this.#onChange();
  }
}
