import { toHex } from "../../libs/bytes/hex.ts";
import { SECTOR_BYTES, sectorStart } from "../../libs/bytes/ranges.ts";
import { asciiBytes } from "../../libs/bytes/text.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { readMac } from "../../libs/firmware/calibration.ts";
import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";
import { withOwnSectors } from "../../libs/firmware/own-sectors.ts";
import { patchSector } from "../../libs/firmware/patch-sector.ts";
import type { BoardIdentity } from "../../libs/run/board-identity.ts";
import { ownPatches } from "../../libs/run/own-patches.ts";
import type { ChaosCase } from "./chaos-case.ts";

/** Below the calibration of the largest flash, above every image. */
const KEY_BELOW_END = 0x8000;
const KEY = asciiBytes("chaos-key-012345");

/** What the board of a case is given for itself, if its recipe says so. */
export const givenTo = ({
  number,
  flashBytes,
  recipe,
}: Pick<ChaosCase, "number" | "flashBytes" | "recipe">): BoardIdentity | undefined => {
  if (recipe.own === "none") return undefined;
  const mac = `02${(0x5afe000000 + number).toString(16).padStart(10, "0")}`;
  const start = flashBytes - KEY_BELOW_END + 0x10;
  return {
    entry: `chaos:${number}`,
    pool: "chaos",
    tiedTo: null,
    fields: [
      { field: "mac", place: { kind: "calibration" }, value: mac, secret: false },
      { field: "key", place: { kind: "flash", start }, value: toHex(KEY), secret: true },
    ],
  };
};

/** What the flash must hold after a pass: the plan, and what is given merged into what the board had. */
export const planWithGiven = (
  plan: FlashPlan,
  before: Uint8Array,
  given: BoardIdentity | undefined,
): FlashPlan => {
  const sectorAt = (address: number): Uint8Array =>
    before.subarray(address, address + SECTOR_BYTES);
  const calibration = CHIPS[plan.chip].calibration.find(
    ({ start }) => readMac(sectorAt(start)) !== undefined,
  );
  const own = ownPatches(given).flatMap((patch) => {
    const address = patch.kind === "bytes" ? sectorStart(patch.start) : calibration?.start;
    if (address === undefined || address >= before.length) return [];
    const patched = patchSector(sectorAt(address), [patch]);
    return patched.ok ? [{ address, bytes: patched.bytes }] : [];
  });
  return own.length === 0 ? plan : withOwnSectors(plan, own);
};
