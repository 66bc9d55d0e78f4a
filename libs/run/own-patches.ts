import { fromHex } from "../bytes/hex.ts";
import { sectorStart } from "../bytes/ranges.ts";
import type { PlanPatch } from "../firmware/flash-plan.ts";
import type { BoardIdentity } from "./board-identity.ts";

/** What a board is given for itself, as patches of its sectors. */
export const ownPatches = (own: BoardIdentity | undefined): readonly PlanPatch[] =>
  (own?.fields ?? []).map(({ field, place, value }) =>
    place.kind === "calibration"
      ? { kind: "calibration-mac", mac: value, field }
      : { kind: "bytes", start: place.start, bytes: fromHex(value), field },
  );

/** The MAC (12 hex digits) that a board is given; null where it keeps its own. */
export const givenMacOf = (fields: BoardIdentity["fields"]): string | null =>
  fields.find(({ place }) => place.kind === "calibration")?.value ?? null;

/** The address of the sector a patch goes to; undefined where the flash has no place for a calibration. */
export const sectorOfPatch = (
  patch: PlanPatch,
  calibrationAt: number | undefined,
): number | undefined =>
  patch.kind === "calibration-mac" ? calibrationAt : sectorStart(patch.start);
