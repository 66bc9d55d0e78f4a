import { fromHex } from "../../bytes/hex.ts";
import { writeU32 } from "../../bytes/little-endian.ts";
import { SECTOR_BYTES } from "../../bytes/ranges.ts";
import { MAC_BYTES, MAC_TAG, TLV_MAGIC } from "../calibration.ts";

type Item = readonly [tag: number, value: Uint8Array];

const number = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  writeU32(bytes, 0, value);
  return bytes;
};

const encode = (items: readonly Item[]): Uint8Array => {
  const parts = items.map(([tag, value]) => {
    const item = new Uint8Array(8 + value.length);
    writeU32(item, 0, tag);
    writeU32(item, 4, value.length);
    item.set(value, 8);
    return item;
  });
  return Uint8Array.from(parts.flatMap((part) => [...part]));
};

/** A ramp, as power tables are. */
const table = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index + 8);

/**
 * A calibration sector as the module's maker leaves it: TLV with MAC, crystal trim and TX power
 * (firmware-formats.md section 9.4). `mac`: 12 hex digits in transmission order.
 */
export const buildCalibration = ({ mac }: { readonly mac: string }): Uint8Array => {
  const address = fromHex(mac);
  if (address.length !== MAC_BYTES) throw new RangeError(`A MAC has 12 hex digits: ${mac}`);
  const chip = encode([
    [0x11111101, number(12345678)],
    [MAC_TAG, address],
    [0x11111103, number(330)],
    [0x11111104, number(22222222)],
    [0x11111105, number(22)],
    [0x11111106, number(0)],
    [0x11111107, table(8)],
  ]);
  const power = encode([
    [0x22222201, number(1)],
    [0x22222202, table(14)],
    [0x22222203, table(14)],
    [0x22222204, table(14)],
    [0x22222205, number(0)],
    [0x22222206, number(0)],
    [0x22222207, table(40)],
    [0x22222208, number(0)],
  ]);
  const items = encode([
    [0x11111100, chip],
    [0x22222200, power],
  ]);
  const sector = new Uint8Array(SECTOR_BYTES).fill(0xff);
  sector.set(TLV_MAGIC);
  writeU32(sector, 4, items.length);
  sector.set(items, 8);
  return sector;
};
