import type { Range } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";
import { type KeepBytes, type ReadableFlash, readFlash } from "./read-flash.ts";

/** Sessions that may end without one more block: a board that gets no further will not. */
const FRUITLESS_SESSIONS = 3;

/** Links the same board again. Rejects with `StepError`: `link-lost` where another board answers. */
export type Relink = () => Promise<void>;

/**
 * As `readFlash`, over as many sessions as it takes: when the board is lost it is linked again, and
 * reading goes on at the first block that was not kept. Each session must bring a block, or the
 * third that does not is the last.
 * @throws StepError `read-mismatch`, and `link-lost` with what ended the last try as its cause;
 * `port-*`, `relay-failed`; what `keep` and `relink` throw.
 */
export const keepReading = async (
  { mode, relink }: { readonly mode: DownloadMode; readonly relink: Relink },
  flash: ReadableFlash,
  range: Range,
  keep: KeepBytes,
  progress: Progress,
): Promise<void> => {
  const total = range.end - range.start;
  let next = range.start;
  let fruitless = 0;
  const keepAndCount: KeepBytes = async (address, bytes) => {
    await keep(address, bytes);
    next = address + bytes.length;
    fruitless = 0;
  };
  for (;;) {
    const before = next - range.start;
    const counted = { ...progress, bytes: (done: number) => progress.bytes(before + done, total) };
    try {
      await readFlash(mode, flash, { start: next, end: range.end }, keepAndCount, counted);
      return;
    } catch (error) {
      if (!isLoss(error)) throw error;
      fruitless += 1;
      if (fruitless >= FRUITLESS_SESSIONS) throw error;
      await linkAgain(relink, error);
      progress.recovered("linked-again", next);
    }
  }
};

const isLoss = (error: unknown): error is StepError =>
  error instanceof StepError && error.failure.code === "link-lost";

/** That it does not come back says less than where it was lost. */
const linkAgain = async (relink: Relink, loss: StepError): Promise<void> => {
  try {
    await relink();
  } catch (error) {
    const code = error instanceof StepError ? error.failure.code : undefined;
    const isGone = code === "link-lost" || code === "no-link";
    throw isGone ? new StepError(loss.failure, { cause: error }) : error;
  }
};
