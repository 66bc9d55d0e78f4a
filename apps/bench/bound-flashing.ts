import { crcOfRange, erase, write4k } from "../../libs/bk72xx/commands.ts";
import { SECTOR_BYTES } from "../../libs/bytes/ranges.ts";
import type { Chip } from "../../libs/chips/chip.ts";
import { erasesOf, type FlashPlan, sectorsOf } from "../../libs/firmware/flash-plan.ts";
import { eraseMs, type FlashTiming } from "../../libs/simulator/flash-timing.ts";

/** What limits a board, whatever the station does. */
export interface FlashLimits {
  readonly plan: FlashPlan;
  readonly chip: Chip;
  /** Of the wire while flashing. */
  readonly baud: number;
  readonly timing: FlashTiming;
  /** What an adapter keeps a short reply back for, from its first byte on, in ms. */
  readonly adapterLatencyMs: number;
}

/** The least time of each step from the first erase to the last CRC, in ms. */
export interface FlashBound {
  readonly erase: number;
  readonly write: number;
  readonly verify: number;
}

const BITS_PER_BYTE = 10;
const PAGE_BYTES = 256;
const PAGES_PER_SECTOR = SECTOR_BYTES / PAGE_BYTES;

/** Whole replies, in bytes (uart-protocol.md sections 3.5, 3.9 and 3.12). */
const REPLY_BYTES = { erase: 16, write: 15, crc: 11 } as const;
const REQUEST_BYTES = {
  erase: erase("sector", 0).length,
  write: write4k(0, new Uint8Array(SECTOR_BYTES)).length,
  crc: crcOfRange(0, 0).length,
} as const;

/**
 * The wire's own bound: bytes on the wire, erases, programs and CRCs, one after the other except
 * where the chip does two at once, and an adapter's latency for each reply that must be there before
 * the next command can be sent. The station's own time is not in it.
 */
export const boundFlashing = (limits: FlashLimits): FlashBound => ({
  erase: boundErase(limits),
  write: boundWrite(limits),
  verify: boundVerify(limits),
});

const wireMs = (bytes: number, { baud }: FlashLimits): number =>
  (bytes * BITS_PER_BYTE * 1000) / baud;

/** Replies here are far shorter than a packet that an adapter would hand over at once. */
const replyMs = (bytes: number, limits: FlashLimits): number =>
  Math.max(wireMs(bytes, limits), limits.adapterLatencyMs);

/** Where erases queue, all but the first request and the last reply pass while the flash is busy. */
const boundErase = (limits: FlashLimits): number => {
  const { chip, plan, timing } = limits;
  const erases = erasesOf(sectorsOf(plan));
  const flash = erases.reduce((sum, { bytes }) => sum + eraseMs(timing, bytes), 0);
  const exchange = wireMs(REQUEST_BYTES.erase, limits) + replyMs(REPLY_BYTES.erase, limits);
  const exchanges = chip.download.queuesErases ? 1 : erases.length;
  // A one-shot protection is opened by the chip itself, with the first erase (section 4.1).
  const opening = chip.download.protection === "one-shot" ? timing.statusWriteMs : 0;
  return opening + flash + exchanges * exchange;
};

const boundWrite = (limits: FlashLimits): number => {
  const sectors = sectorsOf(limits.plan).filter(({ blank }) => !blank).length;
  return sectors * (programmedAfter(limits) + replyMs(REPLY_BYTES.write, limits));
};

/** A ROM programs what it has whole; a bootloader in flash each page while the next one arrives. */
const programmedAfter = (limits: FlashLimits): number => {
  const { chip, timing } = limits;
  const arrived = wireMs(REQUEST_BYTES.write, limits);
  const program = PAGES_PER_SECTOR * timing.pageProgramMs;
  if (chip.download.hasRomDownloadMode) return arrived + program;
  const firstPage = wireMs(REQUEST_BYTES.write - SECTOR_BYTES + PAGE_BYTES, limits);
  return Math.max(arrived + timing.pageProgramMs, firstPage + program);
};

/** The plan's regions, and what must be unchanged: calibration, and a bootloader that cannot be replaced. */
const boundVerify = (limits: FlashLimits): number => {
  const { chip, plan, timing } = limits;
  const lengths = plan.regions.map(({ bytes }) => bytes.length);
  if (chip.calibration.length > 0) lengths.push(SECTOR_BYTES);
  if (!chip.download.hasRomDownloadMode) lengths.push(chip.appStart);
  const request = wireMs(REQUEST_BYTES.crc, limits);
  const reply = replyMs(REPLY_BYTES.crc, limits);
  const summing = lengths.reduce((sum, bytes) => sum + (bytes / 1024) * timing.crcMsPerKiB, 0);
  // A CRC closes a one-shot protection again; the next one finds the flash busy with that.
  const closing =
    chip.download.protection === "one-shot"
      ? Math.max(0, timing.statusWriteMs - reply - request) * (lengths.length - 1)
      : 0;
  return lengths.length * (request + reply) + summing + closing;
};
