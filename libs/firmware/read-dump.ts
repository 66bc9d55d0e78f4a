import type { Chip } from "../chips/chip.ts";
import { findRblHeader } from "./find-rbl.ts";
import type { ReadOptions } from "./image-result.ts";
import type { PlannedImageResult } from "./planned-image.ts";
import { STORED_HEADER_BYTES } from "./rbl-header.ts";
import { readFirmware } from "./read-firmware.ts";

/**
 * Reads a dump of a whole flash, to be written to other boards. Its code is checked as that of a
 * bootloader+app file, which a dump is up to its app's end; what lies behind has no check of its own.
 */
export const readDump = (
  bytes: Uint8Array,
  { chip, fileName }: ReadOptions,
): PlannedImageResult => {
  const { marking, flashSizes } = chip;
  if (!flashSizes.includes(bytes.length)) {
    const refusal = { code: "dump-size", chip: marking, bytes: bytes.length, flashSizes } as const;
    return { ok: false, refusal };
  }
  const reads = appEnds(bytes, chip).map((end) =>
    readFirmware(bytes.subarray(0, end), { chip, fileName }),
  );
  const sound = reads.find(({ ok }) => ok);
  if (sound === undefined || !sound.ok) {
    const [first] = reads;
    const refusal =
      first === undefined || first.ok ? ({ code: "no-header" } as const) : first.refusal;
    return { ok: false, refusal };
  }
  const { image } = sound;
  // What is FF behind the app, up to where another one's header was looked for, is data as well.
  const start = Math.max(...image.writes.map((write) => write.start + write.bytes.length));
  const data = { part: "data", start, bytes: bytes.subarray(start) } as const;
  return {
    ok: true,
    image: { kind: "full-dump", chips: image.chips, fileName, writes: [...image.writes, data] },
  };
};

/** Where the app may end: a board flashed more than once can hold older apps' headers behind it, also in the usual place. */
const appEnds = (bytes: Uint8Array, { appStart, image }: Chip): readonly number[] => {
  const found = (["first", "last"] as const).flatMap((which) => {
    const search = findRblHeader(bytes.subarray(appStart), "app", which);
    return search.kind === "none" ? [] : [appStart + search.at];
  });
  const ends = [...image.appHeadersAt, ...found].map((headerAt) => headerAt + STORED_HEADER_BYTES);
  return [...new Set(ends)].filter((end) => end <= bytes.length);
};
