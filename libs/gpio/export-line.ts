import { constants } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../clock/clock.ts";
import { SYSFS_GPIO } from "./find-gpio-number.ts";

/** How long udev may take to hand the files of a fresh line to the group that may use them. */
const ACCESS_LIMIT_MS = 3000;
const ACCESS_EVERY_MS = 20;

/**
 * Makes a line appear in sysfs and waits for permission to use it. Not left to onoff, which would
 * wait in a loop that blocks the whole process (hardware.md). Rejects with an error of sysfs.
 */
export const exportLine = async (number: number, clock: Clock): Promise<void> => {
  const files = ["value", "direction", "active_low"].map((name) =>
    join(SYSFS_GPIO, `gpio${number}`, name),
  );
  const isExported = await access(join(SYSFS_GPIO, `gpio${number}`)).then(
    () => true,
    () => false,
  );
  if (!isExported) await writeFile(join(SYSFS_GPIO, "export"), `${number}`);
  const until = clock.now() + ACCESS_LIMIT_MS;
  while (true) {
    try {
      await Promise.all(files.map((file) => access(file, constants.R_OK | constants.W_OK)));
      return;
    } catch (error) {
      if (clock.now() >= until) throw error;
      await clock.sleep(ACCESS_EVERY_MS);
    }
  }
};
