import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import type { Chip } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import { readMac } from "../firmware/calibration.ts";
import { askCrc } from "./ask-crc.ts";
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

/** Of one sector. */
const READS = 4;

/**
 * How a reading is known to be right, for data has no checksum on the wire: by the chip's CRC, which
 * on some chips closes the flash; or not at all, where the caller looks again by itself.
 */
export type ReadingProof = "crc" | "none";

/**
 * The board's calibration, where its layout has it. Layouts differ, so places are tried in order;
 * the last one read is returned when none holds a MAC.
 * @throws StepError `read-mismatch`, `link-lost`.
 */
export const readCalibration = async (
  mode: DownloadMode,
  chip: Pick<Chip, "calibration">,
  flashBytes: number,
  progress: Progress,
  proof: ReadingProof = "crc",
): Promise<CalibrationSector | undefined> => {
  const readBytes = proof === "crc" ? readProven : readOnce;
  let last: CalibrationSector | undefined;
  for (const { start, end } of chip.calibration) {
    if (end > flashBytes) continue;
    const bytes = await readBytes(mode, start, progress);
    last = { address: start, bytes, mac: readMac(bytes) };
    if (last.mac !== undefined) return last;
  }
  return last;
};

const readOnce = (mode: DownloadMode, address: number, progress: Progress): Promise<Uint8Array> =>
  insist(mode, { step: "identify", command: "read", address }, progress, () =>
    mode.readSector(address),
  );

/** Two readings that are the same are believed, too: then it is the CRC that is wrong. */
const readProven = async (
  mode: DownloadMode,
  address: number,
  progress: Progress,
): Promise<Uint8Array> => {
  let bytes = await readOnce(mode, address, progress);
  for (let reads = 1; ; reads += 1) {
    const chip = await askCrc(mode, { start: address, bytes }, progress);
    const host = crc32(bytes);
    if (chip === host) return bytes;
    if (reads === READS) {
      const [length, crcs] = [bytes.length, { chip: hex32(chip), host: hex32(host) }];
      throw new StepError({ code: "read-mismatch", address, length, ...crcs });
    }
    progress.recovered("asked-again", address);
    bytes = await readOnce(mode, address, progress);
    if (crc32(bytes) === host) return bytes;
  }
};
