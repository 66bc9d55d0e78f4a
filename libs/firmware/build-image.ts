import { sectorEnd } from "../bytes/ranges.ts";
import { asciiBytes } from "../bytes/text.ts";
import type { Chip, ChipName } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import { makeBootloaderCode } from "./builder/bootloader-code.ts";
import { buildCalibration } from "./builder/build-calibration.ts";
import { encodeUf2 } from "./builder/encode-uf2.ts";
import { makeCode } from "./builder/make-code.ts";
import { fillContainer, type PackedCode, packCode } from "./builder/pack-code.ts";
import { packUpdate } from "./builder/pack-update.ts";
import { randomBytes } from "./builder/random-bytes.ts";
import { uf2Header } from "./builder/uf2-header.ts";
import { STORED_HEADER_BYTES } from "./rbl-header.ts";
import { KEY_BLOCK_MARK_AT, TUYA_KEY_BLOCK } from "./tuya-key-values.ts";
import { BOARD_PARTITIONS, type Partitions } from "./uf2-partitions.ts";
import { UF2_TAG } from "./uf2-tags.ts";

/** What an image is generated from: the same recipe gives the same bytes, always. */
export interface BuildRecipe {
  readonly chip: ChipName;
  readonly seed: number;
  /** Bytes of app code, 512 to about a million. */
  readonly bytes: number;
  readonly version: string;
  /** What the bootloader of a bootloader+app file calls itself, if it is to be none of the known ones. */
  readonly bootloader?: string;
}

/** Build time of every generated image: a fixed one, so that builds repeat. */
const BUILT_AT = Date.UTC(2026, 0, 1) / 1000;

/** ARM instructions, as apps for chips without marker have at logical 0x100. */
const ORDINARY = Uint8Array.of(0x00, 0x10, 0x81, 0xe0, 0x01, 0xd0, 0xa0, 0xe1);

const makeAppCode = ({ chip, seed, bytes }: Omit<BuildRecipe, "version">): Uint8Array => {
  const { marker } = CHIPS[chip].image;
  return makeCode({
    seed,
    bytes,
    branch: "0e0000ea",
    marker: marker === undefined ? ORDINARY : asciiBytes(marker),
  });
};

const packApp = (recipe: BuildRecipe): PackedCode => {
  const { chip, version } = recipe;
  return packCode(makeAppCode(recipe), CHIPS[chip], { part: "app", version, builtAt: BUILT_AT });
};

/** An app's package for over-the-air update, as a file ending in `.ota.rbl`. */
export const buildUpdate = (recipe: BuildRecipe): Uint8Array =>
  packUpdate(makeAppCode(recipe), { version: recipe.version, builtAt: BUILT_AT });

const appContainerBytes = ({ image, appStart }: Chip): number =>
  image.appHeadersAt[0] + STORED_HEADER_BYTES - appStart;

/** An app's container, as a file ending in `.0x011000.rbl`. */
export const buildApp = (recipe: BuildRecipe): Uint8Array =>
  fillContainer(packApp(recipe), appContainerBytes(CHIPS[recipe.chip]));

/**
 * The bootloader's area, 0 to the app's start. Stations identify it as a known bootloader of its
 * chip; it runs only on virtual boards.
 */
export const buildBootloader = ({
  chip,
  seed,
  bootloader,
}: Pick<BuildRecipe, "chip" | "seed" | "bootloader">): Uint8Array => {
  const facts = CHIPS[chip];
  const code = makeBootloaderCode(facts, seed, bootloader);
  const label = { part: "bootloader", version: "1.00", builtAt: BUILT_AT } as const;
  const area = new Uint8Array(facts.appStart).fill(0xff);
  const containerBytes = facts.image.bootloaderHeaderAt + STORED_HEADER_BYTES;
  area.set(fillContainer(packCode(code, facts, label), containerBytes));
  return area;
};

/** Bootloader and app in one file, as OpenBeken's QIO. */
export const buildQio = (recipe: BuildRecipe): Uint8Array =>
  Uint8Array.from(Buffer.concat([buildBootloader(recipe), buildApp(recipe)]));

/**
 * A LibreTiny UF2: app and header for a flasher, and a package a flasher must skip. Throws
 * `RangeError` for a chip that LibreTiny has no family for.
 */
export const buildUf2 = (recipe: BuildRecipe): Uint8Array => {
  const { chip, version } = recipe;
  const { image, appStart } = CHIPS[chip];
  if (image.uf2Family === undefined) throw new RangeError(`LibreTiny has no ${chip}`);
  const board = `generic-${chip}-qfn32-tuya`;
  const partitions = BOARD_PARTITIONS[board] ?? layOutApp(CHIPS[chip]);
  const app = packApp(recipe);
  const forFlasher = Uint8Array.of(0x00, 0x01, 0x00, ...asciiBytes("app\0"));
  const forDevice = Uint8Array.of(0x10, 0x00, 0x00, ...asciiBytes("download\0"));
  return encodeUf2(image.uf2Family, uf2Header({ board, partitions, version, builtAt: BUILT_AT }), [
    { tags: [[UF2_TAG.otaPartInfo, forFlasher]], address: 0, bytes: app.blocks },
    {
      tags: [[UF2_TAG.otaPartInfo, forFlasher]],
      address: image.appHeadersAt[0] - appStart,
      bytes: app.header,
    },
    {
      tags: [[UF2_TAG.otaPartInfo, forDevice]],
      address: 0,
      // A small one will do: no flasher writes it.
      bytes: buildUpdate({ ...recipe, bytes: OTA_BYTES }),
    },
  ]);
};

/** The app's container in whole sectors, and a place for updates behind it. */
const layOutApp = (chip: Chip): Partitions => {
  const end = sectorEnd(chip.appStart + appContainerBytes(chip));
  return new Map([
    ["app", { start: chip.appStart, end }],
    ["download", { start: end, end: end + 0xa6000 }],
  ]);
};

const OTA_BYTES = 10_000;

/** Where modules from the factory keep their cloud identity (firmware-formats.md section 9.2). */
const IDENTITY_AT = 0x1ee000;
const IDENTITY_BYTES = 0x2000;
const IDENTITY_SEED = 0x1de;

/** Seed and size of the app a new module arrives with. */
const OLD_APP = { seed: 0x01d, bytes: 150_000, version: "0.9.0" } as const;

/** What a module from the factory is generated from. */
export interface FactoryRecipe extends Pick<BuildRecipe, "chip" | "seed"> {
  /** 12 hex digits. */
  readonly mac: string;
  /** The chip's usual size if absent. */
  readonly flashBytes?: number | undefined;
}

/**
 * The whole flash of a module as it comes from the factory: bootloader, an older app, calibration
 * with the MAC (12 hex digits), some identity, and nothing else.
 */
export const buildFactoryFlash = ({
  chip,
  seed,
  mac,
  flashBytes = CHIPS[chip].flashSizes[0],
}: FactoryRecipe): Uint8Array => {
  const facts = CHIPS[chip];
  const flash = new Uint8Array(flashBytes).fill(0xff);
  flash.set(buildBootloader({ chip, seed }));
  flash.set(buildApp({ ...OLD_APP, chip }), facts.appStart);
  const calibration = facts.calibration.find(({ end }) => end <= flashBytes);
  if (calibration !== undefined) flash.set(buildCalibration({ mac }), calibration.start);
  flash.set(randomBytes(seed ^ IDENTITY_SEED, IDENTITY_BYTES), IDENTITY_AT);
  flash.set(TUYA_KEY_BLOCK, IDENTITY_AT + KEY_BLOCK_MARK_AT);
  return flash;
};
