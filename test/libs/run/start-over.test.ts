import { describe, expect, test } from "vitest";
import type { RunHappening } from "../../../libs/run/run-event.ts";
import {
  expectBootloaderKept,
  expectFlashed,
  expectUnpowered,
} from "../../support/expect-board.ts";
import { type BenchRun, startRun } from "../../support/memory-bench.ts";
import { lose, OP, reply } from "../../support/tamper-frames.ts";

const NO_LOG = { logPort: "absent" } as const;
const STARTED_OVER = { step: "link", kind: "started-over", count: 1 } as const;

const onSecondLink = (run: BenchRun, action: () => void): void => {
  const isLink = (news: RunHappening): boolean =>
    news.kind === "step-started" && news.step === "link";
  run.when(isLink, () => run.when(isLink, action));
};

// A request in mid-erase or mid-write: a chip that tells more of itself is asked more before.
const CHIPS = [
  { chip: "bk7231n", hang: "hangs-at:80" },
  { chip: "bk7231t", hang: "hangs-at:60" },
  { chip: "bk7231u", hang: "hangs-at:60" },
] as const;

describe.each(CHIPS)("a $chip lost in mid-work", ({ chip, hang }) => {
  test.each([
    ["by a dip of its supply", "reboots-at:0x8000:once"],
    ["with a page half written", "brown-out:0x9080:once"],
    ["by another controller's reset, in the erase", "restarts-after:3000:once"],
    ["in a hang", `${hang}:once`],
  ])("%s is restarted and everything written anew", async (_, fault) => {
    const run = startRun(chip, { faults: [fault], wiring: NO_LOG });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", failure: null });
    expect(end.recoveries).toContainEqual(STARTED_OVER);
    expect(end.crcs.length).toBe(run.plan.regions.length);
    expectFlashed(run);
    expectUnpowered(run);
  });

  test.each(["reboots-at:0x8000", "dies-at:0x8000", hang])(
    "by %s is lost a second time: that ends the run",
    async (fault) => {
      const run = startRun(chip, { faults: [fault], wiring: NO_LOG });
      const end = await run.end;
      expect(end).toMatchObject({ verdict: "fail", failure: { code: "link-lost" } });
      expect(end.recoveries).toContainEqual(STARTED_OVER);
      expectUnpowered(run);
      expectBootloaderKept(run);
    },
  );

  test("whose log tells of its restart is not started over", async () => {
    const run = startRun(chip, { faults: ["reboots-at:0x8000:once"] });
    const end = await run.end;
    expect(end).toMatchObject({
      verdict: "fail",
      failure: { code: "board-restarted", step: "write" },
    });
    expect(end.recoveries).toEqual([]);
    expectUnpowered(run);
  });

  test("that nobody can restart ends the run", async () => {
    const wiring = { ...NO_LOG, control: "none" } as const;
    const run = startRun(chip, { faults: [`${hang}:once`], wiring });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "fail", failure: { code: "link-lost" } });
    expect(end.recoveries).toEqual([]);
  });

  test("that does not come back ends the run as lost, not as never reached", async () => {
    const run = startRun(chip, { faults: [`${hang}:once`], wiring: NO_LOG });
    onSecondLink(run, () => run.fixture.board.resetHold());
    expect((await run.end).failure).toMatchObject({
      code: "link-lost",
      step: expect.stringMatching(/^(erase|write)$/),
    });
  });

  test("and found to be another one then is refused, untouched", async () => {
    const run = startRun(chip, { faults: [`${hang}:once`], wiring: NO_LOG });
    let swapped: Uint8Array | undefined;
    onSecondLink(run, () => {
      const { flash } = run.fixture.board;
      const mac = Buffer.from(flash).indexOf(Buffer.from("c8478ca1b2c3", "hex"));
      expect(mac).toBeGreaterThan(0);
      flash[mac + 5] = 0x99;
      swapped = flash.slice();
    });
    const end = await run.end;
    expect(end.failure).toMatchObject({ code: "wrong-chip", found: "another board" });
    expect(Buffer.compare(run.fixture.board.flash, swapped ?? new Uint8Array(0))).toBe(0);
  });
});

test.each(["bk7231n", "bk7231t"] as const)(
  "a %s whose answers do not get through at the full rate is written at a lower one",
  async (chip) => {
    const deaf = reply(OP.erase, () => true, lose).toHost;
    let baud = (): number => 0;
    const wire = {
      toHost: (bytes: Uint8Array) => (baud() > 500_000 ? (deaf?.(bytes) ?? bytes) : bytes),
    };
    const run = startRun(chip, { wire });
    baud = () => run.fixture.flashLink?.baudRate ?? 0;
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", baud: 460_800 });
    expect(end.recoveries).toEqual(
      expect.arrayContaining([STARTED_OVER, { step: "link", kind: "rate-lowered", count: 1 }]),
    );
    expectFlashed(run);
  },
);

test("a flash too slow for the ring of a T at the full rate is written at a lower one", async () => {
  const run = startRun("bk7231t", { faults: ["worst-flash"], order: { baud: 2_000_000 } });
  expect(await run.end).toMatchObject({ verdict: "pass", baud: 1_000_000 });
  expectFlashed(run);
});

test("a board that answers at its first rate again has restarted by itself, log port or not", async () => {
  const run = startRun("bk7231t", { wiring: NO_LOG });
  const inWrite = (news: RunHappening): boolean =>
    news.kind === "step-progress" && news.step === "write" && news.done > 0x8000;
  // Its supply bounces for longer than a write is waited for.
  run.when(inWrite, () => {
    run.fixture.board.resetHold();
    onSecondLink(run, () => run.fixture.board.resetRelease());
  });
  onSecondLink(run, () => run.fixture.board.resetRelease());
  const end = await run.end;
  expect(end.failure).toMatchObject({ code: "board-restarted", step: "write", banner: "" });
  expect(end.verdict).toBe("fail");
});
