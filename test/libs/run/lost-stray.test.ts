import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { startRun } from "../../support/memory-bench.ts";
import { OP, reply, request, set } from "../../support/tamper-frames.ts";

/** The write of 0x022000, counted from the application's start at 0x011000. */
const WRITE_OF_22000 = 18;
/** Of the address, lowest byte first: without it 0x022000 is 0x002000. */
const THIRD_BYTE = 2;

const BOOTLOADER_CHIPS: readonly ChipName[] = ["bk7231t", "bk7231u", "bk7231q", "bk7252"];

test.each(BOOTLOADER_CHIPS)(
  "a %s whose write went astray into its bootloader fails, also if nobody heard it say so",
  async (chip) => {
    const run = startRun(chip, {
      wire: {
        ...request(OP.write, WRITE_OF_22000, set(THIRD_BYTE, 0x00)),
        ...reply(OP.write, WRITE_OF_22000, () => undefined),
      },
    });
    const end = await run.end;
    expect(end).toMatchObject({
      verdict: "fail",
      failure: { code: "verify-mismatch", address: 0, length: 0x11000 },
    });
    expect(end.recoveries.map(({ kind }) => kind)).not.toContain("started-over");
    expect(run.fixture.board.powered).toBe(false);
  },
);
