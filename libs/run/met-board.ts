import type { FlashPlan } from "../firmware/flash-plan.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import type { CalibrationSector } from "../flasher/read-calibration.ts";
import type { OwnSector } from "./plan-own-sectors.ts";

/** A board that may be erased. */
export interface MetBoard {
  readonly facts: BoardFacts;
  /** What this board's flash shall hold: the order's plan, its patches merged into what the board has. */
  readonly plan: FlashPlan;
  /** Sectors of that plan whose other bytes are the board's own; each a region by itself. */
  readonly own: readonly OwnSector[];
  /** Its calibration before anything is written, restored if need be, where the chip's layouts have a place for it. */
  readonly calibration: CalibrationSector | undefined;
  /** CRC of what is below the application, where that must survive for the chip to be reached again. */
  readonly bootloaderCrc: number | undefined;
}
