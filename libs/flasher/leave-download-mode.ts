import type { Chip } from "../chips/chip.ts";
import type { LogWire } from "../fixture/fixture.ts";
import { changeBaud } from "./change-baud.ts";
import type { DownloadMode } from "./download-mode.ts";
import { LINK_BAUD } from "./link-check.ts";

/** Any adapter has sent the reboot command by then, and no chip has restarted. */
const SENT_MS = 5;

/**
 * Restarts the chip, once, with the host ready to hear what it logs. Where that comes over the flash
 * port both sides return to the log's rate before: afterwards the banner would be quicker.
 * @throws StepError `port-*`.
 */
export const leaveDownloadMode = async (
  mode: DownloadMode,
  chip: Chip,
  logWire: LogWire,
): Promise<void> => {
  const { line } = mode;
  if (logWire === "flash-port") await changeBaud(line, chip, LINK_BAUD);
  await mode.reboot();
  if (logWire !== "flash-port" || line.baudRate === LINK_BAUD) return;
  // The chip has kept its rate; it starts at the log's in any case.
  await line.pause(SENT_MS);
  await line.setBaudRate(LINK_BAUD);
};
