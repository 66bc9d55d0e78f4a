import { describe, expect, test } from "vitest";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import type { FlashPlan } from "../../../libs/firmware/flash-plan.ts";
import { expectBootloaderKept, expectFlashed } from "../../support/expect-board.ts";
import { BOARD_MAC, startRun } from "../../support/memory-bench.ts";
import { answer, flip, OP, reply } from "../../support/tamper-frames.ts";

const MIB = 0x100000;

describe("the size of a flash that does not tell it", () => {
  // Proof of the bootloader, fingerprint, then where addresses go round: 1 MiB, 2 MiB.
  test.each([3, 4, 5])(
    "is not taken for twice as much because of a garbled CRC, the %i-th",
    async (nth) => {
      const flash = buildFactoryFlash({ chip: "bk7252", seed: 3, mac: BOARD_MAC }).slice(
        0,
        2 * MIB,
      );
      const bytes = new Uint8Array(0x10000).fill(0x55);
      const plan: FlashPlan = { chip: "bk7252", regions: [{ start: 2 * MIB, bytes }], patches: [] };
      const wire = answer(OP.crc, nth, flip(2, 0x01));
      const run = startRun("bk7252", { flash, wire, order: { plan } });
      const end = await run.end;
      expect(end.failure).toMatchObject({
        code: "wrong-chip",
        found: expect.stringMatching(/2048 KiB/),
      });
      expectBootloaderKept(run);
    },
  );
});

describe.each(["bk7231n", "bk7231t", "bk7231u"] as const)("the calibration of a %s", (chip) => {
  const mac = Buffer.from(BOARD_MAC, "hex");
  test.each([
    ["its mark", -36],
    ["its MAC", 5],
    ["its trim", 20],
  ])("with %s garbled on its way is read again", async (_, place) => {
    let spoilt = 0;
    const spoil = (payload: Uint8Array): Uint8Array => {
      const at = Buffer.from(payload).indexOf(mac);
      if (at < 0 || spoilt > 0) return payload;
      spoilt += 1;
      return flip(at + place, 0x04)(payload) ?? payload;
    };
    const run = startRun(chip, { wire: reply(OP.read, () => true, spoil) });
    const end = await run.end;
    expect(spoilt).toBe(1);
    expect(end).toMatchObject({ verdict: "pass", failure: null, board: { mac: BOARD_MAC } });
    expectFlashed(run);
  });
});
