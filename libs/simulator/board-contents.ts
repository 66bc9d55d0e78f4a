import { toHex } from "../bytes/hex.ts";
import { SECTOR_BYTES } from "../bytes/ranges.ts";
import type { ChipName } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import { buildFactoryFlash } from "../firmware/build-image.ts";
import { readMac } from "../firmware/calibration.ts";
import { randomBytes, seededRandom } from "./random.ts";

/** A MAC of the locally administered kind: a simulated board must never pass for a real one. */
const macOf = (seed: number): string => `02${toHex(randomBytes(5, seededRandom(seed)))}`;

/** The flash of a module as it comes from the factory; its MAC and identity follow from `seed`. */
export const factoryContents = (chip: ChipName, seed: number): Uint8Array =>
  buildFactoryFlash({ chip, seed, mac: macOf(seed) });

/** `contents` as another board of the same make has them: where there is a MAC, one of its own. */
export const withOwnMac = (chip: ChipName, contents: Uint8Array, seed: number): Uint8Array => {
  const own = contents.slice();
  for (const { start } of CHIPS[chip].calibration) {
    const sector = own.subarray(start, start + SECTOR_BYTES);
    const mac = readMac(sector);
    if (mac === undefined) continue;
    const at = Buffer.from(sector.buffer, sector.byteOffset, sector.length).indexOf(mac, 0, "hex");
    sector.set(Buffer.from(macOf(seed), "hex"), at);
  }
  return own;
};
