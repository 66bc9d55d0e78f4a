import type { ResetReason } from "./reset-reason.ts";

/** How far a start of the chip got. `noise`: bytes that are no text, so nobody knows. */
export const BOOT_REACHES = ["nothing", "noise", "bootloader", "jump", "app"] as const;

/** One of `BOOT_REACHES`. */
export type BootReach = (typeof BOOT_REACHES)[number];

/** What a log tells of a chip's life. Texts are as they came, not escaped. */
export type BootEvent =
  /**
   * The chip began anew, or was heard for the first time. `text`: what belongs to the new life of the
   * text that was given so far. Comes before the event that showed it.
   */
  | { readonly kind: "start"; readonly text: string }
  /** A bootloader has named itself: the chip was reset. */
  | { readonly kind: "banner"; readonly version: string }
  | { readonly kind: "reset-reason"; readonly reason: ResetReason }
  /** The bootloader hands over to the application at `address`: the download window is over. */
  | { readonly kind: "jump"; readonly address: number }
  /** A line known to be an SDK's first ones; followed by its `app-line`. */
  | { readonly kind: "app-start" }
  | { readonly kind: "app-line"; readonly text: string }
  /** The application ran into a fault; followed by its `app-line`. */
  | { readonly kind: "crash" }
  | { readonly kind: "noise" };
