import type { JobAnswer } from "./messages.ts";

/** The numbers under which a session's runs were sent: an answer counts for its run only under the run's own. */
export class SentLeases {
  readonly #leases = new Map<string, number>();

  /** A run is sent; sent again it keeps its first number. Returns its number, 0 if its worker has no such fixture. */
  note(run: string, lease: number | undefined): number {
    const own = this.#leases.get(run) || (lease ?? 0);
    this.#leases.set(run, own);
    return own;
  }

  /** Whether an answer is to a run of this session, from the worker that had the fixture when it was sent. */
  admits(answer: JobAnswer, lease: number): boolean {
    const run = answer.kind === "recorded" ? answer.record.run : answer.run;
    return this.#leases.get(run) === lease;
  }
}
