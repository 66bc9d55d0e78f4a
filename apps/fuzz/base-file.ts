import { gzipSync } from "node:zlib";
import { asciiBytes } from "../../libs/bytes/text.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import {
  type BuildRecipe,
  buildApp,
  buildBootloader,
  buildFactoryFlash,
  buildQio,
  buildUf2,
  buildUpdate,
} from "../../libs/firmware/build-image.ts";
import { wrapUg } from "../../libs/firmware/builder/wrap-ug.ts";
import { readRblHeader } from "../../libs/firmware/rbl-header.ts";
import { unpackUpdate } from "../../libs/firmware/unpack-update.ts";

/** Every class of file that a case can start from. */
export const BASE_CLASSES = [
  "app",
  "qio",
  "uf2",
  "update",
  "ug",
  "crc",
  "rblh",
  "bootloader",
  "raw",
  "gzip",
  "elf",
  "dump",
  "rotated",
  "random",
] as const;

/** The class of a case's file before it was spoilt. */
export type BaseClass = (typeof BASE_CLASSES)[number];

/** A sound file, as a build leaves it. */
export interface BaseFile {
  readonly chip: ChipName;
  readonly kind: BaseClass;
  readonly bytes: Uint8Array;
}

const recipeOf = (chip: ChipName): BuildRecipe => ({ chip, seed: 7, bytes: 3000, version: "1.2" });

const MAC = "02c4a05c4a05";
const APP_AT = 0x11000;
const HEADER_BYTES = 102;

const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));

const BUILDERS: Readonly<Record<BaseClass, (chip: ChipName) => Uint8Array>> = {
  app: (chip) => buildApp(recipeOf(chip)),
  qio: (chip) => buildQio(recipeOf(chip)),
  // A chip without family has no UF2.
  uf2: (chip) => buildUf2(recipeOf(CHIPS[chip].image.uf2Family === undefined ? "bk7231n" : chip)),
  update: (chip) => buildUpdate(recipeOf(chip)),
  ug: (chip) => wrapUg(buildUpdate(recipeOf(chip))),
  crc: (chip) => buildApp(recipeOf(chip)).slice(0, (Math.ceil(3000 / 32) + 1) * 34),
  rblh: (chip) => buildApp(recipeOf(chip)).slice(-HEADER_BYTES),
  bootloader: (chip) => buildBootloader({ chip, seed: 7 }),
  raw: (chip) => {
    const update = buildUpdate(recipeOf(chip));
    const read = readRblHeader(update);
    return (read.ok ? unpackUpdate(update, read.header) : undefined) ?? new Uint8Array(0);
  },
  gzip: () => Uint8Array.from(gzipSync(asciiBytes("firmware"))),
  elf: () => asciiBytes(`\x7fELF${"\x01".repeat(600)}`),
  dump: (chip) => buildFactoryFlash({ chip, seed: 7, mac: MAC }),
  rotated: (chip) => {
    const flash = buildFactoryFlash({ chip, seed: 7, mac: MAC });
    return joined(flash.subarray(APP_AT), flash.subarray(0, APP_AT));
  },
  random: () => new Uint8Array(4096),
};

const built = new Map<string, Uint8Array>();

/** The sound file of a class for a chip; not to be changed, as it is built once. */
export const baseFile = (kind: BaseClass, chip: ChipName): BaseFile => {
  const key = `${kind} ${chip}`;
  const bytes = built.get(key) ?? BUILDERS[kind](chip);
  built.set(key, bytes);
  return { chip, kind, bytes };
};
