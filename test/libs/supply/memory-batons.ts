import type { Baton, BatonWait } from "../../../libs/claims/take-baton.ts";
import type { TakeBaton } from "../../../libs/supply/supply-gate.ts";

interface Waiting {
  readonly names: readonly string[];
  readonly give: (name: string) => void;
}

/** Batons of this process alone, without the machine's own time; nobody dies holding one. */
export class MemoryBatons {
  readonly #held = new Set<string>();
  readonly #waiting = new Set<Waiting>();

  readonly take: TakeBaton = (names, { signal }: BatonWait) =>
    new Promise((resolve, reject) => {
      const waiting: Waiting = {
        names,
        give: (name) => {
          this.#waiting.delete(waiting);
          this.#held.add(name);
          resolve(this.#baton(name));
        },
      };
      const leave = (): void => {
        this.#waiting.delete(waiting);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.add(waiting);
      this.#serve();
    });

  /** Names that somebody holds. */
  get held(): readonly string[] {
    return [...this.#held];
  }

  #baton(name: string): Baton {
    let isHeld = true;
    return {
      before: "given-back",
      [Symbol.asyncDispose]: async () => {
        if (isHeld) this.#held.delete(name);
        isHeld = false;
        this.#serve();
      },
    };
  }

  #serve(): void {
    for (const { names, give } of [...this.#waiting]) {
      const free = names.find((name) => !this.#held.has(name));
      if (free !== undefined) give(free);
    }
  }
}
