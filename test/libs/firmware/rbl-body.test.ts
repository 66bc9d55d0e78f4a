import { expect, test } from "vitest";
import { crc32 } from "../../../libs/bytes/crc32.ts";
import { fnv1a } from "../../../libs/bytes/fnv1a.ts";
import { digestBody } from "../../../libs/firmware/rbl-body.ts";

const BODY = Uint8Array.from({ length: 64 }, (_, index) => index + 1);

// firmware-formats.md section 6.3: pads of 16, 4, 0 and -16 all occur.
test.each([
  [16, 48, 16, 48],
  [4, 60, 4, 60],
  [0, 64, 0, 64],
  [-16, 80, 16, 64],
])("pad %i", (_, rawBytes, pad, hashed) => {
  const padded = Uint8Array.from([...BODY.subarray(0, 64 - pad), ...Array(pad).fill(pad)]);
  expect(digestBody(BODY, rawBytes)).toEqual({
    crc32: crc32(padded),
    fnv1a: fnv1a(padded.subarray(0, hashed)),
  });
});
