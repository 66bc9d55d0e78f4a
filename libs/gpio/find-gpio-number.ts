import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GpioLine } from "../jig/jig.ts";

/** Where the kernel keeps its GPIO lines; onoff knows no other place. */
export const SYSFS_GPIO = "/sys/class/gpio";

interface GpioChip {
  readonly label: string;
  readonly base: number;
  readonly lines: number;
}

/**
 * The number sysfs gives a line today: its chip's base moves between kernels and boots, so jig
 * files name the chip's label. Throws an `Error` that says what to mend.
 */
export const findGpioNumber = async (
  { chip: label, line }: Pick<GpioLine, "chip" | "line">,
  root: string = SYSFS_GPIO,
): Promise<number> => {
  const chips = await readChips(root);
  const matching = chips.filter((chip) => chip.label === label);
  const [chip, second] = matching;
  if (chip === undefined) {
    const known = chips.map((other) => other.label).join(", ") || "none";
    throw new Error(`no GPIO chip has the label "${label}"; this machine's: ${known}`);
  }
  if (second !== undefined) {
    throw new Error(`${matching.length} GPIO chips have the label "${label}": use another one`);
  }
  if (line >= chip.lines) {
    throw new Error(`the chip has lines 0 to ${chip.lines - 1}: correct "line" in the jig file`);
  }
  return chip.base + line;
};

const readChips = async (root: string): Promise<GpioChip[]> => {
  const names = await readdir(root).catch((cause: unknown) => {
    throw new Error(`this kernel has no sysfs GPIO (${root}): use kind gpiod`, { cause });
  });
  const folders = names.filter((name) => name.startsWith("gpiochip")).sort();
  return Promise.all(folders.map((name) => readChip(join(root, name))));
};

const readChip = async (folder: string): Promise<GpioChip> => {
  const [label, base, lines] = await Promise.all(
    ["label", "base", "ngpio"].map(async (name) =>
      (await readFile(join(folder, name), "utf8")).trim(),
    ),
  );
  return { label: label ?? "", base: Number(base), lines: Number(lines) };
};
