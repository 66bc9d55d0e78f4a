import type { Reply } from "../bk72xx/reply-decoder.ts";
import { hexAddress } from "../bytes/hex.ts";
import { covers, type Range } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import { eraseAnswerIn, writeAnswerIn } from "./flash-answer.ts";

/**
 * Keeps erases and writes where they are allowed: what is sent, and what the chip says to have done.
 * The chips' own guards have holes (uart-protocol.md section 5.2, hazards H1 to H4).
 */
export class FlashGuard {
  #allowed: readonly Range[] = [];
  #lastSent = 0;
  #stray: StepError | undefined;

  /** Only inside one of these may anything change; before, nowhere. */
  allow(ranges: readonly Range[]): void {
    this.#allowed = ranges;
  }

  /** To be called before an erase or a write is sent. Throws `StepError` (`internal`) where it is not allowed. */
  check(deed: "erase" | "write", address: number, length: number): void {
    const range = { start: address, end: address + length };
    if (address % length !== 0 || !covers(this.#allowed, range)) {
      const reason = `refused to ${deed} ${length} bytes at ${hexAddress(address)}, outside what is planned`;
      throw new StepError({ code: "internal", reason });
    }
    this.#lastSent = address;
  }

  /** To be shown every reply, late or early, asked for or not. */
  witness(reply: Reply): void {
    const answer = eraseAnswerIn(reply) ?? writeAnswerIn(reply);
    if (answer?.kind !== "done" || covers(this.#allowed, answer.range)) return;
    const echoed = answer.range.start;
    this.#stray ??= new StepError({ code: "stray-write", sent: this.#lastSent, echoed });
  }

  /** Throws `StepError` (`stray-write`) once the chip has told of a deed that was not allowed. */
  throwIfStray(): void {
    if (this.#stray !== undefined) throw this.#stray;
  }
}
