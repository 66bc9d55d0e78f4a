import { crc16 } from "../../../libs/bytes/crc16.ts";
import { readU32, writeU32 } from "../../../libs/bytes/little-endian.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import type { Chip, ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { type BuildRecipe, buildApp } from "../../../libs/firmware/build-image.ts";
import {
  encodeUf2,
  type Uf2Section,
  type Uf2Tag,
} from "../../../libs/firmware/builder/encode-uf2.ts";
import { makeCode } from "../../../libs/firmware/builder/make-code.ts";
import { fillContainer, packCode } from "../../../libs/firmware/builder/pack-code.ts";
import { uf2Header } from "../../../libs/firmware/builder/uf2-header.ts";
import type { Partitions } from "../../../libs/firmware/uf2-partitions.ts";
import { UF2_TAG } from "../../../libs/firmware/uf2-tags.ts";

/** Bytes of a UF2 block. */
export const BLOCK = 512;

/** A recipe for a small image. */
export const small = (chip: ChipName, changes: Partial<BuildRecipe> = {}): BuildRecipe => ({
  chip,
  seed: 11,
  bytes: 20_000,
  version: "2.3.4",
  ...changes,
});

export const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));

/** A copy with one byte changed. */
export const withByte = (bytes: Uint8Array, at: number, flip = 0x01): Uint8Array => {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ flip;
  return changed;
};

/** A copy with other bytes at a place. */
export const withBytes = (bytes: Uint8Array, at: number, replacement: Uint8Array): Uint8Array => {
  const changed = bytes.slice();
  changed.set(replacement, at);
  return changed;
};

/** A copy with the CRC-16 of the block at `at` made right again. */
export const withBlockCrc = (bytes: Uint8Array, at: number): Uint8Array => {
  const crc = crc16(bytes, at, at + 32);
  return withBytes(bytes, at + 32, Uint8Array.of(crc >>> 8, crc));
};

/** A copy with a 32-bit field of one block of a UF2 changed, or of every block. */
export const withUf2Field = (
  file: Uint8Array,
  block: number | "all",
  offset: number,
  value: number,
): Uint8Array => {
  const changed = file.slice();
  for (let index = 0; index < file.length / BLOCK; index += 1) {
    if (block === "all" || block === index) writeU32(changed, index * BLOCK + offset, value);
  }
  return changed;
};

/** Where in a UF2 file the data blocks for the flasher are: those whose bytes end in flash. */
export const flasherBlocks = (file: Uint8Array): number[] => {
  const blocks: number[] = [];
  let forFlasher = false;
  for (let index = 1; index < file.length / BLOCK; index += 1) {
    const length = readU32(file, index * BLOCK + 16);
    // Nibbles of the part info tag, behind the data and the tag's head.
    if (readU32(file, index * BLOCK + 8) & 0x8000) {
      forFlasher = file[index * BLOCK + 32 + length + 4] === 0;
    }
    if (forFlasher) blocks.push(index);
  }
  return blocks;
};

/** A UF2 that differs from a plain one where the test says so. */
export interface Uf2Draft {
  readonly chip?: ChipName;
  readonly board?: string;
  readonly partitions?: Partitions;
  readonly code?: Uint8Array;
  readonly header?: (tags: readonly Uf2Tag[]) => readonly Uf2Tag[];
  readonly sections?: (sections: readonly Uf2Section[]) => readonly Uf2Section[];
}

/** The part info of an image for flashers only. */
export const FOR_FLASHER: Uf2Tag = [
  UF2_TAG.otaPartInfo,
  joined(Uint8Array.of(0, 1, 0), asciiBytes("app\0")),
];

export const craftUf2 = (draft: Uf2Draft = {}): Uint8Array => {
  const chip = CHIPS[draft.chip ?? "bk7231n"];
  const packed = packCode(draft.code ?? plainCode(chip), chip, LABEL);
  const partitions = new Map([["app", { start: 0x11000, end: 0x132000 }]]);
  const label = {
    board: draft.board ?? "generic",
    partitions: draft.partitions ?? partitions,
    version: "1",
    builtAt: 0,
  };
  const sections: readonly Uf2Section[] = [
    { tags: [FOR_FLASHER], address: 0, bytes: packed.blocks },
    { tags: [FOR_FLASHER], address: 0x118f0a, bytes: packed.header },
  ];
  return encodeUf2(
    chip.image.uf2Family ?? 0,
    draft.header?.(uf2Header(label)) ?? uf2Header(label),
    draft.sections?.(sections) ?? sections,
  );
};

const LABEL = { part: "app", version: "1", builtAt: 0 } as const;

/** Code of an app for a chip, not packed. */
export const plainCode = (chip: Chip, branch = "0e0000ea"): Uint8Array =>
  makeCode({
    seed: 5,
    bytes: 5_000,
    branch,
    marker: asciiBytes(chip.image.marker ?? "\0\x10\x81\xe0\x01\xd0\xa0\xe1"),
  });

/** An app's container of another length than the usual, or of other code. */
export const craftApp = (
  chip: Chip,
  { containerBytes = 0x118f70, code = plainCode(chip) } = {},
): Uint8Array => fillContainer(packCode(code, chip, LABEL), containerBytes);

/** A chip as another that runs unscrambled code. */
export const unscrambled = (chip: Chip): Chip => ({
  ...chip,
  image: { ...chip.image, codeKey: "none" },
});

/** The generated app's blocks without fill and header: LibreTiny's `.crc`. */
export const craftCrcFile = (chip: ChipName): Uint8Array => {
  const app = buildApp(small(chip));
  return app.subarray(0, (Math.ceil(20_000 / 32) + 1) * 34);
};
