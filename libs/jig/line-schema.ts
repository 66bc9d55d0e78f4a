import { z } from "zod";
import { suggestWord } from "../input/suggest-word.ts";
import type { ModemLine, SequenceText } from "./jig.ts";
import { isSequence, parseLineSequence } from "./line-sequence.ts";

const MODEM_LINES: readonly ModemLine[] = ["rts", "dtr"];

/** The line's name, or what is wrong with it. */
const readLine = (text: string): ModemLine | Error =>
  MODEM_LINES.find((line) => line === text) ??
  new Error(`is "${text}", which is not known here. ${suggestWord(text, MODEM_LINES)}`);

const readSequence = (text: SequenceText): SequenceText | Error => {
  try {
    parseLineSequence(text);
    return text;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

const readAs =
  <T>(read: (text: string) => T | Error) =>
  (text: string, context: z.RefinementCtx): T => {
    const found = read(text);
    if (!(found instanceof Error)) return found;
    context.addIssue({ code: "custom", message: found.message });
    return z.NEVER;
  };

const GIVE_LINE = "Give rts or dtr.";

/** A modem line that enables a supply while it is asserted. */
export const powerLine = z
  .string(GIVE_LINE)
  .transform(
    readAs((text) =>
      isSequence(text)
        ? new Error(
            `is a sequence, which only a reset can be: a supply is on while its line is asserted. ${GIVE_LINE}`,
          )
        : readLine(text),
    ),
  );

/** A modem line that holds the chip in reset while it is asserted, or a sequence that resets it. */
export const resetLine = z
  .string("Give rts, dtr, or a sequence such as rts:1 wait:200 rts:0.")
  .transform(
    readAs<ModemLine | SequenceText>((text) =>
      isSequence(text) ? readSequence(text) : readLine(text),
    ),
  );
