import { hexAddress } from "../bytes/hex.ts";
import { isOwnMac } from "../bytes/mac.ts";
import { sameBytes } from "../bytes/same-bytes.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import type { Progress } from "../flasher/progress.ts";
import type { EarlierRewrite } from "./board-journal.ts";

/** A board as far as it can be told which one it is. */
export interface KnownBoard extends Pick<BoardFacts, "flashId" | "fingerprint"> {
  /** 12 hex digits; undefined where it has none. */
  readonly mac: string | undefined;
  /** `spoilt`: it may have one in the very sector that is to be restored. */
  readonly calibration: "read" | "spoilt";
}

/**
 * The board's own bytes of a sector whose rewrite an earlier run may have left unfinished: as `found`
 * where they are whole, old or new, else as they were saved. A board with another MAC has nothing to
 * do with that rewrite.
 * @throws StepError `identity-lost` where what was saved cannot be this board's.
 */
export const restoreSector = (
  found: Uint8Array,
  earlier: EarlierRewrite,
  board: KnownBoard,
  progress: Progress,
): Uint8Array => {
  const { address, before, intended, outcome } = earlier;
  if (outcome === "proven" || sameBytes(found, before) || sameBytes(found, intended)) return found;
  if (board.mac !== undefined && !earlier.board.macs.includes(board.mac)) return found;
  const { flashId, fingerprint } = earlier.board;
  const isSame =
    (hasOwnMac(board) || mayBeOne(found, earlier, board)) &&
    flashId === board.flashId &&
    (fingerprint === null || fingerprint === board.fingerprint);
  if (!isSame) throw new StepError({ code: "identity-lost", address, reason: "other-board" });
  progress.note(
    `The sector at ${hexAddress(address)} was half written by run ${earlier.run}: restored from what was saved then`,
  );
  return before;
};

const hasOwnMac = ({ mac }: KnownBoard): boolean => mac !== undefined && isOwnMac(mac);

/** Without a MAC of its own a board is known by no more than that the sector could have come of that rewrite. */
const mayBeOne = (
  found: Uint8Array,
  { before, intended, board: { macs } }: EarlierRewrite,
  { mac, calibration }: KnownBoard,
): boolean => {
  if (calibration === "spoilt") return true;
  return (mac !== undefined || macs.length === 0) && isBetween(found, before, intended);
};

/** Whether an erase of the one (bits go to 1) or a write of the other (bits go to 0) can have left it. */
const isBetween = (found: Uint8Array, before: Uint8Array, intended: Uint8Array): boolean =>
  found.every((byte, at) =>
    [before[at], intended[at]].some((bits) => bits !== undefined && (byte & bits) === bits),
  );
