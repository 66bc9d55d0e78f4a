import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import { BLOCK_BYTES, isBlank, SECTOR_BYTES } from "../bytes/ranges.ts";
import type { Failure } from "../failure/failure.ts";
import type { PlanRegion } from "../firmware/flash-plan.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** More bytes than this unchanged by an erase are a flash that ignores it, not worn cells. */
const STUCK_BYTES_AT_MOST = 16;

/**
 * Why a region's CRC is not the plan's. Finds the first sector that differs, reads it, and if its
 * bytes are wrong erases it once more to tell a flash that cannot be erased from one that cannot be
 * programmed. The run has failed whatever comes of it: nothing here can lead to a pass.
 */
export const diagnoseMismatch = async (
  mode: DownloadMode,
  region: PlanRegion,
  found: number,
  progress: Progress,
): Promise<Failure> => {
  const sector = await firstWrongSector(mode, region, progress);
  if (sector === undefined) return mismatch(region, found);
  const before = await readAgain(mode, sector.start, progress);
  if (sameBytes(before, sector.bytes)) return mismatch(sector, sector.found);
  return tellEraseFromWrite(mode, sector, before, progress);
};

interface WrongSector extends PlanRegion {
  /** The chip's CRC of it. */
  readonly found: number;
}

const mismatch = ({ start, bytes }: PlanRegion, found: number): Failure => ({
  code: "verify-mismatch",
  address: start,
  length: bytes.length,
  expected: hex32(crc32(bytes)),
  found: hex32(found),
});

/** By blocks, then by the sectors of the first wrong block; undefined if all parts agree by themselves. */
const firstWrongSector = async (
  mode: DownloadMode,
  region: PlanRegion,
  progress: Progress,
): Promise<WrongSector | undefined> => {
  const block = await firstWrongPart(mode, region, BLOCK_BYTES, progress);
  return block === undefined ? undefined : firstWrongPart(mode, block, SECTOR_BYTES, progress);
};

const firstWrongPart = async (
  mode: DownloadMode,
  region: PlanRegion,
  partBytes: number,
  progress: Progress,
): Promise<WrongSector | undefined> => {
  for (let offset = 0; offset < region.bytes.length; offset += partBytes) {
    const bytes = region.bytes.subarray(offset, offset + partBytes);
    const start = region.start + offset;
    const question = { step: "verify", command: "crc", address: start } as const;
    const range = { start, end: start + bytes.length };
    const found = await insist(mode, question, progress, () => mode.crcOf(range));
    if (found !== crc32(bytes)) return { start, bytes, found };
  }
  return undefined;
};

const readAgain = (mode: DownloadMode, address: number, progress: Progress): Promise<Uint8Array> =>
  insist(mode, { step: "verify", command: "read", address }, progress, () =>
    mode.readSector(address),
  );

const sameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, index) => byte === right[index]);

const tellEraseFromWrite = async (
  mode: DownloadMode,
  sector: WrongSector,
  before: Uint8Array,
  progress: Progress,
): Promise<Failure> => {
  // A CRC has protected a T again; a link check lets the next erase through (uart-protocol.md 4.1).
  await mode.linkCheck();
  await mode.sendErase("sector", sector.start, "fenced");
  const answer = await mode.nextEraseAnswer("sector");
  if (answer.kind === "silent")
    return { code: "link-lost", step: "verify", command: "erase", address: sector.start };
  if (answer.kind === "refused")
    return { code: "erase-failed", address: sector.start, status: answer.status };
  const after = await readAgain(mode, sector.start, progress);
  if (isBlank(after)) {
    const wrong = before.findIndex((byte, index) => byte !== sector.bytes[index]);
    return { code: "write-failed", address: sector.start + wrong, status: 0 };
  }
  const zeros = after.reduce((count, byte) => count + (byte === 0xff ? 0 : 1), 0);
  if (sameBytes(after, before) && zeros > STUCK_BYTES_AT_MOST) {
    return { code: "protected", address: sector.start };
  }
  const stuck = after.findIndex((byte) => byte !== 0xff);
  return { code: "erase-failed", address: sector.start + stuck, status: 0 };
};
