import fc from "fast-check";
import { expect, test } from "vitest";
import type { RecoveryKind } from "../../../libs/flasher/recovery.ts";
import { FlashromError, type FlashromTrouble } from "../../../libs/flashrom/flashrom-trouble.ts";
import { piecesOf, type Reading, readStable } from "../../../libs/unbrick/read-stable.ts";

const PIECE = { start: 0x10000, end: 0x10004 };
const TRUE = Uint8Array.of(1, 2, 3, 4);
const noise = (byte: number): Uint8Array => Uint8Array.of(1, 2, 3, byte);
const lost: FlashromTrouble = { kind: "no-flash", id: null };
const broken: FlashromTrouble = { kind: "no-programmer", said: "no device" };

type Answer = Uint8Array | FlashromTrouble;

/** A bus that gives these readings one after the other. */
const busWith = (answers: readonly Answer[]) => {
  const left = [...answers];
  const told: (RecoveryKind | "entered")[] = [];
  const reading: Reading = {
    nest: {
      enter: async () => {
        told.push("entered");
        return { flashId: null };
      },
      flash: {
        version: "",
        log: "",
        probe: async () => ({ name: "part", bytes: 4, id: null }),
        read: async () => {
          const next = left.shift();
          if (next instanceof Uint8Array) return next;
          throw new FlashromError(next ?? broken);
        },
        write: async () => undefined,
      },
      programmer: "bus",
      bitsPerSecond: null,
    },
    part: { name: "part", bytes: 4 },
    progress: {
      step: "backup",
      bytes: () => undefined,
      recovered: (kind) => told.push(kind),
      note: () => undefined,
    },
    signal: new AbortController().signal,
    backup: null,
  };
  return { reading, told, left };
};

test.each<readonly [name: string, answers: readonly Answer[], told: readonly string[]]>([
  ["two that agree", [TRUE, TRUE], []],
  ["two that agree after a misread", [TRUE, noise(9), TRUE], ["asked-again"]],
  ["two that agree around a lost bus", [TRUE, lost, TRUE], ["linked-again", "entered"]],
])("believes %s", async (_, answers, told) => {
  const bus = busWith(answers);
  expect(await readStable(bus.reading, PIECE)).toEqual(TRUE);
  expect([bus.told, bus.left]).toEqual([told, []]);
});

test("believes one that is as expected, and another only twice", async () => {
  expect(await readStable(busWith([TRUE]).reading, PIECE, TRUE)).toEqual(TRUE);
  expect(await readStable(busWith([noise(9), TRUE]).reading, PIECE, TRUE)).toEqual(TRUE);
  const changed = busWith([noise(9), noise(9)]).reading;
  expect(await readStable(changed, PIECE, TRUE)).toEqual(noise(9));
});

test("gives up a piece that never reads alike, and at once a programmer that is gone", async () => {
  const noisy = busWith([5, 6, 7, 8, 9].map(noise));
  await expect(readStable(noisy.reading, PIECE)).rejects.toMatchObject({
    failure: { code: "spi-read-unstable", address: 0x10000, length: 4, backup: null },
  });
  const gone = busWith([TRUE, broken]);
  await expect(readStable(gone.reading, PIECE)).rejects.toThrow(FlashromError);
  expect(gone.told).toEqual([]);
});

test("tells what flashrom said where it never gave a reading, though the board answers", async () => {
  const full: FlashromTrouble = { kind: "broken", said: "No space left on device" };
  for (const expected of [undefined, TRUE]) {
    const { reading } = busWith(Array.from({ length: 5 }, () => full));
    await expect(readStable(reading, PIECE, expected)).rejects.toMatchObject({ trouble: full });
  }
  const mixed = busWith([full, noise(5), full, noise(6), full]);
  await expect(readStable(mixed.reading, PIECE)).rejects.toMatchObject({
    failure: { code: "spi-read-unstable" },
  });
});

test("divides any flash into pieces without gap or overlap, larger ones on a faster bus", () => {
  const speed = fc.option(fc.integer({ min: 1, max: 50_000_000 }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1 << 24 }), speed, (bytes, bitsPerSecond) => {
      const pieces = piecesOf(bytes, bitsPerSecond);
      expect(pieces.map(({ start }) => start)).toEqual(
        [0, ...pieces.map(({ end }) => end)].slice(0, -1),
      );
      expect(pieces.at(-1)?.end).toBe(bytes);
    }),
  );
  expect(piecesOf(0x200000, 30_000)).toHaveLength(32);
  expect(piecesOf(0x200000, null)).toHaveLength(4);
  expect(piecesOf(0x200000, 8_000_000)).toHaveLength(1);
});
