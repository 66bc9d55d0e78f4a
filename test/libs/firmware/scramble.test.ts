import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32 } from "../../../libs/bytes/crc32.ts";
import { toHex } from "../../../libs/bytes/hex.ts";
import { type CodeKey, parseCodeKey } from "../../../libs/firmware/code-key.ts";
import { scramble } from "../../../libs/firmware/scramble.ts";

const DEFAULT = "510fb093a3cbeadc5993a17ec7adeb03";

// The vectors of firmware-formats.md section 5: 32 zero bytes in.
test.each([
  [DEFAULT, 0x0, "2107b57c210fb57c2117b57c211fb57c2127b57c212fb57c2137b57c213fb57c"],
  [DEFAULT, 0x10000, "2107b57e210fb57e2117b57e211fb57e2127b57e212fb57e2137b57e213fb57e"],
  [DEFAULT, 0x1186a0, "3047a95e304fa95e3057a95e305fa95e3067a95e306fa95e3077a95e307fa95e"],
  ["0".repeat(32), 0x10000, "0".repeat(64)],
  ["f".repeat(32), 0x10000, "0".repeat(64)],
  [
    "0123456789abcdeffedcba9876543210",
    0x10000,
    "f1e94be179e94be9e9e84bf161e84bf9d1eb4bc159eb4bc9c9ea4bd141ea4bd9",
  ],
  [
    "89abcdef0123456713579bdf5a0019e0",
    0x10000,
    "f33f806efb3e8866f33d907efb3c9876f33ba04efb3aa846f339b05efb38b856",
  ],
  [
    "11223344556677889900aabb12340b64",
    0x10000,
    "88cc997688cc917608cc897608cc817680cdb97680cdb17600cda97600cda176",
  ],
])("key %s at %i gives its key stream", (key, address, stream) => {
  expect(toHex(scramble(new Uint8Array(32), address, parseCodeKey(key)))).toBe(stream);
});

test("the key stream of a whole bootloader is the one real bootloaders are stored under", () => {
  // Every word of the first 59,740 bytes agrees with a real image: see real-files.test.ts.
  expect(crc32(scramble(new Uint8Array(0x10000), 0, parseCodeKey(DEFAULT)))).toBe(0xe0ff1b27);
});

const word = fc.nat(0xffffffff);
const anyKey: fc.Arbitrary<CodeKey> = fc.tuple(word, word, word, word);
const address = fc.nat(0x7fffff).map((block) => block * 32);

test("scrambling twice gives the code back, under any key and of any length", () => {
  fc.assert(
    fc.property(anyKey, address, fc.uint8Array({ maxLength: 200 }), (key, at, code) => {
      expect(scramble(scramble(code, at, key), at, key)).toEqual(code);
    }),
  );
});

test("a piece is scrambled as it is inside the whole", () => {
  fc.assert(
    fc.property(anyKey, address, fc.nat(15), (key, at, words) => {
      const whole = scramble(new Uint8Array(64), at, key);
      const piece = scramble(new Uint8Array(64 - words * 4), at + words * 4, key);
      expect(piece).toEqual(whole.subarray(words * 4));
    }),
  );
});

test("a key of another length is no key", () => {
  expect(() => parseCodeKey("00")).toThrow(RangeError);
});
