import type { GpioLevel } from "./gpio-output.ts";

/**
 * A GPIO line that something outside drives. It has a level and no edges: fast ones arrive as one
 * or not at all (hardware.md, "onoff and GPIO"), so whoever waits for a change reads again and
 * believes what stays.
 */
export interface GpioInput extends AsyncDisposable {
  /** The level now. Cheap enough for ten times a second. Rejects with `GpioError`. */
  read(): Promise<GpioLevel>;
}
