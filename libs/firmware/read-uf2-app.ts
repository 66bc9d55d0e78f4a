import type { Chip } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import { checkApp, findMisplacedHeader } from "./check-app.ts";
import { keyOfPart, originOf } from "./code-part.ts";
import { findMismatch } from "./find-mismatch.ts";
import { findMisplacement } from "./find-misplacement.ts";
import { type ImageResult, type ReadOptions, refuse } from "./image-result.ts";
import { chipsOf } from "./name-origin.ts";
import { readUf2 } from "./read-uf2.ts";
import type { Refusal } from "./refusal.ts";
import { nameFamily } from "./uf2-families.ts";
import type { Uf2Write } from "./uf2-writes.ts";

/** Reads a UF2 file. It has no checksum of its own: those of the app inside are checked. */
export const readUf2App = (bytes: Uint8Array, { chip, fileName }: ReadOptions): ImageResult => {
  const read = readUf2(bytes);
  if (!read.ok) return refuse({ code: "bad-uf2", fault: read.fault });
  const { family, writes } = read.content;
  if (family !== chip.image.uf2Family) {
    return refuse({ code: "wrong-chip", chip: chip.marking, image: nameFamily(family) });
  }
  const misplaced = findWrongPlace(writes, chip);
  if (misplaced !== undefined) return refuse(misplaced);
  const stored = layOut(writes, chip.appStart);
  const codeKey = keyOfPart(stored, 0, "app");
  const check = checkApp(stored, chip);
  if (!check.ok) return check;
  if (codeKey === undefined) return refuse({ code: "wrong-kind", found: { kind: "unknown-code" } });
  const origin = originOf(stored, 0, "app", codeKey);
  const mismatch = findMismatch(origin, chip) ?? findMisplacedHeader(check.app, chip);
  if (mismatch !== undefined) return refuse(mismatch);
  return {
    ok: true,
    image: {
      kind: "uf2",
      // The family is narrower than what the code shows, or as wide.
      chips: chipsOf(origin).filter((name) => CHIPS[name].image.uf2Family === family),
      fileName,
      app: check.app.facts,
      writes: writes.map((write) => ({ part: "app", ...write })),
    },
  };
};

/** Every write in its place, the first where the bootloader starts the app. */
const findWrongPlace = (writes: readonly Uf2Write[], chip: Chip): Refusal | undefined => {
  for (const { start, bytes } of writes) {
    const wrong = findMisplacement({ start, end: start + bytes.length }, chip, "keep");
    if (wrong !== undefined) return wrong;
  }
  const address = writes[0]?.start;
  const expected = chip.appStart;
  return address === undefined || address === expected
    ? undefined
    : { code: "misplaced-app", address, expected };
};

/** The app partition as it will be: FF between the writes. Their places must have been checked. */
const layOut = (writes: readonly Uf2Write[], start: number): Uint8Array => {
  const end = writes.reduce(
    (last, write) => Math.max(last, write.start + write.bytes.length),
    start,
  );
  const stored = new Uint8Array(end - start).fill(0xff);
  for (const write of writes) stored.set(write.bytes, write.start - start);
  return stored;
};
