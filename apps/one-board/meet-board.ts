import { CHIPS } from "../../libs/chips/chips.ts";
import { IN_FLASH } from "../../libs/chips/download-facts.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import { type LinkResult, linkBoard } from "../../libs/flasher/link-board.ts";
import type { Progress } from "../../libs/flasher/progress.ts";
import { readCalibration } from "../../libs/flasher/read-calibration.ts";
import { recogniseBoard } from "../../libs/flasher/recognise-board.ts";
import type { RecognisedBoard } from "../../libs/flasher/recognised-board.ts";
import type { BoardAtHand } from "./at-board.ts";
import { type BoardPage, pageOf } from "./board-page.ts";

const LINK_ATTEMPTS = 3;

/** What is safe with any chip: what a bootloader in flash needs does no harm to a ROM. */
const ANY_CHIP = { download: IN_FLASH } as const;

/**
 * Steps link and identify without a recipe: the board is started into download mode, at the rate of
 * the order or a lower one, and is asked what it is.
 * @throws StepError `no-link`, `flash-unreadable`, `unknown-chip`, `link-lost`, `relay-failed`, `port-*`.
 */
export const meetBoard = async (board: BoardAtHand): Promise<BoardPage> => {
  const { baud } = board.order;
  const link = await board.tracker.step("link", (progress) => reach(board, baud, progress));
  return board.tracker.step("identify", (progress) => look(board, link, progress));
};

/**
 * The same board once more, after it was lost.
 * @throws StepError as `meetBoard`, and `link-lost` if it is another board.
 */
export const meetAgain = async (
  board: BoardAtHand,
  page: BoardPage,
  progress: Progress,
): Promise<void> => {
  const now = await look(board, await reach(board, page.baud, progress), progress);
  const isSame =
    now.mac === page.mac && now.fingerprint === page.fingerprint && now.flashId === page.flashId;
  if (!isSame) throw new StepError({ code: "link-lost", step: "backup", command: "read" });
};

const reach = (
  { control, line }: BoardAtHand,
  baud: number,
  progress: Progress,
): Promise<LinkResult> =>
  linkBoard(line, control, { chip: ANY_CHIP, baud, attempts: LINK_ATTEMPTS }, progress);

const look = async (
  { mode }: BoardAtHand,
  link: LinkResult,
  progress: Progress,
): Promise<BoardPage> => {
  const recognised = await recogniseBoard(mode, progress);
  const places = placesOfMac(recognised);
  const size = recognised.flash.bytes ?? 0;
  const calibration = await readCalibration(mode, { calibration: places }, size, progress);
  return pageOf(recognised, link, calibration?.mac ?? null);
};

/** Where any of the chips it can be would have it; of a stranger nothing is known. */
const placesOfMac = ({ chips }: RecognisedBoard) => {
  const places = chips.flatMap((name) => CHIPS[name].calibration);
  return [...new Map(places.map((range) => [range.start, range])).values()];
};
