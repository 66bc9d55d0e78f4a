import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import { StepError } from "../failure/step-error.ts";
import { askCrcTwice } from "./ask-crc.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";

/**
 * A sector the plan leaves alone still holds what it held before.
 * @throws StepError `verify-mismatch`, `link-lost`.
 */
export const verifyUnchanged = async (
  mode: DownloadMode,
  address: number,
  before: Uint8Array,
  progress: Progress,
): Promise<void> => {
  const found = await askCrcTwice(mode, { start: address, bytes: before }, progress);
  const wanted = crc32(before);
  if (found === wanted) return;
  throw new StepError({
    code: "verify-mismatch",
    address,
    length: before.length,
    expected: hex32(wanted),
    found: hex32(found),
  });
};
