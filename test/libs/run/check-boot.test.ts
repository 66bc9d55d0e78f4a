import { describe, expect, test } from "vitest";
import { linkCheck } from "../../../libs/bk72xx/commands.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import type { Failure } from "../../../libs/failure/failure.ts";
import { causeClassOf } from "../../../libs/failure/likely-causes.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { ChipLine } from "../../../libs/flasher/chip-line.ts";
import { DownloadMode } from "../../../libs/flasher/download-mode.ts";
import { checkBoot } from "../../../libs/run/check-boot.ts";
import { LogWatch } from "../../../libs/run/log-watch.ts";
import type { BootExpectation } from "../../../libs/run/run-order.ts";
import {
  connectVirtualFixture,
  type NestWiring,
} from "../../../libs/simulator/connect-virtual-fixture.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { faultOf } from "../../support/fault-of.ts";
import { BOARD_MAC, startRun } from "../../support/memory-bench.ts";

const BOOT: BootExpectation = { expect: ["1.18.0"], never: [], withinMs: 5000 };

interface BootCase {
  readonly faults: readonly string[];
  readonly boot?: Partial<BootExpectation>;
  readonly failure: object;
  readonly cause: string;
}

const CASES: readonly BootCase[] = [
  { faults: ["no-boot-line"], failure: { code: "boot-silent", withinMs: 5000 }, cause: "contact" },
  { faults: ["boot-loop"], failure: { code: "boot-loop", reset: "crash" }, cause: "image" },
  { faults: ["app-crash"], failure: { code: "boot-wrong", reached: "app" }, cause: "image" },
  {
    faults: ["boots-other:1.17.9"],
    failure: {
      code: "boot-wrong",
      expected: "1.18.0",
      version: expect.stringMatching(/^Flashline app V:.*_1\.17\.9$/),
    },
    cause: "image",
  },
  {
    faults: [],
    boot: { never: ["app V:"] },
    failure: { code: "boot-wrong", unwanted: "app V:" },
    cause: "image",
  },
];

describe.each(CHIP_NAMES)("the boot of a flashed %s", (chip) => {
  test("with all texts is a pass, as soon as they are seen", async () => {
    const boot = { ...BOOT, expect: ["Flashline app", "1.18.0"], withinMs: 60_000 };
    const end = await startRun(chip, { order: { boot } }).end;
    expect(end).toMatchObject({ verdict: "pass", failure: null });
    expect(end.steps.find(({ step }) => step === "boot")?.durationMs).toBeLessThan(2000);
  });

  test.each(CASES)(
    "with $faults fails as $failure.code",
    async ({ faults, boot, failure, cause }) => {
      const run = startRun(chip, { faults, order: { boot: { ...BOOT, ...boot } } });
      const end = await run.end;
      expect(end).toMatchObject({ verdict: "fail", failure });
      expect(end.failure && causeClassOf(end.failure)).toBe(cause);
      expect(run.fixture.board.powered).toBe(false);
    },
  );

  test("that loops is not waited for until the time limit", async () => {
    const boot = { ...BOOT, withinMs: 120_000 };
    const end = await startRun(chip, { faults: ["boot-loop"], order: { boot } }).end;
    expect(end.failure?.code).toBe("boot-loop");
    expect(end.steps.find(({ step }) => step === "boot")?.durationMs).toBeLessThan(10_000);
  });

  test("whose application says nothing is told from one that is not heard", async () => {
    const end = await startRun(chip, { faults: ["boot-silent"], order: { boot: BOOT } }).end;
    const heard = end.bootLog.includes("J 0x10000") ? { reached: "jump" } : {};
    expect(end.failure).toMatchObject({ code: "boot-silent", ...heard });
  });
});

test("another bootloader than the recipe expects is told with both names", async () => {
  const boot = { ...BOOT, expect: ["V:BK7231N_1.0.8"] };
  const end = await startRun("bk7231n", { faults: ["boot-silent"], order: { boot } }).end;
  expect(end.failure).toMatchObject({
    code: "boot-wrong",
    expected: "V:BK7231N_1.0.8",
    version: "BK7231N_1.0.1",
    reached: "jump",
  });
});

test("a recipe that checks the boot is no pass on a nest that hears none", async () => {
  const run = startRun("bk7231n", { wiring: { logPort: "absent" }, order: { boot: BOOT } });
  expect(await run.end).toMatchObject({ verdict: "error", failure: { code: "internal" } });
});

/** A board of that chip in download mode, its application of version 0.9.1 in flash, and who watches it. */
const linkedBoard = async (
  chip: ChipName,
  wiring: Partial<NestWiring> = {},
  faults: readonly string[] = [],
) => {
  const clock = new VirtualClock();
  const board = new VirtualBoard({
    chip,
    clock,
    flash: buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC }),
    faults: faults.map(faultOf),
  });
  const fixture = connectVirtualFixture(board, { clock, ...wiring });
  const session = await fixture.open();
  const never = new AbortController().signal;
  const line = new ChipLine(session.flash, clock, never);
  const log = new LogWatch(session.log ?? line.noise, clock);
  await session.control.start();
  for (let checks = 0; checks < 100; checks += 1) {
    await line.send(linkCheck());
    await clock.sleep(4);
  }
  log.mark();
  const notes: string[] = [];
  const progress = {
    step: "boot" as const,
    bytes: () => {},
    recovered: () => {},
    note: (text: string) => notes.push(text),
  };
  return {
    ...{ clock, fixture, notes, log },
    mode: new DownloadMode(line),
    check: async (boot: BootExpectation): Promise<Failure | "pass"> => {
      try {
        const { control } = session;
        await checkBoot(boot, { control, line, log }, { ...progress }, never);
        return "pass";
      } catch (error) {
        if (error instanceof StepError) return error.failure;
        throw error;
      }
    },
  };
};

const OLD = { ...BOOT, expect: ["Flashline app V:"] };

describe.each(["bk7231n", "bk7231t"] as const)("a %s", (chip) => {
  test("that restarts at the command is not cycled", async () => {
    const board = await linkedBoard(chip);
    await board.mode.reboot();
    expect(await board.check(OLD)).toBe("pass");
    expect(board.fixture.edges.map(({ to }) => to)).toEqual(["on"]);
  });

  test("that did not hear the command is cycled once, and passes", async () => {
    const board = await linkedBoard(chip);
    expect(await board.check(OLD)).toBe("pass");
    expect(board.fixture.edges.map(({ to }) => to)).toEqual(["on", "off", "on"]);
    expect(board.notes).toEqual([expect.stringContaining("power cycled")]);
  });

  test("that is dumb is cycled once and no more", async () => {
    const board = await linkedBoard(chip, {}, ["no-boot-line"]);
    expect(await board.check(OLD)).toEqual({ code: "boot-silent", withinMs: 5000 });
    expect(board.fixture.edges.map(({ to }) => to)).toEqual(["on", "off", "on"]);
  });

  test("does not pass by what it said before the restart", async () => {
    const board = await linkedBoard(chip, { control: "none" }, ["no-boot-line"]);
    board.fixture.logLink?.deliver(asciiBytes("Flashline app V:0\r\n"), 115_200);
    board.log.mark();
    expect(await board.check(OLD)).toEqual({ code: "boot-silent", withinMs: 5000 });
  });

  test("does not pass by half a word before the restart and half after", async () => {
    const board = await linkedBoard(chip, { control: "none" }, ["no-boot-line"]);
    board.fixture.logLink?.deliver(asciiBytes("Flashline "), 115_200);
    board.log.mark();
    board.clock.after(100, () =>
      board.fixture.logLink?.deliver(asciiBytes("app V:1\r\n"), 115_200),
    );
    expect(await board.check(OLD)).toMatchObject({ code: "boot-wrong", seen: "app V:1" });
  });

  test("does not pass by what comes while its power is off", async () => {
    const board = await linkedBoard(chip, { offMs: 200 }, ["no-boot-line"]);
    board.clock.after(1600, () =>
      board.fixture.logLink?.deliver(asciiBytes("Flashline app V:0\r\n"), 115_200),
    );
    expect(await board.check(OLD)).toEqual({ code: "boot-silent", withinMs: 5000 });
  });

  test("passes by what it said between the command and the check", async () => {
    const board = await linkedBoard(chip);
    await board.mode.reboot();
    await board.clock.sleep(3000);
    expect(await board.check({ ...OLD, withinMs: 100 })).toBe("pass");
  });

  test("that is slow has no more time than the recipe gives", async () => {
    const board = await linkedBoard(chip, { control: "none" });
    const began = board.clock.now();
    await board.mode.reboot();
    expect(await board.check({ ...BOOT, expect: ["never said"], withinMs: 3000 })).toMatchObject({
      code: "boot-wrong",
    });
    expect(board.clock.now() - began).toBeLessThan(3100);
  });
});
