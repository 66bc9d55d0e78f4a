import { covers, SECTOR_BYTES } from "../bytes/ranges.ts";
import { sameBytes } from "../bytes/same-bytes.ts";
import { StepError } from "../failure/step-error.ts";
import { type FlashPlan, type PlanPatch, rangesOf, sectorsIn } from "../firmware/flash-plan.ts";
import { patchSector } from "../firmware/patch-sector.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import type { Progress } from "../flasher/progress.ts";
import type { CalibrationSector } from "../flasher/read-calibration.ts";
import { readSector } from "../flasher/read-sector.ts";
import type { EarlierRewrite } from "./board-journal.ts";
import { ownPatches, sectorOfPatch } from "./own-patches.ts";
import { restoreSector } from "./restore-sector.ts";
import type { RunUnderWay } from "./run-under-way.ts";

/** A sector whose bytes are partly the board's own, or all of them where it is restored. */
export interface OwnSector {
  readonly address: number;
  /** The board's own; undefined where an image has written the rest of the sector. */
  readonly before: Uint8Array | undefined;
  /** What it shall hold. */
  readonly bytes: Uint8Array;
}

/** A board's calibration as it was read, and as it is to be worked with. */
export interface Calibrations {
  readonly found: CalibrationSector | undefined;
  readonly calibration: CalibrationSector | undefined;
}

/** What is known of a board, and what all of its kind are to hold but for a calibration that it keeps. */
export interface KnownBoard {
  readonly facts: BoardFacts;
  readonly plan: FlashPlan;
}

/**
 * What becomes of the sectors that are the board's own: those with patches, and those that an
 * earlier run left half written. Sectors are read with CRCs, which close the flash on some chips.
 * @throws StepError `identity-invalid`, `identity-lost`, `read-mismatch`, `link-lost`.
 */
export const planOwnSectors = async (
  run: RunUnderWay,
  { facts, plan }: KnownBoard,
  { found, calibration }: Calibrations,
  earlier: readonly EarlierRewrite[],
  progress: Progress,
): Promise<readonly OwnSector[]> => {
  const patches = patchesBySector(run, calibration);
  const half = earlier.filter(
    ({ address, outcome }) => outcome === "unproven" && address < facts.flashBytes,
  );
  const known = { ...facts, mac: calibration?.mac, calibration: "read" } as const;
  const sectors: OwnSector[] = [];
  for (const address of new Set([...patches.keys(), ...half.map((one) => one.address)])) {
    const sector = { start: address, end: address + SECTOR_BYTES };
    const [image] = covers(rangesOf(plan), sector) ? sectorsIn(plan, sector) : [];
    const wanted = patches.get(address);
    if (image !== undefined) {
      if (wanted === undefined) continue;
      sectors.push({ address, before: undefined, bytes: patched(image.bytes, wanted) });
      continue;
    }
    const there = await readOwn(run, address, found, progress);
    const rewrite = half.find((one) => one.address === address);
    let before = there;
    if (address === calibration?.address) before = calibration.bytes;
    else if (rewrite !== undefined) before = restoreSector(there, rewrite, known, progress);
    if (wanted === undefined && sameBytes(there, before)) continue;
    sectors.push({ address, before, bytes: patched(before, wanted ?? []) });
  }
  return sectors;
};

const readOwn = async (
  { mode }: RunUnderWay,
  address: number,
  found: CalibrationSector | undefined,
  progress: Progress,
): Promise<Uint8Array> =>
  found?.address === address ? found.bytes : await readSector(mode, address, progress, "crc");

const patchesBySector = (
  { order }: RunUnderWay,
  calibration: CalibrationSector | undefined,
): ReadonlyMap<number, readonly PlanPatch[]> => {
  const bySector = new Map<number, PlanPatch[]>();
  for (const patch of [...order.plan.patches, ...ownPatches(order.own)]) {
    const address = sectorOfPatch(patch, calibration?.address);
    if (address === undefined) {
      const { field } = patch;
      throw new StepError({ code: "identity-invalid", field, problem: "no-place" });
    }
    bySector.set(address, [...(bySector.get(address) ?? []), patch]);
  }
  return bySector;
};

const patched = (before: Uint8Array, patches: readonly PlanPatch[]): Uint8Array => {
  const result = patchSector(before, patches);
  if (result.ok) return result.bytes;
  const { field, problem } = result;
  throw new StepError({ code: "identity-invalid", field, problem });
};
