import { rearmsAfterCrc } from "../chips/rearms-after-crc.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import type { RunOrder } from "./run-order.ts";

/** Whether a board's flash can be erased after a CRC without a restart. */
export const bearsCrc = (
  { chip }: Pick<RunOrder, "chip">,
  { bootloader }: Pick<BoardFacts, "bootloader">,
): boolean => chip.download.protection === "status-register" || rearmsAfterCrc(bootloader);
