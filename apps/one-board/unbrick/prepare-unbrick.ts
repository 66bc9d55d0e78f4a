import { resolve } from "node:path";
import type { Chip } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { findFlashrom } from "../../../libs/flashrom/find-flashrom.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { readBounded } from "../../../libs/input/read-bounded.ts";
import { isVirtual } from "../../../libs/jig/jig.ts";
import { type Station, thisStation } from "../../../libs/jig/read-station.ts";
import { MAX_IMAGE_BYTES } from "../../../libs/recipe/load-images.ts";
import { type RepairImage, readRepairImage } from "../../../libs/unbrick/repair-image.ts";
import { type NamedNest, readNest } from "../open-nest.ts";
import type { UnbrickOrder } from "./unbrick-order.ts";

/** An unbrick with all that could be checked without its board. */
export interface PreparedUnbrick {
  readonly chip: Chip;
  readonly image: RepairImage;
  readonly named: NamedNest;
  readonly station: Station["station"];
  /** Path of the program. */
  readonly flashrom: string;
}

/** The one chip whose SPI mode and bootloaders are known. */
const CHIP = CHIPS.bk7231t;

/**
 * Checks image, jig, station and machine; touches nothing.
 * @throws InputError; StationError where flashrom is missing.
 */
export const prepareUnbrick = async (order: UnbrickOrder): Promise<PreparedUnbrick> => {
  const file = resolve(order.imagePath);
  const image = readRepairImage(file, await readBounded(file, MAX_IMAGE_BYTES), CHIP);
  const named = await readNest(order);
  checkNest(named);
  const { station, approval } = await thisStation();
  if (approval === "required" && order.operator === undefined) {
    throw new InputError(
      { source: "--operator" },
      "is missing: this station asks for approval, and no recipe can be approved for a bootloader over SPI.",
      "Name who answers for it: --operator NAME. The record keeps it.",
    );
  }
  return { chip: CHIP, image, named, station, flashrom: findFlashrom(process.env.PATH ?? "") };
};

const checkNest = ({ nest, nestError }: NamedNest): void => {
  if (isVirtual(nest)) {
    const { marking, download } = CHIPS[nest.virtual.chip];
    if (download.hasSpiMode) return;
    const problem = `is a ${marking}, which is not known to have a SPI mode.`;
    throw nestError(["virtual", "chip"], problem, "Only a BK7231T is unbricked over SPI.");
  }
  if (nest.spi === undefined) {
    const remedy =
      "Wire P20 to P23 and CEN, and say where in `spi`, such as { device: /dev/spidev0.0 }; see docs/unbrick.md.";
    throw nestError([], `${nest.id} has no \`spi\`.`, remedy);
  }
};
