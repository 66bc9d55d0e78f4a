import { crc32 } from "../../libs/bytes/crc32.ts";
import { writeU32 } from "../../libs/bytes/little-endian.ts";
import { asciiBytes } from "../../libs/bytes/text.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { unwrapBlocks, wrapBlocks } from "../../libs/firmware/code-block.ts";
import { withBytes } from "../libs/firmware/craft.ts";
import { withHeaderTags } from "./edit-uf2.ts";
import type { ImageSources } from "./image-sources.ts";

/** A file of firmware-formats.md section 12 that looks odd, and must not be refused. */
export interface GoodInput {
  readonly row: string;
  readonly file: string;
  readonly chip: ChipName;
  readonly bytes: Uint8Array;
}

const HEADER_AT = 0x118f0a;
const HEADER_BYTES = 96;
const VERSION = { start: 28, end: 52 } as const;

/** A container whose version field goes on behind its NUL with what the packer's memory held. */
const withGarbageInVersion = (app: Uint8Array): Uint8Array => {
  const header = unwrapBlocks(app, HEADER_AT, HEADER_BYTES);
  const nul = header.indexOf(0, VERSION.start);
  header.set(asciiBytes("\xde\xad\x1b[2Jleft").subarray(0, VERSION.end - nul - 1), nul + 1);
  writeU32(header, 92, crc32(header.subarray(0, 92)));
  return withBytes(app, HEADER_AT, wrapBlocks(header));
};

/** Rows 45 to 49. */
export const goodInputs = (sources: ImageSources): readonly GoodInput[] => {
  const { rblN, rblT, offGridQioT, oldAppT, uf2N } = sources;
  const strange = [0x123456, asciiBytes("whatever")] as const;
  const withStrangeTag = withHeaderTags(uf2N, (tags) => new Map([strange, ...tags]));
  return [
    { row: "45a", file: "45a.0x011000.rbl", chip: "bk7231n", bytes: rblN },
    { row: "45b", file: "45b.0x011000.rbl", chip: "bk7231t", bytes: rblT },
    { row: "46", file: "46_QIO_.bin", chip: "bk7231t", bytes: offGridQioT },
    { row: "47", file: "47.0x011000.rbl", chip: "bk7231t", bytes: oldAppT },
    { row: "48", file: "48.uf2", chip: "bk7231n", bytes: withStrangeTag },
    { row: "49", file: "49.rbl", chip: "bk7231n", bytes: withGarbageInVersion(rblN) },
  ];
};
