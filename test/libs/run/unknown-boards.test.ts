import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import type { Failure } from "../../../libs/failure/failure.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { type BenchRun, BOARD_MAC, expectedFlash, startRun } from "../../support/memory-bench.ts";

/** A factory's, but for a block of the bootloader that the fingerprint covers. */
const withUnknownBootloader = (chip: ChipName): Uint8Array => {
  const flash = buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC });
  flash.copyWithin(0x66, 0x88, 0xaa);
  return flash;
};

const expectPassed = async (run: BenchRun, note: RegExp): Promise<void> => {
  const end = await run.end;
  expect(end).toMatchObject({ verdict: "pass", failure: null });
  expect(Buffer.compare(run.fixture.board.flash, expectedFlash(run.before, run.plan))).toBe(0);
  expect(JSON.stringify(end.notes)).toMatch(note);
};

const expectRefused = async (run: BenchRun): Promise<Failure | null> => {
  const { failure } = await run.end;
  expect(Buffer.compare(run.fixture.board.flash, run.before)).toBe(0);
  expect(run.news.some((one) => one.kind === "step-started" && one.step === "erase")).toBe(false);
  return failure;
};

test("an unknown flash that is open is written, with a note", () =>
  expectPassed(
    startRun("bk7231n", { faults: ["flash-part:aabb15:usual:0x0200"] }),
    /Unknown flash, id aabb15/,
  ));

test("an unknown flash that is protected is reported and left alone", async () => {
  const run = startRun("bk7231n", { faults: ["flash-part:aabb15:usual:0x1c"] });
  expect(await expectRefused(run)).toEqual({
    code: "unknown-chip",
    fingerprint: "e14191ba",
    detail: "flash id aabb15 is in no table, and its status register 0x1c protects it",
  });
});

test("a flash whose id names no size is reported", async () => {
  const failure = await expectRefused(startRun("bk7231n", { faults: ["flash-part:c840ff"] }));
  expect(failure).toMatchObject({ code: "unknown-chip", detail: expect.stringMatching(/c840ff/) });
});

test.each(["000000", "ffffff"])("flash id %s is a flash that does not answer", async (id) => {
  const failure = await expectRefused(startRun("bk7231n", { faults: [`flash-part:${id}`] }));
  expect(failure).toMatchObject({ code: "flash-unreadable", flashId: id });
});

test("a flash too small for the image is refused", async () => {
  const failure = await expectRefused(startRun("bk7231n", { faults: ["flash-part:c84013"] }));
  expect(failure).toMatchObject({
    code: "wrong-chip",
    found: "BK7231N with only 512 KiB of flash",
  });
});

test("a T behind an unknown bootloader that tells its version is flashed, with a note", () =>
  expectPassed(
    startRun("bk7231t", { flash: withUnknownBootloader("bk7231t") }),
    /Unknown bootloader, fingerprint [0-9a-f]{8}/,
  ));

test.each<ChipName>(["bk7231u", "bk7231q", "bk7252"])(
  "%s behind a bootloader that tells nothing is reported, with all that was found out",
  async (chip) => {
    const failure = await expectRefused(startRun(chip, { flash: withUnknownBootloader(chip) }));
    expect(failure).toMatchObject({
      code: "unknown-chip",
      detail: expect.stringMatching(
        /^download mode in its bootloader, bootloader tells no version, its code not scrambled, flash of \d+ KiB, perhaps /,
      ),
    });
  },
);

test.each([
  ["0x7236", "BK7236 or BK7258"],
  ["0x7259", "BK7259"],
  ["0x4711", "a chip with id 00004711"],
])("chip id %s is refused by name", async (id, found) => {
  const failure = await expectRefused(startRun("bk7231n", { faults: [`wrong-chip:${id}`] }));
  expect(failure).toEqual({ code: "wrong-chip", expected: "BK7231N", found });
});
