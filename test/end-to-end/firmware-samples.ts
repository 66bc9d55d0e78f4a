import { createHash } from "node:crypto";
import { z } from "zod";
import type { ChipName } from "../../libs/chips/chip.ts";
import { buildApp, buildQio, buildUf2 } from "../../libs/firmware/build-image.ts";
import { readFileFacts, readSharedFile } from "../shared-data.ts";

/** Bytes and where in the flash they belong. */
export interface FlashWrite {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** A firmware file, and what it must leave in a flash, found without the program under test. */
export interface FirmwareSample {
  readonly file: string;
  readonly chip: ChipName;
  readonly content: Uint8Array;
  readonly writes: readonly FlashWrite[];
}

const APP_AT = 0x11000;
const RBL_HEADER_BYTES = 102;
const CHIPS = ["bk7231n", "bk7231t"] as const;

/** Of a QIO file the bootloader stays out. */
const qioSample = (file: string, chip: ChipName, content: Uint8Array): FirmwareSample => {
  return { file, chip, content, writes: [{ start: APP_AT, bytes: content.subarray(APP_AT) }] };
};

const rblSample = (file: string, chip: ChipName, content: Uint8Array): FirmwareSample => {
  return { file, chip, content, writes: [{ start: APP_AT, bytes: content }] };
};

const lastUsed = (bytes: Uint8Array): number => bytes.findLastIndex((byte) => byte !== 0xff) + 1;

/** The same app as UF2 and as RBL: code and header, without the fill between them. */
const generatedUf2 = (chip: ChipName, seed: number): FirmwareSample => {
  const recipe = { chip, seed, bytes: 120_000, version: `3.0.${seed}` };
  const app = buildApp(recipe);
  const headerAt = app.length - RBL_HEADER_BYTES;
  const code = app.subarray(0, lastUsed(app.subarray(0, headerAt)));
  const writes = [
    { start: APP_AT, bytes: code },
    { start: APP_AT + headerAt, bytes: app.subarray(headerAt) },
  ];
  return { file: `${chip}.uf2`, chip, content: buildUf2(recipe), writes };
};

/** QIO, RBL and UF2 for both chips, as any clone can make them. */
export const generatedSamples = (): readonly FirmwareSample[] =>
  CHIPS.flatMap((chip, index) => {
    const recipe = { chip, seed: index + 1, bytes: 120_000 };
    return [
      qioSample(`${chip}-qio.bin`, chip, buildQio({ ...recipe, version: "1.0.1" })),
      rblSample(`${chip}-app.0x011000.rbl`, chip, buildApp({ ...recipe, version: "2.0.1" })),
      generatedUf2(chip, index + 1),
    ];
  });

const fileSchema = z.object({
  file: z.string(),
  uf2: z
    .object({
      writes: z.object({
        flasher_single: z.array(
          z.object({ offset: z.number(), length: z.number(), sha256: z.string() }),
        ),
      }),
    })
    .optional(),
});

/** Code and header of the UF2 are the beginning and the end of the RBL that was made from the same build. */
const kickstartUf2 = (chip: ChipName, rbl: Uint8Array): FirmwareSample => {
  const file = `kickstart-${chip}.uf2`;
  const facts = readFileFacts(fileSchema).find((known) => known.file === file);
  const writes = (facts?.uf2?.writes.flasher_single ?? []).map(({ offset, length, sha256 }) => {
    const parts = [rbl.subarray(0, length), rbl.subarray(-length)];
    const bytes = parts.find((part) => createHash("sha256").update(part).digest("hex") === sha256);
    if (bytes === undefined) throw new Error(`${file}: the facts name other bytes at ${offset}`);
    return { start: offset, bytes };
  });
  if (writes.length !== 2) throw new Error(`${file}: the facts name ${writes.length} writes`);
  return { file, chip, content: readSharedFile(file), writes };
};

/** OpenBeken as QIO, Kickstart as RBL and UF2, for both chips. */
export const realSamples = (): readonly FirmwareSample[] =>
  CHIPS.flatMap((chip) => {
    const qio = `open${chip}-qio-1.18.300.bin`;
    const rbl = `kickstart-${chip}-app.0x011000.rbl`;
    return [
      qioSample(qio, chip, readSharedFile(qio)),
      rblSample(rbl, chip, readSharedFile(rbl)),
      kickstartUf2(chip, readSharedFile(rbl)),
    ];
  });
