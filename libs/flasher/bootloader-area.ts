import { hex32 } from "../bytes/hex.ts";
import type { Chip } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insistTwice } from "./insist-twice.ts";
import type { Progress } from "./progress.ts";

/**
 * CRC-32, zlib form, of all below the application's start, on chips whose only download mode lives
 * there: a write whose address is spoilt on the wire can land in it (uart-protocol.md section 5.2,
 * hazard H1), and its answer can be lost. Undefined on other chips. On T it protects the flash again.
 * @throws StepError `link-lost`.
 */
export const crcOfBootloaderArea = async (
  mode: DownloadMode,
  { appStart, download }: Chip,
  progress: Progress,
  before?: number,
): Promise<number | undefined> => {
  if (download.hasRomDownloadMode) return undefined;
  const question = { step: progress.step, command: "crc", address: 0 } as const;
  return await insistTwice(
    mode,
    question,
    progress,
    () => mode.crcOf({ start: 0, end: appStart }),
    (crc) => crc === before,
  );
};

/**
 * What is below the application's start is what it was, by the CRC `before`.
 * @throws StepError `verify-mismatch`, `link-lost`.
 */
export const verifyBootloaderArea = async (
  mode: DownloadMode,
  chip: Chip,
  before: number | undefined,
  progress: Progress,
): Promise<void> => {
  if (before === undefined) return;
  const found = await crcOfBootloaderArea(mode, chip, progress, before);
  if (found === undefined || found === before) return;
  throw new StepError({
    code: "verify-mismatch",
    address: 0,
    length: chip.appStart,
    expected: hex32(before),
    found: hex32(found),
  });
};
