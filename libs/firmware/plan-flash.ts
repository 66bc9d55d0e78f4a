import { isOwnMac } from "../bytes/mac.ts";
import type { Chip } from "../chips/chip.ts";
import { markingsOf } from "../chips/chips.ts";
import { readMac } from "./calibration.ts";
import { describeCarried } from "./carried-bootloader.ts";
import {
  findDataMisplacement,
  findMisplacement,
  findOutside,
  findUnnamedPartition,
} from "./find-misplacement.ts";
import type { ClonedBoard, FlashPlan } from "./flash-plan.ts";
import { type FiledWrite, mergeSectors } from "./merge-sectors.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { PlannedImage, WrittenPart } from "./planned-image.ts";
import type { Refusal } from "./refusal.ts";

/** Which bytes of flash a file sets. */
export interface PlanPiece {
  /** As given by the caller; not made safe to show. */
  readonly file: string;
  readonly kind: PlannedImage["kind"];
  readonly part: WrittenPart;
  readonly start: number;
  readonly end: number;
}

/**
 * A plan that is safe to carry out, and which file each byte of it comes from, in order of address; or
 * why there is none, and which file is to blame.
 */
export type PlanResult =
  | { readonly ok: true; readonly plan: FlashPlan; readonly pieces: readonly PlanPiece[] }
  | { readonly ok: false; readonly refusal: Refusal; readonly file: string };

interface PlanWrite extends FiledWrite {
  readonly kind: PlannedImage["kind"];
}

/**
 * Makes one plan of all images, or refuses what would harm a board or what is not its own. Whole
 * sectors are merged before anything is erased; of a sector that code covers in part the rest becomes
 * FF, of one that raw data covers in part it stays the board's own (firmware-formats.md section 11).
 */
export const planFlash = (
  images: readonly PlannedImage[],
  chip: Chip,
  options: PlanOptions,
): PlanResult => {
  const all = images.flatMap(writesOf);
  const refusal = findUnfit(images, all, chip, options);
  if (refusal !== undefined) return refusal;
  const writes = all
    .filter(({ part }) => options.bootloader === "write" || part !== "bootloader")
    .sort((a, b) => a.start - b.start);
  const unsafe = findUnsafe(writes, chip, options) ?? findOverlap(writes);
  if (unsafe !== undefined) return unsafe;
  const merged = mergeSectors(writes);
  const left = all.find(({ part }) => part === "bootloader" && options.bootloader === "keep");
  const clone = cloneOf(images, merged, chip);
  return {
    ok: true,
    plan: {
      chip: chip.name,
      ...merged,
      ...(left === undefined ? {} : { carriedBootloader: describeCarried(left.bytes, chip) }),
      ...(clone === undefined ? {} : { clone }),
    },
    pieces: writes.map(({ file, kind, part, start, bytes }) => {
      return { file, kind, part, start, end: start + bytes.length };
    }),
  };
};

const writesOf = ({ kind, fileName: file, writes }: PlannedImage): PlanWrite[] =>
  writes.map((write) => ({
    ...write,
    file,
    kind,
    rest: kind === "raw-data" ? "board" : "blank",
  }));

const refuse = (refusal: Refusal, file: string): PlanResult => ({ ok: false, refusal, file });

const findUnfit = (
  images: readonly PlannedImage[],
  writes: readonly PlanWrite[],
  chip: Chip,
  { bootloader, clone }: PlanOptions,
): PlanResult | undefined => {
  const file = images[0]?.fileName ?? "";
  if (writes.length === 0) return refuse({ code: "no-images" }, file);
  const stranger = images.find((image) => !image.chips.includes(chip.name));
  if (stranger !== undefined) {
    const image = markingsOf(stranger.chips);
    return refuse({ code: "wrong-chip", chip: chip.marking, image }, stranger.fileName);
  }
  if (clone === true && !images.some(({ kind }) => kind === "full-dump")) {
    return refuse({ code: "no-dump" }, file);
  }
  if (bootloader === "keep") return undefined;
  const carrier = writes.find(({ part }) => part === "bootloader");
  if (!chip.download.hasRomDownloadMode) {
    return refuse({ code: "bootloader-locked", chip: chip.marking }, carrier?.file ?? file);
  }
  return carrier === undefined ? refuse({ code: "no-bootloader" }, file) : undefined;
};

const findUnsafe = (
  writes: readonly PlanWrite[],
  chip: Chip,
  options: PlanOptions,
): PlanResult | undefined => {
  for (const write of writes) {
    const refusal = findRefusal(write, chip, options);
    if (refusal !== undefined) return refuse(refusal, write.file);
  }
  return undefined;
};

/** A whole dump was asked for with all it holds. */
const findRefusal = (
  { kind, start, bytes }: PlanWrite,
  chip: Chip,
  options: PlanOptions,
): Refusal | undefined => {
  const range = { start, end: start + bytes.length };
  if (kind === "full-dump") return findOutside(range, chip, options.bootloader);
  const misplaced =
    kind === "raw-data"
      ? findDataMisplacement(range, chip)
      : findMisplacement(range, chip, options.bootloader);
  return misplaced ?? findUnnamedPartition(range, chip, options);
};

const findOverlap = (sorted: readonly PlanWrite[]): PlanResult | undefined => {
  for (const [index, write] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next === undefined || write.start + write.bytes.length <= next.start) continue;
    const overlap = { file: write.file, other: next.file, address: next.start };
    return refuse({ code: "overlap", ...overlap }, next.file);
  }
  return undefined;
};

/** What a whole dump brings of the board it was read from. */
const cloneOf = (
  images: readonly PlannedImage[],
  { regions }: Pick<FlashPlan, "regions">,
  chip: Chip,
): ClonedBoard | undefined => {
  const dump = images.find(({ kind }) => kind === "full-dump");
  if (dump === undefined) return undefined;
  const flashBytes = Math.max(...dump.writes.map(({ start, bytes }) => start + bytes.length));
  for (const { start, end } of chip.calibration) {
    const region = regions.find((it) => it.start <= start && end <= it.start + it.bytes.length);
    const mac = region && readMac(region.bytes.subarray(start - region.start, end - region.start));
    if (mac !== undefined && isOwnMac(mac)) return { flashBytes, mac, calibrationAt: start };
  }
  return { flashBytes, mac: null, calibrationAt: null };
};
