import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
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
  const question = { step: "verify", command: "crc", address } as const;
  const found = await insist(mode, question, progress, () =>
    mode.crcOf({ start: address, end: address + before.length }),
  );
  const wanted = crc32(before);
  if (found === wanted) return;
  const length = before.length;
  throw new StepError({
    code: "verify-mismatch",
    address,
    length,
    expected: hex32(wanted),
    found: hex32(found),
  });
};
