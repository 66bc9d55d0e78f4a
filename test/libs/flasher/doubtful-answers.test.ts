import { describe, expect, test } from "vitest";
import type { FailureCode } from "../../../libs/failure/failure.ts";
import type { RecoveryKind } from "../../../libs/flasher/recovery.ts";
import { expectBootloaderKept, expectFlashed } from "../../support/expect-board.ts";
import { startRun } from "../../support/memory-bench.ts";
import type { Tampering } from "../../support/tampered-link.ts";

/** Bytes of a long frame before its payload. */
const REQUEST_HEAD = 8;
const REPLY_HEAD = 11;
const ERASE = 0x0f;
const WRITE = 0x07;

type Change = (payload: Uint8Array) => Uint8Array | undefined;

const isLong = (bytes: Uint8Array, markAt: number, opAt: number, op: number): boolean =>
  bytes[markAt] === 0xf4 && bytes[opAt] === op;

/** Changes the payload of the nth frame of its kind, once; undefined: lost. Lengths stay as announced. */
const onNth = (nth: number, fits: (bytes: Uint8Array) => boolean, head: number, change: Change) => {
  let seen = 0;
  return (bytes: Uint8Array): Uint8Array => {
    if (!fits(bytes) || ++seen !== nth) return bytes;
    const changed = change(bytes.slice(head));
    return changed === undefined
      ? new Uint8Array(0)
      : Uint8Array.from([...bytes.subarray(0, head), ...changed]);
  };
};

const request = (op: number, nth: number, change: Change): Tampering => ({
  toChip: onNth(nth, (bytes) => isLong(bytes, 4, 7, op), REQUEST_HEAD, change),
});

const reply = (op: number, nth: number, change: Change): Tampering => ({
  toHost: onNth(nth, (bytes) => isLong(bytes, 6, 9, op), REPLY_HEAD - 1, change),
});

/** Turns bits over in one byte. */
const flip =
  (at: number, mask: number): Change =>
  (payload) =>
    payload.map((byte, index) => (index === at ? byte ^ mask : byte));

const without =
  (at: number): Change =>
  (payload) =>
    payload.filter((_, index) => index !== at);

const set =
  (at: number, value: number): Change =>
  (payload) =>
    payload.map((byte, index) => (index === at ? value : byte));

const lose: Change = () => undefined;

/** Where things are in payloads: an erase is size and address, a write address and data, a reply has its status first. */
const ERASE_ADDRESS = 1;
const STATUS = 0;

interface Recovery {
  readonly what: string;
  readonly wire: () => Tampering;
  readonly kinds: readonly RecoveryKind[];
}

// The plan begins at 0x11000: erases are 15 sectors to 0x1f000, then blocks from 0x20000.
const RECOVERIES: readonly Recovery[] = [
  {
    what: "an erase hits another sector of the plan",
    wire: () => request(ERASE, 3, flip(ERASE_ADDRESS + 1, 0x40)),
    kinds: ["erased-again"],
  },
  {
    what: "an erase hits another block of the plan",
    wire: () => request(ERASE, 16, flip(ERASE_ADDRESS + 2, 0x01)),
    kinds: ["erased-again"],
  },
  {
    what: "an erase of a block erases a sector of it",
    wire: () => request(ERASE, 17, set(0, 0x20)),
    kinds: ["erased-again"],
  },
  {
    what: "the answer to an erase names another block of the plan",
    wire: () => reply(ERASE, 17, flip(1 + ERASE_ADDRESS + 2, 0x01)),
    kinds: ["erased-again"],
  },
  {
    what: "an erase is answered busy",
    wire: () => reply(ERASE, 5, set(STATUS, 1)),
    kinds: ["erased-again"],
  },
  {
    what: "the status of an erase's answer is garbled",
    wire: () => reply(ERASE, 5, set(STATUS, 0x40)),
    kinds: ["erased-again"],
  },
  { what: "an erase is lost", wire: () => request(ERASE, 4, lose), kinds: ["erased-again"] },
  {
    what: "the answer to an erase is lost",
    wire: () => reply(ERASE, 18, lose),
    kinds: ["erased-again"],
  },
  {
    what: "a write hits another sector of the plan, written before",
    wire: () => request(WRITE, 20, flip(1, 0x10)),
    kinds: ["erased-again"],
  },
  {
    what: "a write hits another sector of the plan, not yet written",
    wire: () => request(WRITE, 20, flip(1, 0x20)),
    kinds: ["erased-again"],
  },
  {
    what: "the answer to a write names another sector of the plan",
    wire: () => reply(WRITE, 20, flip(1 + 1, 0x10)),
    kinds: ["erased-again"],
  },
  {
    what: "a write is answered with a time-out",
    wire: () => reply(WRITE, 7, set(STATUS, 3)),
    kinds: ["erased-again"],
  },
  { what: "a write is lost", wire: () => request(WRITE, 9, lose), kinds: ["erased-again"] },
  {
    what: "the answer to a write is lost",
    wire: () => reply(WRITE, 9, lose),
    kinds: ["erased-again"],
  },
  {
    what: "a write loses one of its last bytes, and the chip waits for it",
    wire: () => request(WRITE, 9, without(4000)),
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
      wire: () => request(ERASE, 17, flip(ERASE_ADDRESS + 2, 0x10)),
      code: "stray-write",
    },
    {
      what: "a sector's erase becomes one of a block that is not all of the plan",
      wire: () => request(ERASE, 2, set(0, 0xd8)),
      code: "stray-write",
    },
    {
      what: "a write hits a sector outside the plan",
      wire: () => request(WRITE, 20, set(2, 0x1a)),
      code: "stray-write",
    },
    {
      what: "an erase is refused",
      wire: () => reply(ERASE, 5, set(STATUS, 10)),
      code: "erase-failed",
    },
    {
      what: "a write is refused",
      wire: () => reply(WRITE, 5, set(STATUS, 6)),
      code: "write-failed",
    },
  ])("$what: fails as $code", async ({ wire, code }) => {
    const run = startRun(chip, { wire: wire() });
    expect(await run.end).toMatchObject({ verdict: "fail", failure: { code } });
  });

  test("an erase that is never answered ends the run, bounded", async () => {
    const wire: Tampering = {
      toHost: (bytes) => (isLong(bytes, 6, 9, ERASE) ? new Uint8Array(0) : bytes),
    };
    const run = startRun(chip, { wire });
    const end = await run.end;
    expect(end.failure).toMatchObject({ code: "link-lost", command: "erase" });
    expect(end.recoveries).toContainEqual({ step: "erase", kind: "erased-again", count: 3 });
  });
});

test("an erase that lost a byte on its way to a bootloader in flash never hits the bootloader", async () => {
  for (let at = 0; at < 5; at += 1) {
    for (const nth of [2, 16]) {
      const run = startRun("bk7231t", { wire: request(ERASE, nth, without(at)) });
      const end = await run.end;
      expectBootloaderKept(run);
      expect(end.verdict).toBe("pass");
      expectFlashed(run);
    }
  }
});

test("an erase that lost a byte on its way to a ROM ends the run if it hit what is not ours", async () => {
  for (let at = 0; at < 5; at += 1) {
    const run = startRun("bk7231n", { wire: request(ERASE, 17, without(at)) });
    const end = await run.end;
    if (end.verdict === "pass") expectFlashed(run);
    else expect(end.failure?.code).toBe("stray-write");
  }
});
