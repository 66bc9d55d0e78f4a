import type { JobAnswer } from "./messages.ts";

/** The numbers under which a session's runs were sent: an answer counts for its run only under the run's own. */
export class SentLeases {
  readonly #sent = new Map<string, { readonly worker: string; readonly lease: number }>();

  /**
   * A run is sent; to the same worker again it keeps its first number, to the one that took the fixture over it goes
   * under that one's. Returns its number, 0 if its worker has no such fixture.
   */
  note(run: string, worker: string, lease: number | undefined): number {
    const before = this.#sent.get(run);
    const own = (before?.worker === worker && before.lease) || (lease ?? 0);
    this.#sent.set(run, { worker, lease: own });
    return own;
  }

  /** Whether an answer is to a run of this session, from the worker that had the fixture when it was sent. */
  admits(answer: JobAnswer, lease: number): boolean {
    const run = answer.kind === "recorded" ? answer.record.run : answer.run;
    return this.#sent.get(run)?.lease === lease;
  }
}
