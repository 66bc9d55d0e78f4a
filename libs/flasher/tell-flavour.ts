import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import type { DownloadFacts } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** Readable on every chip: where the application starts (uart-protocol.md section 5.2). */
const PROBE_AT = 0x11000;
/** The command's end is left exclusive here: what it means then tells the flavours apart. */
const PROBE_BYTES = 256;

/**
 * How the chip counts a CRC's range, found by comparing one with the page it covers: that tells ROM
 * from bootloader also where the fingerprint is unknown (uart-protocol.md section 7).
 * @throws StepError `unknown-chip` if it counts in no known way; `link-lost`.
 */
export const tellFlavour = async (
  mode: DownloadMode,
  fingerprint: number,
  progress: Progress,
): Promise<DownloadFacts["crcCovers"]> => {
  const at = { step: "identify", address: PROBE_AT } as const;
  const page = await insist(mode, { ...at, command: "read" }, progress, () =>
    mode.readSector(PROBE_AT),
  );
  const crc = await insist(mode, { ...at, command: "crc" }, progress, () =>
    mode.crcRaw(PROBE_AT, PROBE_AT + PROBE_BYTES),
  );
  if (crc === crc32(page.subarray(0, PROBE_BYTES + 1))) return "inclusive-range";
  if (crc === crc32(page.subarray(0, PROBE_BYTES))) return "blocks-of-256";
  // With both sides of the comparison, so that a page spoilt on its way is no two times the same refusal.
  const read = hex32(crc32(page.subarray(0, PROBE_BYTES)));
  throw new StepError({
    code: "unknown-chip",
    fingerprint: hex32(fingerprint),
    detail: `the CRC of its flash agrees with no known way of counting: ${hex32(crc)} at 011000, where ${read} was read`,
  });
};
