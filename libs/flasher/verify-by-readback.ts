import { crc32 } from "../bytes/crc32.ts";
import { SECTOR_BYTES } from "../bytes/ranges.ts";
import { sameBytes } from "../bytes/same-bytes.ts";
import { type FlashPlan, type PlanSector, planBytes, sectorsOf } from "../firmware/flash-plan.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";
import type { Verification, WrongRegion } from "./verification.ts";
import { verifyByCrc } from "./verify-by-crc.ts";

const READS = 3;
/** More wrong sectors than can be repaired need not be known one by one. */
const WRONG_AT_MOST = 16;

/**
 * Every sector of the plan, read back and compared byte for byte; then, as the last word, the chip's
 * CRC over all of it.
 * @throws StepError `link-lost`.
 */
export const verifyByReadback = async (
  mode: DownloadMode,
  plan: FlashPlan,
  progress: Progress,
): Promise<Verification> => {
  const total = planBytes(plan);
  const wrong: WrongRegion[] = [];
  let done = 0;
  for (const sector of sectorsOf(plan)) {
    const read = await readSame(mode, sector, progress);
    if (!sameBytes(read, sector.bytes)) {
      wrong.push({ start: sector.address, bytes: sector.bytes, found: crc32(read) });
      if (wrong.length === WRONG_AT_MOST) break;
    }
    done += SECTOR_BYTES;
    progress.bytes(done, total);
  }
  const [first, ...others] = wrong;
  return first === undefined
    ? verifyByCrc(mode, plan, progress)
    : { kind: "wrong", regions: [first, ...others] };
};

/** Data has no checksum on the wire: what differs is read again before it is believed. */
const readSame = async (
  mode: DownloadMode,
  { address, bytes }: PlanSector,
  progress: Progress,
): Promise<Uint8Array> => {
  const question = { step: progress.step, command: "read", address } as const;
  const readOnce = (): Promise<Uint8Array> =>
    insist(mode, question, progress, () => mode.readSector(address));
  let read = await readOnce();
  for (let reads = 1; !sameBytes(read, bytes) && reads < READS; reads += 1) {
    progress.recovered("asked-again", address);
    read = await readOnce();
  }
  return read;
};
