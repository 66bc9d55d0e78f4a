/**
 * The ways a run helps itself, as its record names them: `asked-again` a question repeated ·
 * `linked-again` a chip found after a link check it did not answer, or restarted while it was read · `erased-again` a sector or block
 * erased once more, and rewritten where it was being written, after a lost or doubtful answer ·
 * `rewritten` a sector mended after its CRC was wrong · `rate-lowered` a lower rate than asked for ·
 * `started-over` the board restarted by us and everything written anew.
 */
export const RECOVERY_KINDS = [
  "asked-again",
  "linked-again",
  "erased-again",
  "rewritten",
  "rate-lowered",
  "started-over",
] as const;

/** One way a run helps itself. */
export type RecoveryKind = (typeof RECOVERY_KINDS)[number];
