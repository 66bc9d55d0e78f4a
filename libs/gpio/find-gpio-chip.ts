import type { GpioLine } from "../jig/jig.ts";
import { explainToolError } from "./explain-tool-error.ts";
import type { GpioChip, ToolGeneration } from "./gpiod-commands.ts";
import { parseChips } from "./parse-chips.ts";
import { runTool } from "./run-tool.ts";

/**
 * The chip of a line, by its label: the tools of v2 take no labels, and names move between boots.
 * Rejects with an `Error` that says what to mend.
 */
export const findGpioChip = async ({
  chip: label,
  line,
}: Pick<GpioLine, "chip" | "line">): Promise<GpioChip> => {
  const tools = await findGeneration();
  const { stdout, stderr } = await runTool(["gpiodetect"]);
  const chips = parseChips(stdout);
  const matching = chips.filter((chip) => chip.label === label);
  const [chip, second] = matching;
  if (chip === undefined) {
    if (stderr.trim() !== "") throw new Error(explainToolError(stderr));
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

const findGeneration = async (): Promise<ToolGeneration> => {
  const { stdout } = await runTool(["gpiodetect", "--version"]);
  const major = Number(/\(libgpiod\) v(\d+)\./.exec(stdout)?.[1] ?? Number.NaN);
  if (Number.isNaN(major)) throw new Error("gpiodetect does not tell its version: use libgpiod's");
  return major < 2 ? 1 : 2;
};
