import { z } from "zod";
import { longDuration } from "../input/long-duration.ts";
import { isSerial, SERIAL_FORM } from "./serial.ts";
import { MUST_FAIL_CODES } from "./shift-check.ts";

const HOUR_MS = 3_600_000;

const checkSerial = z
  .string(`Write the board's serial in quotes: ${SERIAL_FORM}.`)
  .refine(isSerial, `is not a serial. A serial is ${SERIAL_FORM}.`);

/** A recipe's `shiftCheck`: the boards that prove each fixture, and how often. */
export const shiftCheckSchema = z
  .strictObject({
    every: longDuration({ minMs: HOUR_MS / 6, maxMs: 168 * HOUR_MS }).describe(
      "How long a fixture's proof holds, such as 8h.",
    ),
    golden: checkSerial.describe("Serial of the board that must pass in each fixture."),
    mustFail: z
      .strictObject({
        serial: checkSerial.describe("Serial of the board that must fail in each fixture."),
        code: z
          .enum(MUST_FAIL_CODES)
          .describe("The failure it must have (docs/failures.md); any other is none."),
      })
      .describe("The board that must fail, and how."),
  })
  .superRefine(({ golden, mustFail }, context) => {
    if (golden !== mustFail.serial) return;
    const message =
      "is the golden board's, too: no board can both pass and fail. Give each its own.";
    context.addIssue({ code: "custom", path: ["mustFail", "serial"], message });
  });
