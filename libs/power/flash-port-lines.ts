import { StepError } from "../failure/step-error.ts";
import type { ModemLine } from "../jig/jig.ts";
import type { LineLevels } from "../jig/line-sequence.ts";
import { portFailure } from "../link/port-failure.ts";
import { type ModemLines, PortError, type SerialLink } from "../link/serial-link.ts";
import type { Relay } from "./relay.ts";
import { relayFailure } from "./relay-failure.ts";

const RELEASED: ModemLines = { rts: false, dtr: false };

/**
 * RTS and DTR of a nest's flash port as relays. They exist only while the port is open: a closed
 * port has both released, so releasing one then is done already, and asserting one is refused.
 */
export class FlashPortLines {
  #link: SerialLink | undefined;
  #lines: ModemLines = RELEASED;

  /** The port was opened, with both lines released. */
  attach(link: SerialLink): void {
    this.#link = link;
    this.#lines = RELEASED;
  }

  /** The port is about to be closed. */
  detach(): void {
    this.#link = undefined;
    this.#lines = RELEASED;
  }

  /** Whether one of these lines is asserted. */
  isAsserted(lines: readonly ModemLine[]): boolean {
    return lines.some((line) => this.#lines[line]);
  }

  /** Sets both lines as they should be. Rejects with `StepError` when the port has none. */
  async check(): Promise<void> {
    try {
      await this.#link?.setLines(this.#lines);
    } catch (error) {
      throw error instanceof PortError
        ? new StepError(portFailure(error), { cause: error })
        : error;
    }
  }

  /** One of the lines; active = asserted. */
  relay(line: ModemLine): Relay {
    const deactivate = (): Promise<void> => this.set({ [line]: false });
    return {
      activate: () => this.set({ [line]: true }),
      deactivate,
      // A port that is gone has taken the line with it.
      [Symbol.asyncDispose]: () => deactivate().catch(() => undefined),
    };
  }

  /** Changes lines together; others stay as they are. Rejects with `StepError`. */
  async set(levels: LineLevels): Promise<void> {
    if (this.#link === undefined) {
      if (!levels.rts && !levels.dtr) return;
      throw relayFailure(levels.rts ? "rts" : "dtr", "the port is not open");
    }
    this.#lines = { ...this.#lines, ...levels };
    await this.check();
  }
}
