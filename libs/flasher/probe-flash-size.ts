import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** What the fingerprint covers where the CRC command counts whole blocks of 256. */
const COVERED_BYTES = 256;

/** Where an answer says that addresses do not go round yet. */
const ASKS = 2;

const SIZES = [0x100000, 0x200000, 0x400000, 0x800000, 0x1000000] as const;

/**
 * Size of a flash that does not tell it: where its addresses go round to the bootloader, whose CRC-32
 * (zlib form, of 256 bytes) is `fingerprint` (uart-protocol.md sections 5.2 and 5.3). Undefined if
 * they never do. One answer spoilt on its way must not make a flash larger than it is: what is
 * written beyond its end destroys the bootloader.
 * @throws StepError `link-lost`.
 */
export const probeFlashSize = async (
  mode: DownloadMode,
  fingerprint: number,
  progress: Progress,
): Promise<number | undefined> => {
  for (const size of SIZES) {
    const question = { step: "identify", command: "crc", address: size } as const;
    const range = { start: size, end: size + COVERED_BYTES };
    for (let asks = 0; asks < ASKS; asks += 1) {
      const crc = await insist(mode, question, progress, () => mode.crcOf(range));
      if (crc === fingerprint) return size;
    }
  }
  return undefined;
};
