import type { Reply } from "../bk72xx/reply-decoder.ts";

/** Hears all that passes between host and chip. None may throw, nor keep what it is handed. */
export interface WireEars {
  /** A frame goes out. */
  sent(frame: Uint8Array): void;
  received(reply: Reply): void;
  /** Bytes that belong to no reply. */
  noise(bytes: Uint8Array): void;
  /** The host's rate was to change, in baud. */
  rate(baud: number, answer: "taken" | "refused"): void;
}
