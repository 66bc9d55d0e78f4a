import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import { SECTOR_BYTES } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import { type FlashPlan, planBytes, sectorsOf } from "../firmware/flash-plan.ts";
import { diagnoseMismatch } from "./diagnose-mismatch.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** One range as verified: host's and chip's CRC-32, hex, zlib form. */
export interface VerifiedRange {
  readonly address: number;
  readonly length: number;
  readonly host: string;
  readonly chip: string;
}

/**
 * The chip's CRC over every sector the plan erased or wrote, after the last write.
 * @throws StepError with what the mismatch was found to be; `link-lost`.
 */
export const verifyByCrc = async (
  mode: DownloadMode,
  plan: FlashPlan,
  progress: Progress,
): Promise<VerifiedRange[]> => {
  const verified: VerifiedRange[] = [];
  const total = planBytes(plan);
  let done = 0;
  for (const { start, bytes } of plan.regions) {
    const question = { step: "verify", command: "crc", address: start } as const;
    const found = await insist(mode, question, progress, () =>
      mode.crcOf({ start, end: start + bytes.length }),
    );
    const wanted = crc32(bytes);
    if (found !== wanted) {
      throw new StepError(await diagnoseMismatch(mode, { start, bytes }, found, progress));
    }
    verified.push({
      address: start,
      length: bytes.length,
      host: hex32(wanted),
      chip: hex32(found),
    });
    done += bytes.length;
    progress.bytes(done, total);
  }
  return verified;
};

/**
 * Every sector of the plan, read back and compared byte for byte.
 * @throws StepError `verify-mismatch`, `link-lost`.
 */
export const verifyByReadback = async (
  mode: DownloadMode,
  plan: FlashPlan,
  progress: Progress,
): Promise<VerifiedRange[]> => {
  const total = planBytes(plan);
  let done = 0;
  for (const { address, bytes } of sectorsOf(plan)) {
    const question = { step: "verify", command: "read", address } as const;
    const read = await insist(mode, question, progress, () => mode.readSector(address));
    if (!bytes.every((byte, index) => byte === read[index])) {
      const [expected, found] = [hex32(crc32(bytes)), hex32(crc32(read))];
      throw new StepError({
        code: "verify-mismatch",
        address,
        length: SECTOR_BYTES,
        expected,
        found,
      });
    }
    done += SECTOR_BYTES;
    progress.bytes(done, total);
  }
  return plan.regions.map(({ start, bytes }) => {
    const crc = hex32(crc32(bytes));
    return { address: start, length: bytes.length, host: crc, chip: crc };
  });
};

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
