import { readFileSync } from "node:fs";

/** Which start of which machine this is, as the kernel names it; no copy of a disk has it. Undefined where it does not say. */
export const bootId = (): string | undefined => {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
};
