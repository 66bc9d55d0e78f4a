import fc from "fast-check";
import { expect, test } from "vitest";
import { SECTOR_BYTES } from "../../../libs/bytes/ranges.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import {
  BLOCK_BYTES,
  CODE_BYTES,
  toLogical,
  wrapBlocks,
} from "../../../libs/firmware/code-block.ts";
import { CODE_KEYS } from "../../../libs/firmware/code-key.ts";
import { scramble } from "../../../libs/firmware/scramble.ts";
import { planRepair } from "../../../libs/unbrick/plan-repair.ts";
import { readRepairImage } from "../../../libs/unbrick/repair-image.ts";
import { needSharedData, readSharedFile } from "../../shared-data.ts";
import { APP_AT, erased, goodQio, healthyFlash, T, withForeignKey } from "./boards.ts";

const FLASH = healthyFlash();
const AREA = goodQio().subarray(0, APP_AT);
const WHOLE = FLASH.length;

const plan = (flash: Uint8Array, keyNamedBy: string | null = null, area = AREA) =>
  planRepair({ flash, area, chip: T, keyNamedBy });

const APP_GONE = erased(FLASH, APP_AT, WHOLE);
const BRICKED = erased(FLASH, 0, APP_AT);
const BLANK = erased(FLASH, 0, WHOLE);
/** The board's own bootloader, cut off in mid-write, as the image: so much of it is there. */
const HALF = erased(APP_GONE, 0x4000, APP_AT);
const foreignApp = withForeignKey(BRICKED, APP_AT, 0x130000);
const boardOfN = erased(
  buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: "021122334455" }),
  0,
  APP_AT,
);
const boardOfU = erased(
  buildFactoryFlash({ chip: "bk7231u", seed: 1, mac: "021122334455" }),
  0,
  APP_AT,
);

test.each([
  ["its app, its bootloader erased", BRICKED, "app"],
  ["its app, its bootloader half written", erased(FLASH, 0x4000, APP_AT), "app"],
  ["its app, its bootloader under another key", withForeignKey(FLASH, 0, APP_AT), "app"],
  ["its bootloader's start", HALF, "bootloader"],
] as const)("takes the key from %s", (_, flash, by) => {
  expect(plan(flash)).toMatchObject({ ok: true, plan: { keyProof: { by } } });
});

test("takes the key from blocks that the board still shares with the image", () => {
  const tail = erased(APP_GONE, 0, 0x2000);
  const own = FLASH.subarray(0, APP_AT);
  expect(plan(tail, null, own)).toMatchObject({
    ok: true,
    plan: { keyProof: { by: "bootloader" } },
  });
  expect(plan(tail)).toEqual({ ok: false, failure: { code: "key-unproven" } });
});

/** Fill under the chip's key, as it is left of an app whose start is gone. */
const withFill = (flash: Uint8Array, at: number): Uint8Array => {
  const filled = flash.slice();
  for (let block = at; block < at + 4 * BLOCK_BYTES; block += BLOCK_BYTES) {
    const fill = new Uint8Array(CODE_BYTES).fill(0xff);
    filled.set(wrapBlocks(scramble(fill, toLogical(block), CODE_KEYS.default)), block);
  }
  return filled;
};
const FILL_AT = APP_AT + 0x1000 * BLOCK_BYTES;
const fillOfN = withFill(
  erased(buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: "021122334455" }), APP_AT, WHOLE),
  FILL_AT,
);

test("takes the key from fill where neither app nor bootloader starts", () => {
  expect(plan(withFill(BLANK, FILL_AT))).toMatchObject({
    plan: { keyProof: { by: "app" } },
  });
});

test.each([
  ["fill behind an app under another key", withFill(foreignApp, FILL_AT), { code: "wrong-key" }],
  ["fill and an N's bootloader", fillOfN, { code: "wrong-chip", found: "BK7231N" }],
  ["an app under another key", foreignApp, { code: "wrong-key", found: "another key" }],
  ["an app without a key", boardOfU, { code: "wrong-key", found: "no key" }],
  ["an N's app", boardOfN, { code: "wrong-chip", found: "BK7231N" }],
] as const)("refuses a board with %s, whoever answers for its key", (_, flash, failure) => {
  expect(plan(flash)).toMatchObject({ ok: false, failure });
  expect(plan(flash, "Ada")).toMatchObject({ ok: false, failure });
});

test("takes a person's word where nothing is left, and only there", () => {
  expect(plan(BLANK)).toEqual({ ok: false, failure: { code: "key-unproven" } });
  const foreign = withForeignKey(APP_GONE, 0, APP_AT);
  expect(plan(foreign)).toEqual({ ok: false, failure: { code: "key-unproven" } });
  for (const flash of [BLANK, foreign]) {
    expect(plan(flash, "Ada")).toMatchObject({ plan: { keyProof: { by: "named", name: "Ada" } } });
  }
  expect(plan(BRICKED, "Ada")).toMatchObject({ plan: { keyProof: { by: "app" } } });
});

test("writes nothing to a board that has its bootloader", () => {
  const own = FLASH.subarray(0, APP_AT);
  expect(plan(FLASH, null, own)).toMatchObject({ ok: true, plan: { ranges: [] } });
});

test("writes all sectors that differ, and no other, whatever the flash holds", () => {
  const damage = fc.record({ at: fc.nat(WHOLE - 1), length: fc.integer({ min: 1, max: 0x3000 }) });
  fc.assert(
    fc.property(fc.array(damage, { maxLength: 6 }), (damages) => {
      // The app's start stays, which shows the key.
      const flash = FLASH.slice();
      for (const { at, length } of damages) flash.fill(0x00, at, at + length);
      flash.set(FLASH.subarray(APP_AT, APP_AT + SECTOR_BYTES), APP_AT);
      const planned = plan(flash);
      if (!planned.ok) throw new Error(planned.failure.code);
      const { ranges, contents } = planned.plan;
      const after = flash.slice();
      for (const { start, end } of ranges) {
        expect([start % SECTOR_BYTES, end % SECTOR_BYTES, end <= APP_AT]).toEqual([0, 0, true]);
        after.set(contents.subarray(start, end), start);
      }
      const wanted = flash.slice();
      wanted.set(AREA);
      expect(Buffer.compare(after, wanted) || Buffer.compare(contents, wanted)).toBe(0);
      const needless = ranges.filter(({ start, end }) => {
        for (let at = start; at < end; at += SECTOR_BYTES) {
          const sector = [at, at + SECTOR_BYTES] as const;
          if (Buffer.compare(flash.subarray(...sector), wanted.subarray(...sector)) === 0)
            return true;
        }
        return false;
      });
      expect(needless).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("plans the repair of a real board from a real dump of another", (context) => {
  needSharedData(context);
  const board = readSharedFile("bk7231t-dump-globe37783.bin");
  for (const file of ["bk7231t-dump-ds101jl.bin", "openbk7231t-qio-1.18.300.bin"]) {
    const { area, facts } = readRepairImage(file, readSharedFile(file), T);
    expect(facts.bootloader).toBe("BK7231S_1.0.5");
    // Also with the start of its app gone: fill in what is left shows the key.
    for (const gone of [APP_AT, 0x30000]) {
      const planned = plan(erased(board, 0, gone), null, area);
      expect(planned).toMatchObject({
        ok: true,
        plan: {
          keyProof: { by: "app" },
          ranges: [
            { start: 0, end: 0xf000 },
            { start: 0x10000, end: APP_AT },
          ],
        },
      });
    }
    const foreign = withForeignKey(erased(board, 0, APP_AT), APP_AT, 0x130000);
    expect(plan(foreign, null, area)).toMatchObject({ failure: { code: "wrong-key" } });
    const n = erased(readSharedFile("bk7231n-dump-smartled8044.bin"), 0, APP_AT);
    expect(plan(n, null, area)).toMatchObject({ failure: { code: "wrong-chip" } });
  }
  for (const file of ["bk7231t-dump-ledmoon-rotated.bin", "bk7231n-dump-smartled8044.bin"]) {
    expect(() => readRepairImage(file, readSharedFile(file), T)).toThrow(
      "Give a known-good bootloader",
    );
  }
});
