import type { ChipName } from "../../libs/chips/chip.ts";
import { buildFactoryFlash } from "../../libs/firmware/build-image.ts";
import type { ImageChoice, Previous } from "./chaos-case.ts";
import { planOf } from "./plan-of.ts";
import { RecentlyUsed } from "./recently-used.ts";

/** Two megabytes each. */
const FLASHES_KEPT = 12;

const factories = new RecentlyUsed<Uint8Array>(FLASHES_KEPT);

/** A locally administered one: no real board has it. */
const MAC = "02c4a05c4a05";

/** What a board is: its chip and its flash's size in bytes. */
export interface BoardChoice {
  readonly chip: ChipName;
  readonly flashBytes: number;
}

/** The whole flash of a board before its run; the caller's to change. */
export const makeContents = (board: BoardChoice, previous: Previous): Uint8Array => {
  const { chip, flashBytes } = board;
  const make = (): Uint8Array => buildFactoryFlash({ ...board, seed: 1, mac: MAC });
  const flash = factories.get(`${chip} ${flashBytes}`, make).slice();
  if (previous.kind === "image") put(flash, chip, previous.image);
  if (previous.kind === "torn") tear(flash, put(flash, chip, previous.image), previous.bytes);
  return flash;
};

/** @returns where it begins and ends. */
const put = (
  flash: Uint8Array,
  chip: ChipName,
  image: ImageChoice,
): { readonly start: number; readonly end: number } => {
  const { regions } = planOf(chip, image, { bootloader: "keep" });
  for (const { start, bytes } of regions) flash.set(bytes, start);
  const last = regions.at(-1);
  return { start: regions[0]?.start ?? 0, end: (last?.start ?? 0) + (last?.bytes.length ?? 0) };
};

/** As erased before the write that did not come. */
const tear = (
  flash: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  bytes: number,
): void => {
  flash.fill(0xff, Math.min(start + bytes, end), end);
};
