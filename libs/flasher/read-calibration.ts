import type { Chip } from "../chips/chip.ts";
import { readMac } from "../firmware/calibration.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** A calibration sector as the board has it: radio trim and MAC, never to be lost. */
export interface CalibrationSector {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** 12 hex digits, or undefined where there is no calibration. */
  readonly mac: string | undefined;
}

/**
 * The board's calibration, where its layout has it. Layouts differ, so places are tried in order;
 * the last one read is returned when none holds a MAC.
 * @throws StepError `link-lost`.
 */
export const readCalibration = async (
  mode: DownloadMode,
  chip: Pick<Chip, "calibration">,
  flashBytes: number,
  progress: Progress,
): Promise<CalibrationSector | undefined> => {
  let last: CalibrationSector | undefined;
  for (const { start, end } of chip.calibration) {
    if (end > flashBytes) continue;
    const bytes = await insist(
      mode,
      { step: "identify", command: "read", address: start },
      progress,
      () => mode.readSector(start),
    );
    last = { address: start, bytes, mac: readMac(bytes) };
    if (last.mac !== undefined) return last;
  }
  return last;
};
