import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import {
  buildBootloader,
  buildFactoryFlash,
  buildQio,
} from "../../../libs/firmware/build-image.ts";
import type { FlashPlan } from "../../../libs/firmware/flash-plan.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import { BOARD_MAC, expectedFlash, startRun } from "../../support/memory-bench.ts";

/** The plan of a bootloader+app file, the bootloader left out or written. */
const planQio = (chip: ChipName, bootloader: "keep" | "write", carried?: string): FlashPlan => {
  const image = buildQio({
    ...{ chip, seed: 7, bytes: 20_000, version: "1.18.0" },
    ...(carried !== undefined && { bootloader: carried }),
  });
  const planned = planImages([{ file: "qio", bytes: image }], CHIPS[chip], { bootloader });
  if (!planned.ok) throw new Error(planned.refusal.code);
  return planned.plan;
};

const notesOf = ({ notes }: { readonly notes: readonly unknown[] }): string =>
  JSON.stringify(notes);

test("an image of BK7231U's SDK is refused on a T whose bootloader does not start it", async () => {
  const run = startRun("bk7231t", {
    order: { plan: planQio("bk7231t", "keep", "BK7231U_1.0.15") },
  });
  expect((await run.end).failure).toEqual({
    code: "bootloader-mismatch",
    expected: "BK7231S_1.0.8",
    found: "BK7231S_1.0.5",
  });
  expect(Buffer.compare(run.fixture.board.flash, run.before)).toBe(0);
});

test("a pair nobody knows is flashed, with a warning in the record", async () => {
  const plan = planQio("bk7231t", "keep", "BK7231S_1.0.9");
  const run = startRun("bk7231t", { order: { plan } });
  const end = await run.end;
  expect(end.verdict).toBe("pass");
  expect(notesOf(end)).toContain(
    "built with bootloader BK7231S_1.0.9, the board's is BK7231S_1.0.5: not known to run",
  );
});

test.each<ChipName>(["bk7231t", "bk7231n", "bk7238"])(
  "%s with the very bootloader of the image is flashed without a word",
  async (chip) => {
    const end = await startRun(chip, { order: { plan: planQio(chip, "keep") } }).end;
    expect([end.verdict, notesOf(end)]).toEqual(["pass", "[]"]);
  },
);

test("a blank N gets no app without a bootloader, and is flashed with one", async () => {
  const flash = new Uint8Array(0x200000).fill(0xff);
  const kept = startRun("bk7231n", { flash, order: { plan: planQio("bk7231n", "keep") } });
  expect((await kept.end).failure).toMatchObject({
    code: "bootloader-mismatch",
    found: "missing: the flash is blank",
  });
  const plan = planQio("bk7231n", "write");
  const run = startRun("bk7231n", {
    flash,
    order: { plan, bootloader: "write", calibration: "any" },
  });
  expect((await run.end).verdict).toBe("pass");
  expect(Buffer.compare(run.fixture.board.flash, expectedFlash(flash, plan))).toBe(0);
});

test("a bootloader of another chip is refused where it is kept, and replaced where it is not", async () => {
  const flash = buildFactoryFlash({ chip: "bk7231n", seed: 3, mac: BOARD_MAC });
  flash.set(buildBootloader({ chip: "bk7238", seed: 3 }));
  const kept = startRun("bk7231n", { flash, order: { plan: planQio("bk7231n", "keep") } });
  expect((await kept.end).failure).toEqual({
    code: "bootloader-mismatch",
    expected: "one for BK7231N",
    found: "BK7238_1.0.14",
  });
  const order = { plan: planQio("bk7231n", "write"), bootloader: "write" } as const;
  expect((await startRun("bk7231n", { flash, order }).end).verdict).toBe("pass");
});
