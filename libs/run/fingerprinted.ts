import { covers } from "../bytes/ranges.ts";
import { type FlashPlan, rangesOf } from "../firmware/flash-plan.ts";

/** What a bootloader's fingerprint is taken of (uart-protocol.md section 7). */
export const FINGERPRINTED = { start: 0, end: 256 } as const;

/** Whether a plan leaves a board its bootloader, so that it is known again by it. */
export const keepsFingerprint = (plan: FlashPlan): boolean =>
  !covers(rangesOf(plan), FINGERPRINTED);
