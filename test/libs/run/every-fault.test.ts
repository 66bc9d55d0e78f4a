import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FailureCode } from "../../../libs/failure/failure.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import type { RecoveryKind } from "../../../libs/flasher/recovery.ts";
import type { FaultName } from "../../../libs/simulator/fault.ts";
import {
  expectBootloaderKept,
  expectFlashed,
  expectUnpowered,
} from "../../support/expect-board.ts";
import { BOARD_MAC, startRun } from "../../support/memory-bench.ts";
import { lose, OP, reply } from "../../support/tamper-frames.ts";

/** How a run ends: a failure's code, or a pass after these recoveries. */
type End = FailureCode | readonly RecoveryKind[];

const PASS: End = [];

interface Row {
  readonly fault: `${FaultName}${string}`;
  /** Download mode in ROM. */
  readonly bk7231n: End;
  /** Download mode in the bootloader in flash. */
  readonly bk7231t: End;
}

const both = (fault: Row["fault"], end: End): Row => ({ fault, bk7231n: end, bk7231t: end });

// Without a log port; what the log tells, and the boot, have tests of their own.
const ROWS: readonly Row[] = [
  both("silent", "no-link"),
  both("deaf", "no-link"),
  both("mute", "no-link"),
  both("wrong-uart", "no-link"),
  both("echoes", "no-link"),
  both("reset-held", "no-link"),
  both("noise:16", PASS),
  both("deaf-above:500000", ["rate-lowered"]),
  both("holds-charge:300", PASS),
  both("late:400", PASS),
  both("narrow:40", PASS),
  both("loses-baud-reply", PASS),
  both("garbles-baud-reply:1", PASS),

  both("dies-at:0x8000", "link-lost"),
  both("reboots-at:0x8000", "link-lost"),
  both("reboots-at:0x8000:once", ["started-over"]),
  both("brown-out:0x9080", "link-lost"),
  both("brown-out:0x9080:once", ["started-over"]),
  both("restarts-after:3000", "link-lost"),
  both("restarts-after:3000:once", ["started-over"]),
  both("hangs-at:75", "link-lost"),
  both("hangs-at:75:once", ["started-over"]),

  { fault: "dead-flash", bk7231n: "flash-unreadable", bk7231t: "no-link" },
  { fault: "blank-flash", bk7231n: "bootloader-mismatch", bk7231t: "no-link" },
  both("protected", "protected"),
  both("stuck:0x15003:0x10", "erase-failed"),
  both("worst-flash", PASS),
  both("slow-erase:3", PASS),
  both("slow-erase:40", "link-lost"),
  { fault: "slow-write:10", bk7231n: PASS, bk7231t: ["started-over", "rate-lowered"] },
  both("slow-write:200", "link-lost"),
  { fault: "sr-trap", bk7231n: PASS, bk7231t: "protected" },
  both("sr-locked", "protected"),
  { fault: "wip-stuck", bk7231n: "protected", bk7231t: "erase-failed" },
  both("stray:8:0x2000", ["erased-again"]),
  both("stray:40:0x2000", "stray-write"),

  { fault: "wrong-chip:0x1234", bk7231n: "wrong-chip", bk7231t: "unknown-chip" },
  { fault: "efuse-key:00112233445566778899aabbccddeeff", bk7231n: "wrong-key", bk7231t: PASS },
  { fault: "drops-reply:30", bk7231n: ["asked-again"], bk7231t: ["erased-again"] },
  { fault: "drops-reply:95:once", bk7231n: ["erased-again"], bk7231t: ["erased-again"] },
  { fault: "truncates-reply:95", bk7231n: ["erased-again"], bk7231t: ["erased-again"] },
  both("wrong-crc", "verify-mismatch"),
  { fault: "wrong-crc:2:once", bk7231n: ["asked-again"], bk7231t: PASS },
  both("status:0x0f:1:5", ["erased-again"]),
  both("status:0x0f:6:5", "erase-failed"),
  both("status:0x0f:10:5", "erase-failed"),
  both("status:0x07:2:5", ["erased-again"]),
  both("status:0x07:3:5:once", ["erased-again"]),
  both("status:0x07:6:5", "write-failed"),
  both("status:0x07:9:5", "write-failed"),

  { fault: "no-bootloader", bk7231n: "bootloader-mismatch", bk7231t: "no-link" },
  both("spi-silent", PASS),
];

/** The bootloader is not what it was when the board is put in. */
const SPOILT = /^(blank|dead)-flash$|-bootloader$/;

const NO_LOG = { logPort: "absent" } as const;

describe.each(["bk7231n", "bk7231t"] as const)("a %s", (chip) => {
  test.each(ROWS)("with $fault ends as it must", async ({ fault, ...ends }) => {
    const end = ends[chip];
    const run = startRun(chip, { faults: [fault], wiring: NO_LOG });
    const record = await run.end;
    if (typeof end === "string") {
      expect(record).toMatchObject({ verdict: "fail", failure: { code: end }, crcs: [] });
      if (!SPOILT.test(fault)) expectBootloaderKept(run);
    } else {
      expect(record).toMatchObject({ verdict: "pass", failure: null });
      const kinds = new Set(record.recoveries.map(({ kind }) => kind));
      expect([...kinds]).toEqual(expect.arrayContaining([...end]));
      if (end.length === 0) expect(record.recoveries).toEqual([]);
      expectFlashed(run);
    }
    expectUnpowered(run);
  });
});

/** Faults that strike at random, from hardly noticed to hopeless. */
const trouble = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("flips", "drops", "doubles"),
      fc.double({ min: -6, max: -3, noNaN: true }),
    )
    .map(([kind, power]) => `${kind}:${(10 ** power).toExponential(2)}`),
  fc
    .tuple(fc.constantFrom("loose", "chatter"), fc.integer({ min: 50, max: 6000 }))
    .map(([kind, everyMs]) => `${kind}:${everyMs}`),
  fc
    .tuple(
      fc.constantFrom("drops-reply", "truncates-reply", "hangs-at"),
      fc.integer({ min: 1, max: 120 }),
    )
    .map(([kind, nth]) => `${kind}:${nth}`),
  fc
    .tuple(fc.constantFrom("reboots-at", "brown-out"), fc.integer({ min: 1, max: 0x30000 }))
    .map(([kind, bytes]) => `${kind}:${bytes}:once`),
  fc
    .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 12, max: 21 }))
    .map(([nth, bit]) => `stray:${nth}:${2 ** bit}:once`),
);

/** An hour of board time is no run any more. */
const HANG_MS = 3_600_000;

test("whatever strikes at random: no false pass, no hang, and a failure has a name", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("bk7231n", "bk7231t", "bk7231u"),
      fc.array(trouble, { minLength: 1, maxLength: 2 }),
      fc.constantFrom("all", "changed"),
      fc.constantFrom("crc", "readback"),
      async (chip, faults, write, verify) => {
        const run = startRun(chip, { faults, order: { write, verify }, wiring: NO_LOG });
        const record = await run.end;
        const tookMs = record.steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
        expect(tookMs).toBeLessThan(HANG_MS);
        if (record.verdict === "pass") expectFlashed(run);
        else expect(record.failure?.code).not.toBe("internal");
        expectUnpowered(run);
      },
    ),
    { numRuns: 30 },
  );
});

test("a closed flash is called so also where its erase cannot be told from a blank place", async () => {
  const chip = "bk7231n";
  const flash = buildFactoryFlash({ chip, seed: 1, mac: BOARD_MAC });
  flash.fill(0xff, 0x11000, 0x1d0000);
  const run = startRun(chip, { faults: ["protected"], flash });
  const end = await run.end;
  expect(end).toMatchObject({ verdict: "fail", failure: { code: "protected" } });
  expectUnpowered(run);
});

test("a closed flash is called so also where the answer is lost to the erase that tells", async () => {
  let answers = 0;
  const counting = reply(
    OP.erase,
    () => true,
    (payload) => {
      answers += 1;
      return payload;
    },
  );
  const closed = { faults: ["sr-locked"], wiring: NO_LOG };
  await startRun("bk7231t", { ...closed, wire: counting }).end;
  const last = answers;
  const record = await startRun("bk7231t", { ...closed, wire: reply(OP.erase, last, lose) }).end;
  expect(record.failure).toMatchObject({ code: "protected" });
});
