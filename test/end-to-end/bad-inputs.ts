import { asciiBytes } from "../../libs/bytes/text.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { unwrapBlocks, wrapBlocks } from "../../libs/firmware/code-block.ts";
import { CODE_KEYS, parseCodeKey } from "../../libs/firmware/code-key.ts";
import { scramble } from "../../libs/firmware/scramble.ts";
import { UF2_TAG } from "../../libs/firmware/uf2-tags.ts";
import { joined, withBlockCrc, withByte, withBytes, withUf2Field } from "../libs/firmware/craft.ts";
import {
  withAppAt,
  withBlockCopied,
  withDataMoved,
  withFirstPartInfo,
  withHeaderTags,
  withSwappedBlocks,
} from "./edit-uf2.ts";
import { codeInUpdate, type ImageSources } from "./image-sources.ts";

/** Why a file is refused: a `Refusal`'s code (or the file's kind) and which of its faults. */
export type RefusalClass = readonly [code: string, fault?: string];

/** A bad file of firmware-formats.md section 12. */
export interface BadInput {
  /** Row of the table, with a letter where a row has several. */
  readonly row: string;
  /** Its name, which at times is a lie. */
  readonly file: string;
  /** The chip of the recipe; a bk7231n where it does not matter. */
  readonly chip?: ChipName;
  readonly bytes: Uint8Array;
  /** Where the recipe puts it; `inspect` knows no recipe. */
  readonly at?: number;
  readonly refused: RefusalClass;
  /** What the sentence must say. */
  readonly says: RegExp;
}

const BLOCK = 512;
const FAMILY_AT = 28;
const MAGIC_3_AT = 508;
const APP_AT = 0x11000;
/** In a container: of a block of code, and of the header, which ends it. */
const CODE_AT = 0x50000;
const HEADER_AT = 0x118f0a;
const VERSION_IN_HEADER = 28;

/** The block of 34 bytes that a byte of a container lies in. */
const blockOf = (at: number): number => at - (at % 34);

/** A UF2's block for row numbers above what small files have. */
const blockNear = (file: Uint8Array, block: number): number =>
  Math.min(block, Math.floor(file.length / BLOCK / 2));

/** The container's code under another key, its CRC-16s right. */
const rekeyed = (app: Uint8Array): Uint8Array => {
  const other = parseCodeKey("0123456789abcdeffedcba9876543210");
  const codeBytes = (CODE_AT / 34) * 32;
  const whole = codeBytes - (codeBytes % 32);
  const code = scramble(unwrapBlocks(app, 0, whole), 0x10000, CODE_KEYS.default);
  return withBytes(app, 0, wrapBlocks(scramble(code, 0x10000, other)));
};

/** Rows 3 to 16: what can be wrong with a UF2. */
const badUf2s = ({ uf2N, uf2T }: ImageSources): readonly BadInput[] => {
  const middle = blockNear(uf2N, 2000);
  const data = blockNear(uf2N, 1000);
  const row = (row: string, bytes: Uint8Array, fault: string, says: RegExp): BadInput => {
    return { row, file: `${row}.uf2`, bytes, refused: ["bad-uf2", fault], says };
  };
  return [
    row("3", uf2N.subarray(0, -BLOCK), "truncated", /cut short after \d+ of its \d+ blocks/),
    row("4", uf2N.subarray(0, -100), "length", /not a whole number of 512-byte blocks/),
    row("5a", withSwappedBlocks(uf2N, 100, 101), "gap", /block 101 stands where block 100 should/),
    row("5b", withBlockCopied(uf2N, 100, 101), "repeated", /block 100/),
    row(
      "6",
      withByte(uf2N, middle * BLOCK + MAGIC_3_AT),
      "bad-block",
      new RegExp(`block ${middle} `),
    ),
    {
      row: "7",
      file: "7.uf2",
      bytes: withUf2Field(uf2N, "all", FAMILY_AT, 0x22e0d6fc),
      refused: ["wrong-chip"],
      says: /RTL8710B/,
    },
    row("8", withUf2Field(uf2N, 50, FAMILY_AT, 0x675a40b0), "mixed-families", /block 50 .*BK7231T/),
    {
      row: "9a",
      file: "9a.uf2",
      chip: "bk7231t",
      bytes: uf2N,
      refused: ["wrong-chip"],
      says: /BK7231N.*BK7231T/,
    },
    { row: "9b", file: "9b.uf2", bytes: uf2T, refused: ["wrong-chip"], says: /BK7231T.*BK7231N/ },
    row("10", withHeaderTags(uf2N, withoutFormat), "legacy", /old or foreign format/),
    row("11", withHeaderTags(uf2N, withoutLayout), "unknown-layout", /no-such-board/),
    {
      row: "12a",
      file: "12a.uf2",
      bytes: withAppAt(uf2N, 0),
      refused: ["over-bootloader"],
      says: /bootloader/,
    },
    {
      row: "12b",
      file: "12b.uf2",
      chip: "bk7231t",
      bytes: withAppAt(uf2T, 0),
      refused: ["over-bootloader"],
      says: /bootloader/,
    },
    {
      row: "13",
      file: "13.uf2",
      bytes: withAppAt(uf2N, 0x1f0000),
      refused: ["past-flash-end"],
      says: /flash ends at/,
    },
    {
      row: "14",
      file: "14.uf2",
      bytes: withFirstPartInfo(uf2N, Uint8Array.of(0x10, 0, 0)),
      refused: ["no-app"],
      says: /app/,
    },
    {
      row: "15",
      file: "15.uf2",
      bytes: withByte(uf2N, data * BLOCK + 100),
      refused: ["bad-block"],
      says: /CRC-16 .* 0x[0-9a-f]{6}/,
    },
    {
      row: "16",
      file: "16.uf2",
      bytes: withDataMoved(uf2N, HEADER_AT, 0x119000),
      refused: ["bad-uf2", "past-partition"],
      says: /0x118f66|0x119066|partition app/,
    },
  ];
};

type Tags = ReadonlyMap<number, Uint8Array>;

const withoutFormat = (tags: Tags): Tags =>
  new Map(
    Array.from(tags, ([type, value]) => [type === UF2_TAG.otaFormat2 ? 0x123456 : type, value]),
  );

const withoutLayout = (tags: Tags): Tags => {
  const kept = new Map(tags);
  kept.delete(UF2_TAG.partitionTable);
  return kept.set(UF2_TAG.board, asciiBytes("no-such-board"));
};

/** Rows 17 to 23: what can be wrong with an app's container. */
const badContainers = ({ rblN, crcN, rblhN }: ImageSources): readonly BadInput[] => {
  const row = (row: string, bytes: Uint8Array, refused: RefusalClass, says: RegExp): BadInput => {
    return { row, file: `${row}.0x011000.rbl`, bytes, refused, says };
  };
  const changed = withByte(rblN, CODE_AT);
  const version = HEADER_AT + VERSION_IN_HEADER;
  return [
    row("17", crcN, ["app-without-header"], /without the RBL header/),
    { ...row("18a", rblhN, ["rbl-header"], /RBL header/), file: "18a.0x129f0a.rblh" },
    { ...row("18b", rblhN, ["rbl-header"], /RBL header/), file: "18b.bin" },
    row("19", changed, ["bad-block"], /0x060fea/),
    row("20", withBlockCrc(changed, blockOf(CODE_AT)), ["bad-body", "crc-32"], /CRC-32/),
    row(
      "21",
      withBlockCrc(withByte(rblN, version), HEADER_AT),
      ["bad-header", "crc-32"],
      /RBL header.*CRC-32/,
    ),
    row("22a", rblN.subarray(0, -34), ["cut-header"], /cut/),
    row("22b", rblN.subarray(0, -1), ["cut-header"], /cut/),
    row("23a", joined(Uint8Array.of(0), rblN), ["damaged-app"], /shifted/),
    row("23b", joined(new Uint8Array(4096).fill(0xff), rblN), ["damaged-app"], /shifted/),
  ];
};

/** The other rows that a file alone shows. */
const otherBadFiles = (sources: ImageSources): readonly BadInput[] => {
  const { ugN, qioN, qioT, dumpN, rotatedT, keyValues, plainApp, rblN } = sources;
  const ota = ugN.subarray(32);
  const row = (
    row: string,
    file: string,
    bytes: Uint8Array,
    refused: RefusalClass,
    says: RegExp,
  ) => {
    return { row, file, bytes, refused, says };
  };
  return [
    row("1", "1.bin", new Uint8Array(0), ["empty"], /empty/),
    row("2a", "2a.bin", new Uint8Array(4096).fill(0xff), ["erased"], /nothing but FF/),
    row("2b", "2b.bin", new Uint8Array(1 << 20), ["unknown"], /nothing this station knows/),
    row("24", "24.ota.ug.bin", ugN, ["tuya-ug"], /over-the-air update/),
    row("25", "25.0x011000.rbl", ota, ["ota-rbl"], /over-the-air update/),
    row("26", "26.ug.bin", withByte(ugN, 0x200), ["tuya-ug"], /damaged .*over-the-air update/),
    row("27", "27.bin", codeInUpdate(ugN), ["raw-arm"], /raw ARM code/),
    row("31", "31.bin", dumpN, ["full-dump"], /MAC, calibration and cloud identity/),
    { ...row("32", "32.bin", rotatedT, ["rotated-dump"], /0x1ef000/), chip: "bk7231t" },
    { ...row("33", "33.bin", keyValues, ["tuya-key-values"], /key-value area/), chip: "bk7231t" },
    { ...row("34", "34.bin", plainApp, ["wrong-code-key"], /unscrambled/), chip: "bk7231t" },
    row(
      "35",
      "35.0x011000.rbl",
      rekeyed(rblN),
      ["unknown-code"],
      /under a key that no chip here has/,
    ),
    row(
      "36",
      "36_QIO_.bin",
      joined(qioN.subarray(0, APP_AT), qioT.subarray(APP_AT)),
      ["parts-disagree"],
      /bootloader for BK7231N.*app for BK7231T/,
    ),
    {
      ...row("37a", "37a.bin", sources.plainBootloader, ["bootloader"], /bootloader alone/),
      chip: "bk7231t",
    },
    row("37b", "37b.bin", sources.packedBootloader, ["gzip"], /compressed/),
  ];
};

/** Rows 28 to 30: good files which the recipe puts elsewhere. */
const badPlaces = ({ qioT, rblN }: ImageSources): readonly BadInput[] => {
  const app = (row: string, at: number, fault: string, says: RegExp): BadInput => {
    const refused = ["own-place", fault] as const;
    return { row, file: `${row}.0x011000.rbl`, bytes: rblN, at, refused, says };
  };
  return [
    {
      ...app("28", 0, "skipped-bootloader", /over the bootloader/),
      file: "28_QIO_.bin",
      chip: "bk7231t",
      bytes: qioT,
    },
    app("29a", 0x10000, "over-bootloader", /0x010000, over the bootloader/),
    app("29b", 0x11001, "not-a-sector", /0x011001, which is no sector's start/),
    app("29c", 0x11100, "not-a-sector", /0x011100, which is no sector's start/),
    app("30", 0x1f0000, "past-flash-end", /0x1f0000, .* past the flash's end/),
  ];
};

/** Every bad file that is refused before a unit is touched (F), in the order of the table. */
export const badInputs = (sources: ImageSources): readonly BadInput[] =>
  [badUf2s, badContainers, badPlaces, otherBadFiles]
    .flatMap((rows) => rows(sources))
    .sort((a, b) => Number.parseInt(a.row, 10) - Number.parseInt(b.row, 10));
