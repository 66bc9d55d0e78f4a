import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { type BenchRun, BOARD_MAC, expectedFlash, startRun } from "../../support/memory-bench.ts";

const OTHER_KEY = "efuse-key:0123456789abcdeffedcba9876543210";
const DEFAULT_KEY = "efuse-key:510fb093a3cbeadc5993a17ec7adeb03";
/** Differs from the default key in the last byte of its last word only. */
const NEAR_KEY = "efuse-key:510fb093a3cbeadc5993a17ed7adeb03";

/** A factory's, but for bytes of the bootloader that the fingerprint covers. */
const withUnknownBootloader = (chip: ChipName): Uint8Array => {
  const flash = buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC });
  flash.set([...flash.subarray(0x66, 0x88)].reverse(), 0x66);
  return flash;
};

const expectUntouched = ({ fixture, before, news }: BenchRun): void => {
  expect(Buffer.compare(fixture.board.flash, before)).toBe(0);
  expect(news.some((one) => one.kind === "step-started" && one.step === "erase")).toBe(false);
};

test.each<readonly [recipe: ChipName, board: ChipName, fault: string | null, found: RegExp]>([
  ["bk7231n", "bk7231n", OTHER_KEY, /^another key$/],
  ["bk7231n", "bk7231n", NEAR_KEY, /^another key$/],
  ["bk7231n", "bk7231m", null, /^all zero; by its bootloader a BK7231M$/],
  ["bk7231m", "bk7231n", null, /^the default key$/],
  ["bk7231m", "bk7231n", "efuse-key:zero", /^all zero; by its bootloader a BK7231N$/],
  ["bk7231m", "bk7231m", OTHER_KEY, /^another key$/],
  ["bk7238", "bk7238", DEFAULT_KEY, /^the default key$/],
  ["bk7238", "bk7238", OTHER_KEY, /^another key$/],
  ["bk7231n", "bk7231n", "efuse-key:6a3c91e56a3c91e56a3c91e56a3c91e5", /^one word four times$/],
])("%s image, %s board with %s: refused before its first erase", async (...row) => {
  const [recipe, board, fault, found] = row;
  const run = startRun(recipe, { board, faults: fault === null ? [] : [fault] });
  const { failure } = await run.end;
  expect(failure).toMatchObject({ code: "wrong-key" });
  if (failure?.code === "wrong-key") expect(failure.found).toMatch(found);
  expectUntouched(run);
});

test("over an adapter of 16 ms the telling bytes alone are read, and tell", async () => {
  const wiring = { adapter: { latencyMs: 16 } };
  const good = await startRun("bk7231n", { wiring }).end;
  expect(good.verdict).toBe("pass");
  const identify = good.steps.find(({ step }) => step === "identify");
  expect(identify?.durationMs).toBeLessThan(700);
  for (const key of [OTHER_KEY, NEAR_KEY]) {
    const run = startRun("bk7231n", { wiring, faults: [key] });
    expect((await run.end).failure).toMatchObject({ code: "wrong-key", found: "another key" });
    expectUntouched(run);
  }
});

test("a key that reads as zero behind an unknown bootloader is refused on an N", async () => {
  const flash = withUnknownBootloader("bk7231n");
  const run = startRun("bk7231n", { flash, faults: ["efuse-key:zero"] });
  expect((await run.end).failure).toEqual({
    code: "wrong-key",
    expected: "the default key",
    found: "all zero, behind an unknown bootloader",
  });
  expectUntouched(run);
});

test("an M recipe on what by its unknown bootloader's scrambling is an N is refused", async () => {
  const flash = withUnknownBootloader("bk7231n");
  const run = startRun("bk7231m", { board: "bk7231n", flash, faults: ["efuse-key:zero"] });
  expect((await run.end).failure).toMatchObject({
    code: "wrong-key",
    found: expect.stringMatching(/BK7231N/),
  });
  expectUntouched(run);
});

const expectPassed = async (run: BenchRun, note: RegExp | null): Promise<void> => {
  const end = await run.end;
  expect(end).toMatchObject({ verdict: "pass", failure: null });
  expect(Buffer.compare(run.fixture.board.flash, expectedFlash(run.before, run.plan))).toBe(0);
  const notes = end.notes.map((one) => JSON.stringify(one)).join("\n");
  if (note === null) expect(notes).not.toMatch(/key|bootloader/i);
  else expect(notes).toMatch(note);
};

test("an N that keeps its key to itself behind a known bootloader is flashed, with a note", () =>
  expectPassed(
    startRun("bk7231n", { faults: ["efuse-key:zero"] }),
    /The code key cannot be read; the bootloader BK7231N_1\.0\.1 is scrambled with the default key/,
  ));

test.each<readonly [ChipName, string]>([
  ["bk7231n", DEFAULT_KEY],
  ["bk7238", "efuse-key:zero"],
  ["bk7252n", "efuse-key:zero"],
])("%s with %s is flashed without a word about it", (chip, fault) =>
  expectPassed(
    startRun(chip, { faults: [fault] }),
    chip === "bk7252n" ? /Unknown bootloader/ : null,
  ),
);

test.each<ChipName>(["bk7231m", "bk7238", "bk7231n"])(
  "%s behind an unknown bootloader is flashed if its key fits, with a note",
  (chip) =>
    expectPassed(startRun(chip, { flash: withUnknownBootloader(chip) }), /Unknown bootloader/),
);
