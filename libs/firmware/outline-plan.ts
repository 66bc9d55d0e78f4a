import { bytesIn, covers, type Range, SECTOR_BYTES, sectorStart } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import { type FlashPartition, isData, type PartitionName } from "../chips/flash-layout.ts";
import { type FlashPlan, rangesOf, sectorsOf } from "./flash-plan.ts";
import type { PlanPiece } from "./plan-flash.ts";

/** What becomes of a part of flash. */
export type PartFate = "kept" | "written-in-part" | "written";

/** A named part of a board's flash, and what a plan does to it. */
export interface OutlinedPart extends Range {
  readonly name: PartitionName;
  /** The layouts that have it there: a board has one of them, or yet another. */
  readonly layouts: readonly string[];
  readonly fate: PartFate;
  /** Why, in words that go on after the name; no full stop. */
  readonly why: string;
}

/** Bytes that are put into a sector whose others stay the board's own. */
export interface OutlinedPatch extends Range {
  readonly file: string;
}

/** Bytes that each board is given for itself. */
export interface OutlinedField {
  readonly field: string;
  /** `calibration`: its MAC, wherever the board has its calibration. */
  readonly place: "calibration" | Range;
}

/** A plan for people and programs: what is written, erased, verified, kept, and why. In order of address. */
export interface PlanOutline {
  readonly writes: readonly PlanPiece[];
  readonly patches: readonly OutlinedPatch[];
  readonly fields: readonly OutlinedField[];
  /** Whole sectors, those of patches and fields included but for a calibration; all are verified after the last write. */
  readonly erases: readonly Range[];
  /** How many of those sectors hold something; the others are erased and not sent. */
  readonly writtenSectors: number;
  readonly blankSectors: number;
  readonly parts: readonly OutlinedPart[];
}

/** Outlines a plan of `planFlash`, and the fields that each board is given beside it. */
export const outlinePlan = (
  plan: FlashPlan,
  pieces: readonly PlanPiece[],
  chip: Chip,
  fields: readonly OutlinedField[] = [],
): PlanOutline => {
  const patches = plan.patches
    .flatMap((patch) => (patch.kind === "bytes" ? [patch] : []))
    .map(({ start, bytes, field }) => ({ file: field, start, end: start + bytes.length }));
  const places = fields.flatMap(({ place }) => (place === "calibration" ? [] : [place]));
  const byFiles = joinRanges([...rangesOf(plan), ...patches.map(sectorOf)]);
  const erases = joinRanges([...byFiles, ...places.map(sectorOf)]);
  const sectors = bytesIn(erases) / SECTOR_BYTES;
  const blankSectors = sectorsOf(plan).filter(({ blank }) => blank).length;
  const parts = outlineParts({ plan, byFiles, erases, fields }, chip);
  const writtenSectors = sectors - blankSectors;
  return { writes: pieces, patches, fields, erases, writtenSectors, blankSectors, parts };
};

const sectorOf = ({ start }: Range): Range => {
  const sector = sectorStart(start);
  return { start: sector, end: sector + SECTOR_BYTES };
};

const joinRanges = (ranges: readonly Range[]): readonly Range[] => {
  const joined: Range[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || start > last.end) joined.push({ start, end });
    else joined.splice(-1, 1, { start: last.start, end: Math.max(last.end, end) });
  }
  return joined;
};

/** What is done to the flash, and by what. */
interface Deeds extends Pick<PlanOutline, "erases" | "fields"> {
  readonly plan: FlashPlan;
  /** Those of `erases` that files are written to. */
  readonly byFiles: readonly Range[];
}

const outlineParts = (deeds: Deeds, chip: Chip): readonly OutlinedPart[] => {
  const parts = new Map<string, OutlinedPart>();
  for (const { name: layout, partitions } of chip.layouts) {
    for (const { name, start, end } of partitions) {
      const key = `${name} ${start} ${end}`;
      const layouts = [...(parts.get(key)?.layouts ?? []), layout];
      const judgement = judge({ name, start, end }, deeds, chip);
      parts.set(key, { name, start, end, layouts, ...judgement });
    }
  }
  return [...parts.values()].sort((a, b) => a.start - b.start || b.end - a.end);
};

const judge = (
  part: FlashPartition,
  { plan, byFiles, erases, fields }: Deeds,
  chip: Chip,
): Pick<OutlinedPart, "fate" | "why"> => {
  const ofFiles = fateOf(part, byFiles);
  if (part.name === "calibration") {
    const given = fields.some(({ place }) => place === "calibration");
    const judgement = judgeCalibration(part, plan.clone, given ? "given" : "kept");
    if (judgement !== undefined) return judgement;
  }
  if (ofFiles !== "kept") return { fate: ofFiles, why: whyWritten(part, plan) };
  return fateOf(part, erases) === "kept"
    ? { fate: "kept", why: whyKept(part.name, chip) }
    : { fate: "written-in-part", why: "fields of the recipe's `identity` are there" };
};

/** A board with a calibration keeps it, but for a MAC it is given, or where it becomes a copy of a dump with one. */
const judgeCalibration = (
  { start }: Range,
  clone: FlashPlan["clone"],
  mac: "given" | "kept",
): Pick<OutlinedPart, "fate" | "why"> | undefined => {
  const isDumps = clone !== undefined && clone.mac !== null;
  if (isDumps && start !== clone.calibrationAt) return undefined;
  if (mac === "given") {
    const without = isDumps ? "; a board without any gets the dump's, with its MAC" : "";
    return {
      fate: "written-in-part",
      why: `each board's MAC is put into it, the rest stays${without}`,
    };
  }
  if (clone === undefined || isDumps) return undefined;
  return { fate: "kept", why: "each board's own: the dump has none with a MAC of its own" };
};

const fateOf = (part: Range, erases: readonly Range[]): PartFate => {
  if (covers(erases, part)) return "written";
  const isTouched = erases.some(({ start, end }) => start < part.end && part.start < end);
  return isTouched ? "written-in-part" : "kept";
};

const whyWritten = ({ name, start }: FlashPartition, { clone }: FlashPlan): string => {
  const isOther = name === "calibration" && start !== clone?.calibrationAt;
  if (clone !== undefined) return (isOther ? undefined : CLONED[name]) ?? "comes with the dump";
  return isData(name) ? "named by the recipe's `overwrite`" : "what the images are for";
};

const whyKept = (name: PartitionName, { download }: Chip): string =>
  name === "bootloader" && !download.hasRomDownloadMode
    ? "the only download mode of this chip lives there"
    : (KEPT[name] ?? "the board's own data");

const KEPT: Readonly<Partial<Record<PartitionName, string>>> = {
  bootloader: "the recipe says so",
  app: "no image is for it",
  download: "no image is for it",
  calibration: "each board's own radio trim and MAC, proven unchanged after the last write",
};

const CLONED: Readonly<Partial<Record<PartitionName, string>>> = {
  calibration: "comes with the dump, MAC included; the board's own is kept in the journal",
  "tuya-kv": "comes with the dump: one cloud identity for all boards",
};
