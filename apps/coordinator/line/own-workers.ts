import type { Clock } from "../../../libs/clock/clock.ts";
import type { OwnProcess } from "../../../libs/process/start-process.ts";

/** Before a worker that died is started again, in ms; doubled with each death that follows soon. */
const FIRST_PAUSE_MS = 500;
/** So often one is started again within `TRIES_MS`; then its fixtures are given up. */
const TRIES = 3;
const TRIES_MS = 300_000;

/** A worker that was started, by the name it takes on Redis: a process id may be in use on another host, too. */
export interface StartedWorker {
  readonly id: string;
  readonly fixtures: readonly string[];
  readonly process: Pick<OwnProcess, "ended" | "lastWords" | "stop">;
}

/** Who is told what becomes of them. */
export interface OwnWorkersEars {
  /** Its process has ended; another one may take its fixtures over. */
  readonly onEnded: (worker: string) => void;
  /** No other one is started for these fixtures. */
  readonly onGivenUp: (fixtures: readonly string[], why: string) => void;
}

/** What they are started with. */
export interface OwnWorkersParts {
  readonly clock: Clock;
  /** Starts the worker of a share of the fixtures. */
  readonly launch: (fixtures: readonly string[], share: number) => StartedWorker;
}

interface Share {
  readonly fixtures: readonly string[];
  /** When its workers died, in ms of the clock. */
  deaths: readonly number[];
  worker: StartedWorker;
}

/** The workers that a coordinator starts for itself: one that dies is started again, a few times. */
export class OwnWorkers {
  readonly #parts: OwnWorkersParts;
  readonly #shares: readonly Share[];
  readonly #pauses = new Set<Disposable>();
  #isStopping = false;

  /** Starts a worker for each share of the fixtures. */
  constructor(shares: readonly (readonly string[])[], parts: OwnWorkersParts) {
    this.#parts = parts;
    this.#shares = shares.map((fixtures, index) => ({
      fixtures,
      deaths: [],
      worker: parts.launch(fixtures, index),
    }));
  }

  /** Those that were started last. */
  workers(): readonly StartedWorker[] {
    return this.#shares.map(({ worker }) => worker);
  }

  /** Whether the worker of that name is one of them. */
  has(worker: string): boolean {
    return this.#shares.some(({ worker: { id } }) => id === worker);
  }

  /** From now on each one that ends is told and followed by another. */
  keep(ears: OwnWorkersEars): void {
    for (const [index, share] of this.#shares.entries()) this.#follow(share, index, ears);
  }

  /** Asks all to finish, and starts none any more. Resolves when they are gone. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    for (const pause of this.#pauses) pause[Symbol.dispose]();
    await Promise.all(this.#shares.map(({ worker }) => worker.process.stop(graceMs)));
  }

  #follow(share: Share, index: number, ears: OwnWorkersEars): void {
    const { id, process } = share.worker;
    void process.ended.then(() => {
      ears.onEnded(id);
      this.#replace(share, index, ears);
    });
  }

  #replace(share: Share, index: number, ears: OwnWorkersEars): void {
    if (this.#isStopping) return;
    const { clock, launch } = this.#parts;
    const now = clock.now();
    share.deaths = [...share.deaths.filter((at) => now - at < TRIES_MS), now];
    const deaths = share.deaths.length;
    if (deaths > TRIES) {
      const words = share.worker.process.lastWords();
      ears.onGivenUp(
        share.fixtures,
        `its worker died ${deaths} times in ${TRIES_MS / 60_000} minutes${words === "" ? "" : `, with the last words: ${words}`}`,
      );
      return;
    }
    const pause = clock.after(FIRST_PAUSE_MS * 2 ** (deaths - 1), () => {
      this.#pauses.delete(pause);
      share.worker = launch(share.fixtures, index);
      this.#follow(share, index, ears);
    });
    this.#pauses.add(pause);
  }
}
