/** Why a chip started, as its bootloader or its SDK tells it. */
export const RESET_REASONS = [
  /** Power came back, or CEN was let go. */
  "power-on",
  /** The download mode's reboot command. */
  "reboot-command",
  /** Linked, then heard nothing for too long. */
  "idle",
  /** Code ran into a fault. */
  "crash",
  /** Code hung. */
  "watchdog",
  /** The application asked for it. */
  "app-restart",
] as const;

/** One of `RESET_REASONS`. */
export type ResetReason = (typeof RESET_REASONS)[number];

/**
 * Low halves of the scratch register behind `ST:`. T's bootloader writes BEDEAD03, 10 and 11
 * (uart-protocol.md section 10); the SDK's traps leave BEDEAD00 to 05, on N without the high half, and
 * its own restarts 1 and 2 (start_type_pub.h of Beken's published SDK).
 */
const BY_MARKER: ReadonlyMap<number, ResetReason> = new Map([
  [0x0001, "app-restart"],
  [0x0002, "watchdog"],
  [0xad00, "crash"],
  [0xad01, "crash"],
  [0xad02, "crash"],
  [0xad03, "crash"],
  [0xad04, "crash"],
  [0xad05, "crash"],
  [0xad10, "idle"],
  [0xad11, "reboot-command"],
  [0xad12, "crash"],
]);

/** The SDK's own numbers for it, printed behind `bk_misc_init_start_type`. */
const BY_START_TYPE: readonly (ResetReason | undefined)[] = [
  "power-on",
  "app-restart",
  "watchdog",
  undefined,
  undefined,
  "crash",
  "crash",
  "crash",
  "crash",
  "crash",
  "crash",
];

/**
 * What the value behind `ST:` means. The register keeps its value only while the chip has power: after
 * a cold start it holds anything, often 0.
 */
export const reasonOfMarker = (marker: number): ResetReason => {
  const high = marker >>> 16;
  const known = high === 0 || high === 0xbede ? BY_MARKER.get(marker & 0xffff) : undefined;
  return known ?? "power-on";
};

/** What the SDK's start type means; undefined for those that tell of no trouble (deep sleep) or are not known. */
export const reasonOfStartType = (type: number): ResetReason | undefined => BY_START_TYPE[type];
