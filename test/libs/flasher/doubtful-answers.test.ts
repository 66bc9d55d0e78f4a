import { describe, expect, test } from "vitest";
import type { FailureCode } from "../../../libs/failure/failure.ts";
import type { RecoveryKind } from "../../../libs/flasher/recovery.ts";
import { expectBootloaderKept, expectFlashed } from "../../support/expect-board.ts";
import { startRun } from "../../support/memory-bench.ts";
import {
  answer,
  flip,
  lose,
  OP,
  reply,
  request,
  set,
  without,
} from "../../support/tamper-frames.ts";
import type { Tampering } from "../../support/tampered-link.ts";

/** Where things are in payloads: an erase is size and address, a write address and data, a reply has its status first. */
const ERASE_ADDRESS = 1;
const STATUS = 0;
/** Of the register 0x800078, the lowest byte of its address. */
const EFUSE_DATA = 0x78;

interface Recovery {
  readonly what: string;
  readonly wire: () => Tampering;
  readonly kinds: readonly RecoveryKind[];
}

// The plan begins at 0x11000: erases are 15 sectors to 0x1f000, then blocks from 0x20000.
const RECOVERIES: readonly Recovery[] = [
  {
    what: "an erase hits another sector of the plan",
    wire: () => request(OP.erase, 3, flip(ERASE_ADDRESS + 1, 0x40)),
    kinds: ["erased-again"],
  },
  {
    what: "an erase hits another block of the plan",
    wire: () => request(OP.erase, 16, flip(ERASE_ADDRESS + 2, 0x01)),
    kinds: ["erased-again"],
  },
  {
    what: "an erase of a block erases a sector of it",
    wire: () => request(OP.erase, 17, set(0, 0x20)),
    kinds: ["erased-again"],
  },
  {
    what: "the answer to an erase names another block of the plan",
    wire: () => reply(OP.erase, 17, flip(1 + ERASE_ADDRESS + 2, 0x01)),
    kinds: ["erased-again"],
  },
  {
    what: "an erase is answered busy",
    wire: () => reply(OP.erase, 5, set(STATUS, 1)),
    kinds: ["erased-again"],
  },
  {
    what: "the status of an erase's answer is garbled",
    wire: () => reply(OP.erase, 5, set(STATUS, 0x40)),
    kinds: ["erased-again"],
  },
  { what: "an erase is lost", wire: () => request(OP.erase, 4, lose), kinds: ["erased-again"] },
  {
    what: "the answer to an erase is lost",
    wire: () => reply(OP.erase, 18, lose),
    kinds: ["erased-again"],
  },
  {
    what: "a write hits another sector of the plan, written before",
    wire: () => request(OP.write, 20, flip(1, 0x10)),
    kinds: ["erased-again"],
  },
  {
    what: "a write hits another sector of the plan, not yet written",
    wire: () => request(OP.write, 20, flip(1, 0x20)),
    kinds: ["erased-again"],
  },
  {
    what: "the answer to a write names another sector of the plan",
    wire: () => reply(OP.write, 20, flip(1 + 1, 0x10)),
    kinds: ["erased-again"],
  },
  {
    what: "a write is answered with a time-out",
    wire: () => reply(OP.write, 7, set(STATUS, 3)),
    kinds: ["erased-again"],
  },
  { what: "a write is lost", wire: () => request(OP.write, 9, lose), kinds: ["erased-again"] },
  {
    what: "the answer to a write is lost",
    wire: () => reply(OP.write, 9, lose),
    kinds: ["erased-again"],
  },
  {
    what: "a write loses one of its last bytes, and the chip waits for it",
    wire: () => request(OP.write, 9, without(4000)),
    kinds: ["erased-again"],
  },
];

describe.each(["bk7231n", "bk7231t"] as const)("on a %s", (chip) => {
  test.each(RECOVERIES)("$what: passes, byte for byte as planned", async ({ wire, kinds }) => {
    const run = startRun(chip, { wire: wire() });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", failure: null });
    expect(end.recoveries.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...kinds]));
    expectFlashed(run);
  });

  test.each<{ what: string; wire: () => Tampering; code: FailureCode }>([
    {
      what: "an erase hits a sector outside the plan",
      wire: () => request(OP.erase, 17, flip(ERASE_ADDRESS + 2, 0x10)),
      code: "stray-write",
    },
    {
      what: "a sector's erase becomes one of a block that is not all of the plan",
      wire: () => request(OP.erase, 2, set(0, 0xd8)),
      code: "stray-write",
    },
    {
      what: "a write hits a sector outside the plan",
      wire: () => request(OP.write, 20, set(2, 0x1a)),
      code: "stray-write",
    },
    {
      what: "an erase is refused",
      wire: () => reply(OP.erase, 5, set(STATUS, 10)),
      code: "erase-failed",
    },
    {
      what: "a write is refused",
      wire: () => reply(OP.write, 5, set(STATUS, 6)),
      code: "write-failed",
    },
  ])("$what: fails as $code", async ({ wire, code }) => {
    const run = startRun(chip, { wire: wire() });
    expect(await run.end).toMatchObject({ verdict: "fail", failure: { code } });
  });

  test("an erase that is never answered ends the run, bounded", async () => {
    const wire = reply(OP.erase, () => true, lose);
    const run = startRun(chip, { wire });
    const end = await run.end;
    expect(end.failure).toMatchObject({ code: "link-lost", command: "erase" });
    const once = [
      { step: "erase", kind: "erased-again", count: 6 },
      { step: "link", kind: "started-over", count: 1 },
      { step: "link", kind: "rate-lowered", count: 1 },
    ];
    expect(end.recoveries).toEqual(expect.arrayContaining(once));
  });
});

test("an erase that lost a byte on its way to a bootloader in flash never hits the bootloader", async () => {
  for (let at = 0; at < 5; at += 1) {
    for (const nth of [2, 16]) {
      const run = startRun("bk7231t", { wire: request(OP.erase, nth, without(at)) });
      const end = await run.end;
      expectBootloaderKept(run);
      expect(end.verdict).toBe("pass");
      expectFlashed(run);
    }
  }
});

test("an erase that lost a byte on its way to a ROM ends the run if it hit what is not ours", async () => {
  for (let at = 0; at < 5; at += 1) {
    const run = startRun("bk7231n", { wire: request(OP.erase, 17, without(at)) });
    const end = await run.end;
    if (end.verdict === "pass") expectFlashed(run);
    else expect(end.failure?.code).toBe("stray-write");
  }
});

describe.each(["bk7231n", "bk7238"] as const)(
  "the code key of a %s, told without a checksum",
  (chip) => {
    /** Spoils as many answers of the register that eFuse's bytes come in, each in another bit. */
    const misread = (times: number): Tampering => {
      let left = times;
      return answer(
        OP.readRegister,
        () => true,
        (payload) => {
          if (payload[0] !== EFUSE_DATA || left === 0) return payload;
          left -= 1;
          return flip(4, 1 << (left % 8))(payload);
        },
      );
    };

    test("misread is read again, and no board is refused for it", async () => {
      for (const times of [1, 2, 3]) {
        const end = await startRun(chip, { wire: misread(times) }).end;
        expect([times, end.verdict, end.failure]).toEqual([times, "pass", null]);
      }
    });

    test("never read alike is no key: the line is at fault", async () => {
      const end = await startRun(chip, { wire: misread(1000) }).end;
      expect(end.failure).toMatchObject({ code: "link-lost", step: "identify" });
    });
  },
);
