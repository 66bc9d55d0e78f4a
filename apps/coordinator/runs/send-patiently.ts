import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatch } from "../../../libs/dispatch/dispatch.ts";
import type { RunJob } from "../../../libs/dispatch/messages.ts";

/** A job that Redis did not take though it is there: how often it is sent again before that is given up. */
const RESENDS = 100;
const RESEND_MS = 300;

/** What is to be known of a lot while its job is sent again and again. */
export interface SendingContext {
  readonly dispatch: Pick<Dispatch, "send" | "state">;
  /** Whether the run is still to be sent. */
  readonly isWanted: () => boolean;
  /** Whether the line is being stopped. */
  readonly isStopped: () => boolean;
}

/**
 * How sending a job went. `unsent`: unwanted before it was tried; `unwanted`: since, and it may have been
 * taken, as with `failed`; `refused`: not taken when the line stopped.
 */
export type Sending =
  | { readonly kind: "sent" | "unsent" | "unwanted" }
  | { readonly kind: "refused" | "failed"; readonly reason: string };

/**
 * Sends a job until Redis takes it; while Redis is away new boards wait. One that seemed refused
 * may have been taken all the same: sent again it is still run once, but its board must not be
 * given to another fixture. Never rejects.
 */
export const sendPatiently = async (
  worker: string,
  job: RunJob,
  { dispatch, isWanted, isStopped }: SendingContext,
): Promise<Sending> => {
  let resends = 0;
  if (!isWanted()) return { kind: "unsent" };
  while (isWanted()) {
    try {
      await dispatch.send(worker, job);
      return { kind: "sent" };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (isStopped()) return { kind: "refused", reason };
      if (dispatch.state() === "up") resends += 1;
      if (resends > RESENDS) return { kind: "failed", reason };
    }
    await sleep(RESEND_MS);
  }
  return { kind: "unwanted" };
};
