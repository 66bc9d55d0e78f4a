import { expect, test } from "vitest";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import type { RunOrder } from "../../../libs/run/run-order.ts";
import { startJournalled } from "../../support/journalled-run.ts";
import { BOARD_MAC } from "../../support/memory-bench.ts";
import { scratchJournal } from "../journal/scratch.ts";

const golden = (more: Partial<RunOrder> = {}): Partial<RunOrder> => ({
  identity: { run: "R", lot: "L1", serial: "GOLD", fixture: "F01", attempt: 1, purpose: "golden" },
  ...more,
});

test("a golden board proves one fixture after the other, though it once was a board of the lot", async () => {
  const journal = scratchJournal();
  const chip = "bk7231n";
  await startJournalled(journal, { run: "R1", serial: "SN1" }, chip).settle();
  for (const run of ["R2", "R3"]) {
    const order = golden();
    const end = startJournalled(journal, { run, serial: "GOLD" }, chip, { order }).settle();
    expect((await end).verdict).toBe("pass");
  }
});

test("left in the nest, it passes for no board of the lot", async () => {
  const journal = scratchJournal();
  const order = golden();
  const run = startJournalled(journal, { run: "R1", serial: "GOLD" }, "bk7231n", { order });
  expect((await run.settle()).verdict).toBe("pass");
  const product = startJournalled(journal, { run: "R2", serial: "SN1" }, "bk7231n");
  const failure = { code: "already-passed", mac: BOARD_MAC, otherSerial: "GOLD" };
  expect(await product.settle()).toMatchObject({ verdict: "fail", failure });
});

test("a copy of the recipe's dump is golden again and again, in any station's journal", async () => {
  const chip = "bk7231n";
  const bytes = buildFactoryFlash({ chip, seed: 9, mac: "c8478c0a0b0c" });
  const files = [{ file: "golden.bin", bytes }];
  const planned = planImages(files, CHIPS[chip], { bootloader: "keep", clone: true });
  if (!planned.ok) throw new Error("no plan");
  const order = golden({ plan: planned.plan });
  const first = startJournalled(scratchJournal(), { run: "R1", serial: "GOLD" }, chip, { order });
  expect((await first.settle()).verdict).toBe("pass");
  const flash = first.fixture.board.flash.slice();
  const again = { order, flash };
  const next = startJournalled(scratchJournal(), { run: "R2", serial: "GOLD" }, chip, again);
  expect((await next.settle()).verdict).toBe("pass");
});
