import type { Chip } from "../chips/chip.ts";
import { type EfuseKey, isSilentKey } from "../chips/efuse-key.ts";
import { StepError } from "../failure/step-error.ts";
import type { CodeKeyName } from "../firmware/code-key.ts";
import type { Progress } from "./progress.ts";
import type { RecognisedBoard } from "./recognised-board.ts";

/**
 * Would the chip run what is written for it? Compares the code key in eFuse, where it can be read,
 * with the one the chip's images are scrambled with (firmware-formats.md section 5). A key that reads
 * as zero may be none, as on M, or one that must not be read: a known bootloader tells which. Without
 * one, an image that needs a key is refused.
 * @throws StepError `wrong-key`.
 */
export const expectCodeKey = (expected: Chip, board: RecognisedBoard, progress: Progress): void => {
  const { efuseKeys, codeKey } = expected.image;
  if (efuseKeys.length === 0 || board.efuseKey === null) return;
  const isTold = !isSilentKey(board.efuseKey);
  const fits = efuseKeys.includes(board.efuseKey);
  const isContradicted = board.bootloaderKey !== null && board.bootloaderKey !== codeKey;
  if (fits && (isTold || !isContradicted)) return;
  if (!isTold && !isContradicted && board.known !== undefined) {
    progress.note(
      `The code key cannot be read; the bootloader ${board.known.bootloader} is ${STORED[codeKey]}, as the image is`,
    );
    return;
  }
  const found = isTold || !isContradicted ? FOUND[board.efuseKey] : contradiction(board);
  throw new StepError({ code: "wrong-key", expected: NEEDED[codeKey], found });
};

const NEEDED: Readonly<Record<CodeKeyName, string>> = {
  default: "the default key",
  none: "no key",
};

const STORED: Readonly<Record<CodeKeyName, string>> = {
  default: "scrambled with the default key",
  none: "not scrambled",
};

const FOUND: Readonly<Record<EfuseKey, string>> = {
  default: "the default key",
  zero: "all zero, behind an unknown bootloader",
  repeated: "one word four times",
  other: "another key",
  unreadable: "unreadable, behind an unknown bootloader",
};

const contradiction = ({ efuseKey, marking }: RecognisedBoard): string =>
  `${efuseKey === "zero" ? "all zero" : "unreadable"}; by its bootloader a ${marking}`;
