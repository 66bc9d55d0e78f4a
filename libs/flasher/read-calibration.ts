import type { Chip } from "../chips/chip.ts";
import { readMac } from "../firmware/calibration.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";
import { type ReadingProof, readSector } from "./read-sector.ts";

/** A calibration sector as the board has it: radio trim and MAC, never to be lost. */
export interface CalibrationSector {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** 12 hex digits, or undefined where there is no calibration. */
  readonly mac: string | undefined;
}

/**
 * The board's calibration, where its layout has it. Layouts differ, so places are tried in order;
 * the first one is returned when none holds a MAC.
 * @throws StepError `read-mismatch`, `link-lost`.
 */
export const readCalibration = async (
  mode: DownloadMode,
  chip: Pick<Chip, "calibration">,
  flashBytes: number,
  progress: Progress,
  proof: ReadingProof = "crc",
): Promise<CalibrationSector | undefined> => {
  let first: CalibrationSector | undefined;
  for (const { start, end } of chip.calibration) {
    if (end > flashBytes) continue;
    const bytes = await readSector(mode, start, progress, proof);
    const sector = { address: start, bytes, mac: readMac(bytes) };
    if (sector.mac !== undefined) return sector;
    first ??= sector;
  }
  return first;
};
