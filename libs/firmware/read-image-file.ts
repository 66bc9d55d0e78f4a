import { SECTOR_BYTES } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import { MAX_FIRMWARE_BYTES } from "./examine-firmware.ts";
import type { FirmwareKind } from "./firmware-kind.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { PlannedImage, PlannedImageResult } from "./planned-image.ts";
import { readDump } from "./read-dump.ts";
import { readFirmware } from "./read-firmware.ts";
import { recognise } from "./recognise.ts";
import type { PlaceFault, Refusal } from "./refusal.ts";

/** A firmware file in memory. */
export interface ImageFile {
  /** Its name, for messages. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Where the recipe puts it, a flash address, if it says so. */
  readonly at?: number | undefined;
}

/**
 * Reads a recipe's file: an image that says itself where it belongs; a whole dump where the recipe
 * clones; raw data where the recipe gives it a place. What is known to be anything else is refused
 * for what it is, also as raw data.
 */
export const readImageFile = (
  { file, bytes, at }: ImageFile,
  chip: Chip,
  options: PlanOptions,
): PlannedImageResult => {
  const tooLarge = bytes.length > MAX_FIRMWARE_BYTES;
  const found = tooLarge ? undefined : recognise(bytes);
  if (at !== undefined && found !== undefined && isData(found)) {
    const { name } = chip;
    const writes = [{ part: "data", start: at, bytes }] as const;
    return { ok: true, image: { kind: "raw-data", chips: [name], fileName: file, writes } };
  }
  const isClone = options.clone === true && found?.kind === "full-dump";
  const read = (isClone ? readDump : readFirmware)(bytes, { chip, fileName: file });
  if (!read.ok || at === undefined) return read;
  const refusal = findWrongPlace(read.image, at, chip, options);
  return refusal === undefined ? read : { ok: false, refusal };
};

/** Whether a file is nothing known: erased flash is as good as any data. */
const isData = ({ kind }: FirmwareKind): boolean => kind === "unknown" || kind === "erased";

const findWrongPlace = (
  { writes }: PlannedImage,
  at: number,
  chip: Chip,
  { bootloader }: PlanOptions,
): Refusal | undefined => {
  const expected = writes[0]?.start ?? 0;
  const refuse = (fault: PlaceFault): Refusal => ({ code: "own-place", at, expected, fault });
  if (at === expected) {
    const isSkipped = expected < chip.appStart && bootloader === "keep";
    return isSkipped ? refuse("skipped-bootloader") : undefined;
  }
  const length = writes.reduce((end, { start, bytes }) => Math.max(end, start + bytes.length), 0);
  if (at < chip.appStart) return refuse("over-bootloader");
  if (at + length - expected > Math.max(...chip.flashSizes)) return refuse("past-flash-end");
  return refuse(at % SECTOR_BYTES === 0 ? "elsewhere" : "not-a-sector");
};
