import { isBlank, SECTOR_BYTES } from "../bytes/ranges.ts";
import { sameBytes } from "../bytes/same-bytes.ts";
import type { Failure } from "../failure/failure.ts";
import type { DownloadMode } from "./download-mode.ts";
import { findAgain } from "./find-again.ts";
import type { FlashAnswer } from "./flash-answer.ts";
import { mismatchOf } from "./mismatch-of.ts";
import type { Progress } from "./progress.ts";
import { readTwice } from "./read-twice.ts";
import type { WrongRegion, WrongRegions } from "./verification.ts";

/** More bytes than this unchanged by an erase are a flash that ignores it, not worn cells. */
const STUCK_BYTES_AT_MOST = 16;

const TRIES = 2;

/** Opens the flash for one more erase after CRCs; undefined where nothing can. */
export type OpenAgain = (() => Promise<void>) | undefined;

/**
 * Why parts of the flash, `wrong`, are not the plan's. Reads the first sector and, if its bytes are
 * wrong, erases it once more to tell a flash that cannot be erased from one that cannot be
 * programmed. The run has failed whatever comes of it: nothing here can lead to a pass.
 * @throws StepError `link-lost`, and those of `openAgain`.
 */
export const diagnoseMismatch = async (
  mode: DownloadMode,
  wrong: WrongRegions,
  openAgain: OpenAgain,
  progress: Progress,
): Promise<Failure> => {
  const [first] = wrong;
  if (first.bytes.length > SECTOR_BYTES) return mismatchOf(first);
  const before = await readTwice(mode, first.start, progress);
  if (before === undefined || sameBytes(before, first.bytes))
    return mismatchOf(first, wrong.length);
  if (openAgain === undefined) {
    return bytesNotErased(before, first.bytes) > STUCK_BYTES_AT_MOST
      ? { code: "protected", address: first.start }
      : mismatchOf(first, wrong.length);
  }
  await openAgain();
  const told = await tellEraseFromWrite(mode, first, before, progress);
  return told ?? mismatchOf(first, wrong.length);
};

/** An answer that is lost says nothing of the flash: the sector is erased again if the chip is still there. */
const eraseOnceMore = async (
  mode: DownloadMode,
  address: number,
  progress: Progress,
): Promise<FlashAnswer> => {
  for (let tries = 1; ; tries += 1) {
    await mode.sendErase("sector", address, "fenced");
    const answer = await mode.nextEraseAnswer("sector");
    if (answer.kind !== "silent" || tries === TRIES) return answer;
    await findAgain(mode, { step: progress.step, command: "erase", address }, progress);
  }
};

/** Bytes with a 0 where the plan has a 1: no write makes a 1, only an erase that was none leaves a 0. */
const bytesNotErased = (found: Uint8Array, wanted: Uint8Array): number =>
  found.reduce((count, byte, at) => count + ((~byte & (wanted[at] ?? 0)) === 0 ? 0 : 1), 0);

const tellEraseFromWrite = async (
  mode: DownloadMode,
  { start, bytes }: WrongRegion,
  before: Uint8Array,
  progress: Progress,
): Promise<Failure | undefined> => {
  const answer = await eraseOnceMore(mode, start, progress);
  if (answer.kind === "silent")
    return { code: "link-lost", step: progress.step, command: "erase", address: start };
  if (answer.kind === "refused")
    return { code: "erase-failed", address: start, status: answer.status };
  const after = await readTwice(mode, start, progress);
  if (after === undefined) return undefined;
  if (isBlank(after)) {
    // A whole sector that no write changed: one cell that does not take its byte looks otherwise.
    if (isBlank(before)) return { code: "protected", address: start };
    const wrong = before.findIndex((byte, index) => byte !== bytes[index]);
    return { code: "write-failed", address: start + wrong, status: 0 };
  }
  const zeros = after.reduce((count, byte) => count + (byte === 0xff ? 0 : 1), 0);
  if (sameBytes(after, before) && zeros > STUCK_BYTES_AT_MOST) {
    return { code: "protected", address: start };
  }
  const stuck = after.findIndex((byte) => byte !== 0xff);
  return { code: "erase-failed", address: start + stuck, status: 0 };
};
