import { setTimeout as sleep } from "node:timers/promises";
import { lockName, type NameLock } from "./name-lock.ts";
import { NameTakenError } from "./name-taken-error.ts";
import { visitOwner } from "./visit-owner.ts";

/** How long each place in the line lets those before it go first. */
const PLACE_MS = 4;
/** Before another try when nobody gave a place: the owner died, or was just ending when we came. */
const ORPHAN_PAUSE_MS = 20;

/** What one at a time holds. Disposed: given to the one that waits longest. */
export interface Baton extends AsyncDisposable {
  /** "vanished": the holder before died, or nobody can say whether it had finished. */
  readonly before: "given-back" | "vanished";
}

/** How a baton is waited for. */
export interface BatonWait {
  /** What others are told, such as "F01". */
  readonly owner: string;
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** By name, the last in the line of this process: only its first one meets the other processes. */
const LINES = new Map<string, Promise<void>>();

/**
 * Waits until nobody on this machine holds the baton of this name, and takes it: in the order of
 * coming within a process, and in turns between processes. A holder that dies has given it back.
 * Rejects with the signal's reason when it is aborted.
 * @throws NameTakenError when the limit is over.
 */
export const takeBaton = async (name: string, wait: BatonWait): Promise<Baton> => {
  const end = new AbortController();
  const endWait = (): void => end.abort();
  const limit = setTimeout(endWait, wait.limitMs);
  if (wait.signal?.aborted) endWait();
  wait.signal?.addEventListener("abort", endWait, { once: true });
  const place = joinLine(name);
  try {
    await unlessEnded(place.come, end.signal);
    const { lock, before } = await contend(name, wait.owner, end.signal);
    const giveBack = async (): Promise<void> => {
      const others = lock.giveBack();
      setTimeout(place.leave, others * PLACE_MS);
    };
    return { before, [Symbol.asyncDispose]: giveBack };
  } catch (error) {
    place.leave();
    if (!(error instanceof WaitEnded)) throw error;
    wait.signal?.throwIfAborted();
    throw new NameTakenError(name, error.holder);
  } finally {
    clearTimeout(limit);
    wait.signal?.removeEventListener("abort", endWait);
  }
};

const joinLine = (name: string): { readonly come: Promise<void>; readonly leave: () => void } => {
  const come = LINES.get(name) ?? Promise.resolve();
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const next = come.then(() => left);
  LINES.set(name, next);
  void next.then(() => {
    if (LINES.get(name) === next) LINES.delete(name);
  });
  return { come, leave };
};

/** The limit is over, or nobody wants the baton any more. */
class WaitEnded extends Error {
  readonly holder: string;

  constructor(holder: string) {
    super("the wait for a baton was ended");
    this.holder = holder;
  }
}

const unlessEnded = (come: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => reject(new WaitEnded(`this process, ${process.pid}`));
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    void come.then(() => {
      signal.removeEventListener("abort", end);
      resolve();
    });
  });

const contend = async (
  name: string,
  owner: string,
  signal: AbortSignal,
): Promise<{ readonly lock: NameLock; readonly before: Baton["before"] }> => {
  let before: Baton["before"] = "given-back";
  let holder = "another process";
  for (;;) {
    const lock = await lockName(name, `${owner} of process ${process.pid}`);
    if (lock !== undefined && !signal.aborted) return { lock, before };
    lock?.giveBack();
    const end = signal.aborted ? undefined : await visitOwner(name, signal);
    holder = end?.owner ?? holder;
    if (end === undefined || signal.aborted) throw new WaitEnded(holder);
    before = end.place === undefined ? "vanished" : "given-back";
    await sleep(end.place === undefined ? ORPHAN_PAUSE_MS : end.place * PLACE_MS);
  }
};
