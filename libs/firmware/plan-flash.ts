import { sectorEnd, sectorStart } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import { markingsOf } from "../chips/chips.ts";
import { describeCarried } from "./carried-bootloader.ts";
import { findMisplacement } from "./find-misplacement.ts";
import type { FirmwareImage, ImageWrite } from "./firmware-image.ts";
import type { FlashPlan, PlanRegion } from "./flash-plan.ts";
import type { Refusal } from "./refusal.ts";

/** What a recipe says of how its images are written. */
export interface PlanOptions {
  /** `keep` leaves the bootloader's part of an image out. */
  readonly bootloader: "keep" | "write";
}

/** A plan that is safe to carry out; or why there is none, and which file is to blame. */
export type PlanResult =
  | { readonly ok: true; readonly plan: FlashPlan }
  | { readonly ok: false; readonly refusal: Refusal; readonly file: string };

interface NamedWrite extends ImageWrite {
  readonly file: string;
}

/**
 * Merges the writes of all images into whole sectors before anything is erased, so that no write
 * erases a sector another one shares (firmware-formats.md section 3.5). Bytes of a sector that no
 * image sets are FF.
 */
export const planFlash = (
  images: readonly FirmwareImage[],
  chip: Chip,
  options: PlanOptions,
): PlanResult => {
  const all = images.flatMap(({ writes, fileName }) =>
    writes.map((write) => ({ ...write, file: fileName })),
  );
  const refusal = findUnfit(images, all, chip, options);
  if (refusal !== undefined) return refusal;
  const writes = all
    .filter(({ part }) => options.bootloader === "write" || part !== "bootloader")
    .sort((a, b) => a.start - b.start);
  const unsafe = findUnsafe(writes, chip, options) ?? findOverlap(writes);
  if (unsafe !== undefined) return unsafe;
  const regions = mergeSectors(writes);
  const left = all.find(({ part }) => part === "bootloader" && options.bootloader === "keep");
  if (left === undefined) return { ok: true, plan: { chip: chip.name, regions, patches: [] } };
  const carriedBootloader = describeCarried(left.bytes, chip);
  return { ok: true, plan: { chip: chip.name, regions, patches: [], carriedBootloader } };
};

const refuse = (refusal: Refusal, file: string): PlanResult => ({ ok: false, refusal, file });

const findUnfit = (
  images: readonly FirmwareImage[],
  writes: readonly NamedWrite[],
  chip: Chip,
  { bootloader }: PlanOptions,
): PlanResult | undefined => {
  const file = images[0]?.fileName ?? "";
  if (writes.length === 0) return refuse({ code: "no-images" }, file);
  const stranger = images.find((image) => !image.chips.includes(chip.name));
  if (stranger !== undefined) {
    const image = markingsOf(stranger.chips);
    return refuse({ code: "wrong-chip", chip: chip.marking, image }, stranger.fileName);
  }
  if (bootloader === "keep") return undefined;
  const carrier = writes.find(({ part }) => part === "bootloader");
  if (!chip.download.hasRomDownloadMode) {
    return refuse({ code: "bootloader-locked", chip: chip.marking }, carrier?.file ?? file);
  }
  return carrier === undefined ? refuse({ code: "no-bootloader" }, file) : undefined;
};

const findUnsafe = (
  writes: readonly NamedWrite[],
  chip: Chip,
  { bootloader }: PlanOptions,
): PlanResult | undefined => {
  for (const { start, bytes, file } of writes) {
    const refusal = findMisplacement({ start, end: start + bytes.length }, chip, bootloader);
    if (refusal !== undefined) return refuse(refusal, file);
  }
  return undefined;
};

const findOverlap = (sorted: readonly NamedWrite[]): PlanResult | undefined => {
  for (const [index, write] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next === undefined || write.start + write.bytes.length <= next.start) continue;
    const overlap = { file: write.file, other: next.file, address: next.start };
    return refuse({ code: "overlap", ...overlap }, next.file);
  }
  return undefined;
};

/** Regions of whole sectors: writes that share or touch a sector's edge become one. */
const mergeSectors = (sorted: readonly ImageWrite[]): readonly PlanRegion[] => {
  const groups: { start: number; end: number; writes: ImageWrite[] }[] = [];
  for (const write of sorted) {
    const start = sectorStart(write.start);
    const end = sectorEnd(write.start + write.bytes.length);
    const last = groups.at(-1);
    if (last !== undefined && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.writes.push(write);
    } else {
      groups.push({ start, end, writes: [write] });
    }
  }
  return groups.map(({ start, end, writes }) => {
    const bytes = new Uint8Array(end - start).fill(0xff);
    for (const write of writes) bytes.set(write.bytes, write.start - start);
    return { start, bytes };
  });
};
