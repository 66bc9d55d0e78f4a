import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import { StepError } from "../failure/step-error.ts";
import { askCrc } from "./ask-crc.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** Of one sector. */
const READS = 4;

/**
 * How a reading is known to be right, for data has no checksum on the wire: by the chip's CRC, which
 * on some chips closes the flash; or not at all, where the caller looks again by itself.
 */
export type ReadingProof = "crc" | "none";

/**
 * One sector of 4096 bytes, as the flash has it.
 * @throws StepError `read-mismatch`, `link-lost`.
 */
export const readSector = (
  mode: DownloadMode,
  address: number,
  progress: Progress,
  proof: ReadingProof,
): Promise<Uint8Array> =>
  proof === "crc" ? readProven(mode, address, progress) : readOnce(mode, address, progress);

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
