import { hex32 } from "../bytes/hex.ts";
import type { Chip } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardFacts } from "./board-facts.ts";
import type { DownloadMode } from "./download-mode.ts";
import { expectCodeKey } from "./expect-code-key.ts";
import type { Progress } from "./progress.ts";
import { recogniseBoard } from "./recognise-board.ts";
import { describeBoard, type RecognisedBoard } from "./recognised-board.ts";

/**
 * Finds out what board answers, and that it is the one the recipe is for and runs its code, before
 * anything is erased. The MAC is added by `readCalibration`.
 * @throws StepError `wrong-chip`, `wrong-key`, `unknown-chip`, `flash-unreadable`, `link-lost`.
 */
export const identifyBoard = async (
  mode: DownloadMode,
  expected: Chip,
  progress: Progress,
): Promise<BoardFacts> => {
  const board = await recogniseBoard(mode, progress);
  expectChip(expected, board);
  const flashBytes = sizeOf(expected, board, progress);
  expectCodeKey(expected, board, progress);
  if (board.known === undefined) {
    progress.note(`Unknown bootloader, fingerprint ${board.fingerprint}`);
  }
  if (board.flash.id !== null && board.flash.part === null) {
    progress.note(`Unknown flash, id ${board.flash.id}`);
  }
  const { fingerprint, chipId, bootloader } = board;
  const flashId = board.flash.id;
  return { chip: expected.name, chipId, bootloader, fingerprint, flashId, flashBytes, mac: null };
};

/** Chips of one id differ only in their key, which is looked at by itself. */
const expectChip = (expected: Chip, board: RecognisedBoard): void => {
  const fits =
    board.downloadMode === "rom"
      ? expected.idRegister !== undefined && board.chipId === hex32(expected.idRegister)
      : board.chips.includes(expected.name);
  const isGuess = board.toldBy === "contents" && !expected.download.hasRomDownloadMode;
  if (isGuess) throw unknownChip(board);
  if (fits) return;
  const [wanted, found] = [expected.marking, board.marking];
  throw new StepError({ code: "wrong-chip", expected: wanted, found });
};

const unknownChip = (board: RecognisedBoard): StepError =>
  new StepError({
    code: "unknown-chip",
    fingerprint: board.fingerprint,
    detail: describeBoard(board),
  });

/** Behind a known bootloader the usual size is believed, if the flash does not show its own. */
const sizeOf = (expected: Chip, board: RecognisedBoard, progress: Progress): number => {
  const { bytes } = board.flash;
  const [usual, ...others] = expected.flashSizes;
  if (bytes === undefined) {
    const isTold = board.downloadMode === "bootloader" && board.known !== undefined;
    if (!isTold || others.length > 0) throw unknownChip(board);
    progress.note(`The flash does not show its size: taken for ${usual / 1024} KiB`);
    return usual;
  }
  if (!expected.flashSizes.includes(bytes)) {
    progress.note(`Flash of ${bytes / 1024} KiB, unusual for ${expected.marking}`);
  }
  return bytes;
};
