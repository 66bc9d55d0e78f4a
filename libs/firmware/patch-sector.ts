import { fromHex } from "../bytes/hex.ts";
import { isOwnMac } from "../bytes/mac.ts";
import { sectorStart } from "../bytes/ranges.ts";
import { findMac } from "./calibration.ts";
import type { PlanPatch } from "./flash-plan.ts";

/** A sector with its patches; or the first that does not fit what the board has, and why. */
export type PatchedSector =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      readonly field: string;
      readonly problem: "blank" | "foreign" | "no-mac" | "bad-mac";
    };

/**
 * A sector with patches that all lie in it, every other byte as it was. A calibration is never made
 * from nothing: its MAC item must be there (firmware-formats.md section 9.4).
 */
export const patchSector = (before: Uint8Array, patches: readonly PlanPatch[]): PatchedSector => {
  const bytes = before.slice();
  for (const patch of patches) {
    if (patch.kind === "bytes") {
      bytes.set(patch.bytes, patch.start - sectorStart(patch.start));
      continue;
    }
    const { mac, field } = patch;
    if (!isOwnMac(mac)) return { ok: false, field, problem: "bad-mac" };
    const place = findMac(bytes);
    if (place.kind !== "found") return { ok: false, field, problem: place.kind };
    bytes.set(fromHex(mac), place.at);
  }
  return { ok: true, bytes };
};
