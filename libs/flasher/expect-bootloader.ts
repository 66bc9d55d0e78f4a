import { boardsFor, judgePair } from "../chips/bootloader-pairs.ts";
import type { Chip } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import { fingerprintOf, isBlankFlash } from "../chips/fingerprints.ts";
import { StepError } from "../failure/step-error.ts";
import type { FlashPlan } from "../firmware/flash-plan.ts";
import type { BoardFacts } from "./board-facts.ts";
import type { Progress } from "./progress.ts";

/**
 * Would the board's bootloader, where it is kept, start what is written? It must be there, be stored
 * as the chip fetches code, and not be known to fail with an image that was built with another one.
 * What is not known is noted.
 * @throws StepError `bootloader-mismatch`.
 */
export const expectBootloader = (
  { carriedBootloader: carried }: FlashPlan,
  board: BoardFacts,
  chip: Chip,
  progress: Progress,
): void => {
  const name = board.bootloader ?? `unknown, fingerprint ${board.fingerprint}`;
  if (isBlankFlash(board.fingerprint)) {
    throw mismatch("one, as the recipe keeps it", "missing: the flash is blank");
  }
  const known = fingerprintOf(board.fingerprint);
  if (known !== undefined && !known.chips.some((one) => startsCodeFor(one, chip))) {
    throw mismatch(`one for ${chip.marking}`, name);
  }
  if (carried === undefined || carried.fingerprint === board.fingerprint) return;
  const judgement = judgePair(carried.name, board.bootloader);
  if (judgement === "fails") throw mismatch(boardsFor(carried.name).join(" or "), name);
  if (judgement === "unknown") {
    progress.note(
      `The image was built with bootloader ${carried.name ?? carried.fingerprint}, the board's is ${name}: not known to run`,
    );
  }
};

const mismatch = (expected: string, found: string): StepError =>
  new StepError({ code: "bootloader-mismatch", expected, found });

/** A bootloader of one chip starts code of another that fetches it alike. */
const startsCodeFor = (name: Chip["name"], { image }: Chip): boolean => {
  const other = CHIPS[name].image;
  return other.codeKey === image.codeKey && other.marker === image.marker;
};
