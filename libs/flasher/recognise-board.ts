import { hex32 } from "../bytes/hex.ts";
import { countedFor, fingerprintOf, isUnreadable } from "../chips/fingerprints.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insistTwice } from "./insist-twice.ts";
import type { Progress } from "./progress.ts";
import { recogniseBootloaderChip } from "./recognise-bootloader-chip.ts";
import { readFlashId, recogniseRomChip } from "./recognise-rom-chip.ts";
import type { RecognisedBoard } from "./recognised-board.ts";
import { tellFlavour } from "./tell-flavour.ts";

/** Right for the first question, when nobody knows yet how the chip counts: 257 bytes or 256. */
const FINGERPRINT_END = 256;

/**
 * Finds out which chip answers, without being told what to expect (uart-protocol.md section 7):
 * by the fingerprint of its bootloader, by how it counts a CRC's range, by id register, version,
 * flash id, flash size and eFuse key, as far as its download mode has them. Changes nothing.
 * @throws StepError `flash-unreadable`; `unknown-chip` where not even that can be told; `link-lost`.
 */
export const recogniseBoard = async (
  mode: DownloadMode,
  progress: Progress,
): Promise<RecognisedBoard> => {
  const question = { step: "identify", command: "crc", address: 0 } as const;
  const crc = await insistTwice(
    mode,
    question,
    progress,
    () => mode.crcRaw(0, FINGERPRINT_END),
    (answer) => countedFor(hex32(answer)) !== undefined,
  );
  const fingerprint = hex32(crc);
  const known = fingerprintOf(fingerprint);
  const counts = countedFor(fingerprint) ?? (await tellFlavour(mode, crc, progress));
  if (isUnreadable(fingerprint)) {
    const flashId = counts === "inclusive-range" ? await readFlashId(mode, progress) : "not told";
    throw new StepError({ code: "flash-unreadable", fingerprint, flashId });
  }
  return counts === "inclusive-range"
    ? recogniseRomChip(mode, { fingerprint, known }, progress)
    : recogniseBootloaderChip(mode, { crc, fingerprint, known }, progress);
};
