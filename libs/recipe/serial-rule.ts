/** How a serial's last characters check the others. */
export const SERIAL_CHECKS = ["none", "luhn", "mod97-10"] as const;

/** What a recipe says of its boards' serials. */
export interface SerialRule {
  /** What a whole serial must match, as `parseSerialPattern` reads it; any serial if absent. */
  readonly pattern?: string | undefined;
  readonly check: (typeof SERIAL_CHECKS)[number];
}
