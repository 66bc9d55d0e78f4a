import { isOwnMac } from "../bytes/mac.ts";
import { isBlank, type Range, SECTOR_BYTES } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import type { FlashLayout, PartitionName } from "../chips/flash-layout.ts";
import { type BootloaderPartition, readBootloaderTable } from "../firmware/bootloader-table.ts";
import { readMac } from "../firmware/calibration.ts";
import { findKeyValues } from "../firmware/tuya-key-values.ts";
import type { DumpContents, DumpPart, DumpPartName } from "./dump-contents.ts";

/** What a whole flash, as the board had it, holds beside code. `readFrom` as in `DumpContents`. */
export const surveyDump = (flash: Uint8Array, chip: Chip, readFrom = 0): DumpContents => {
  const table = readBootloaderTable(flash.subarray(0, chip.appStart));
  const layout = layoutOf(flash, chip, table);
  const mac = layout && macIn(flash, layout);
  const hasKeyValues = findKeyValues(flash) !== undefined;
  const claims = claimsOf(table, layout, hasKeyValues);
  return {
    flashBytes: flash.length,
    readFrom,
    layout: layout?.name ?? "unknown",
    mac: mac ?? null,
    isOwnMac: mac !== undefined && isOwnMac(mac),
    hasKeyValues,
    parts: fillGaps(claims, flash.length).map((range) => measure(range, flash)),
  };
};

interface NamedRange extends Range {
  readonly name: DumpPartName;
}

/** The layout whose calibration place holds a MAC; else the one the bootloader's own table fits; else the usual. */
const layoutOf = (
  flash: Uint8Array,
  chip: Chip,
  table: readonly BootloaderPartition[],
): FlashLayout | undefined => {
  const possible = chip.layouts.filter(({ flashBytes }) => flashBytes === flash.length);
  const download = table.find(({ name }) => name === "download");
  const fits = ({ partitions }: FlashLayout): boolean =>
    partitions.some(({ name, start }) => name === "download" && start === download?.start);
  const calibrated = possible.filter((layout) => macIn(flash, layout) !== undefined);
  return calibrated.find(fits) ?? calibrated[0] ?? possible.find(fits) ?? possible[0];
};

const macIn = (flash: Uint8Array, { partitions }: FlashLayout): string | undefined => {
  const place = partitions.find(({ name }) => name === "calibration");
  return place && readMac(flash.subarray(place.start, place.end));
};

/** Code as the board's own bootloader knows it, data as the layout does; earlier ones go first. */
const claimsOf = (
  table: readonly BootloaderPartition[],
  layout: FlashLayout | undefined,
  hasKeyValues: boolean,
): readonly NamedRange[] => {
  const inTable = new Set<PartitionName>(table.map(({ name }) => name));
  const partitions = layout?.partitions ?? [];
  return [
    ...table,
    ...partitions.filter(({ name }) => name === "tuya-kv" && hasKeyValues),
    ...partitions.filter(({ name }) => name !== "tuya-kv" && !inTable.has(name)),
  ];
};

/** All of the flash, in order: a sector is whose claim on it comes first, or nobody's. */
const fillGaps = (claims: readonly NamedRange[], flashBytes: number): readonly NamedRange[] => {
  const parts: { name: DumpPartName; start: number; end: number }[] = [];
  for (let start = 0; start < flashBytes; start += SECTOR_BYTES) {
    const claim = claims.find((range) => range.start <= start && start < range.end);
    const name = claim?.name ?? "other";
    const end = Math.min(start + SECTOR_BYTES, flashBytes);
    const last = parts.at(-1);
    if (last?.name === name) last.end = end;
    else parts.push({ name, start, end });
  }
  return parts;
};

const measure = ({ name, start, end }: NamedRange, flash: Uint8Array): DumpPart => {
  let sectors = 0;
  let usedSectors = 0;
  for (let at = start; at < end; at += SECTOR_BYTES) {
    sectors += 1;
    if (!isBlank(flash.subarray(at, Math.min(at + SECTOR_BYTES, end)))) usedSectors += 1;
  }
  return { name, start, end, sectors, usedSectors };
};
