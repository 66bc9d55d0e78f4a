/** Seen to run; all others may keep the flash closed until they are reset (uart-protocol.md section 4.1). */
const REARMING: ReadonlySet<string> = new Set(["BK7231S_1.0.5"]);

/**
 * Whether a bootloader in flash that closed the flash with a CRC opens it again for the next erase
 * after a link check. `bootloader`: its name, null if unknown.
 */
export const rearmsAfterCrc = (bootloader: string | null): boolean =>
  bootloader !== null && REARMING.has(bootloader);
