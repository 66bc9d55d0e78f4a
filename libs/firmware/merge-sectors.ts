import { SECTOR_BYTES, sectorEnd, sectorStart } from "../bytes/ranges.ts";
import type { PlanPatch, PlanRegion } from "./flash-plan.ts";
import type { PlannedWrite } from "./planned-image.ts";

/** A write and the file it comes from. */
export interface FiledWrite extends PlannedWrite {
  readonly file: string;
  /** `board`: what it leaves of a sector stays the board's own. `blank`: becomes FF. */
  readonly rest: "board" | "blank";
}

/** All writes of a plan: whole sectors, and bytes whose sector stays the board's own but for them. */
export interface MergedWrites {
  readonly regions: readonly PlanRegion[];
  readonly patches: readonly Extract<PlanPatch, { readonly kind: "bytes" }>[];
}

/**
 * Merges writes, which must not overlap, into whole sectors, so that none erases a sector another one
 * shares (firmware-formats.md section 3.5). Regions that touch are one.
 */
export const mergeSectors = (writes: readonly FiledWrite[]): MergedWrites => {
  const blanking = writes.filter(({ rest }) => rest === "blank");
  const pieces = writes.filter(({ rest }) => rest === "board").flatMap(cutAtSectors);
  const covered = new Map<number, number>();
  for (const { start, bytes } of pieces) {
    const sector = sectorStart(start);
    covered.set(sector, (covered.get(sector) ?? 0) + bytes.length);
  }
  const isWhole = ({ start }: FiledWrite): boolean => {
    const sector = sectorStart(start);
    return covered.get(sector) === SECTOR_BYTES || isTouched(sector, blanking);
  };
  const patches = pieces
    .filter((piece) => !isWhole(piece))
    .map(({ start, bytes, file }) => ({ kind: "bytes", start, bytes, field: file }) as const);
  return { regions: joinSectors([...blanking, ...pieces.filter(isWhole)]), patches };
};

const isTouched = (sector: number, writes: readonly PlannedWrite[]): boolean =>
  writes.some(({ start, bytes }) => start < sector + SECTOR_BYTES && sector < start + bytes.length);

const cutAtSectors = (write: FiledWrite): FiledWrite[] => {
  const cuts: FiledWrite[] = [];
  const end = write.start + write.bytes.length;
  for (let from = write.start; from < end; ) {
    const to = Math.min(end, sectorStart(from) + SECTOR_BYTES);
    cuts.push({
      ...write,
      start: from,
      bytes: write.bytes.subarray(from - write.start, to - write.start),
    });
    from = to;
  }
  return cuts;
};

/** Regions of whole sectors. Bytes that no write sets are FF. */
const joinSectors = (writes: readonly PlannedWrite[]): readonly PlanRegion[] => {
  const sorted = writes.toSorted((a, b) => a.start - b.start);
  const groups: { start: number; end: number; writes: PlannedWrite[] }[] = [];
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
