import { access } from "node:fs/promises";
import { join } from "node:path";
import type { GpioLine } from "../jig/jig.ts";
import { SYSFS_GPIO } from "./find-gpio-number.ts";

/** How the kernel's GPIO lines are reached: through sysfs by onoff, or through the character device by libgpiod's tools. */
export type GpioBackend = "sysfs" | "character-device";

/**
 * What drives a line: as its kind says, but where the kernel has no sysfs GPIO (hardware.md: gone
 * from current Raspberry Pi OS) kind `gpio` goes through the character device, too.
 */
export const chooseBackend = async (
  { kind }: Pick<GpioLine, "kind">,
  root: string = SYSFS_GPIO,
): Promise<GpioBackend> => {
  if (kind === "gpiod") return "character-device";
  const hasSysfs = await access(join(root, "export")).then(
    () => true,
    () => false,
  );
  return hasSysfs ? "sysfs" : "character-device";
};
