import type { GpioLine } from "../jig/jig.ts";
import { detectChips } from "./detect-chips.ts";
import { explainToolError } from "./explain-tool-error.ts";
import type { GpioChip } from "./gpiod-commands.ts";

/**
 * The chip of a line, by its label: the tools of v2 take no labels, and names move between boots.
 * Rejects with an `Error` that says what to mend.
 */
export const findGpioChip = async ({
  chip: label,
  line,
}: Pick<GpioLine, "chip" | "line">): Promise<GpioChip> => {
  const { tools, chips, complaint } = await detectChips();
  const matching = chips.filter((chip) => chip.label === label);
  const [chip, second] = matching;
  if (chip === undefined) {
    if (complaint !== "") throw new Error(explainToolError(complaint));
    const known = chips.map((other) => other.label).join(", ");
    throw new Error(
      known === ""
        ? "this machine shows no GPIO chip (/dev/gpiochip*): enable GPIO, or load the chip's driver"
        : `no GPIO chip has the label "${label}"; this machine's: ${known}`,
    );
  }
  if (second !== undefined) {
    throw new Error(`${matching.length} GPIO chips have the label "${label}": use another one`);
  }
  if (line >= chip.lines) {
    throw new Error(`the chip has lines 0 to ${chip.lines - 1}: correct "line" in the jig file`);
  }
  return { name: chip.name, tools };
};
