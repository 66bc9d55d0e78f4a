import { StepError } from "../failure/step-error.ts";
import type { ModemLine } from "../jig/jig.ts";
import { portFailure } from "../link/port-failure.ts";
import { type ModemLines, PortError, type SerialLink } from "../link/serial-link.ts";
import type { Relay } from "./relay.ts";
import { relayFailure } from "./relay-failure.ts";

/**
 * RTS and DTR of a nest's flash port as relays. They exist only while the port is open: a closed
 * port has both released, so releasing one then is done already, and asserting one is refused.
 */
export class FlashPortLines {
  #link: SerialLink | undefined;
  #lines: ModemLines = { rts: false, dtr: false };

  /** The port was opened, with both lines released. */
  attach(link: SerialLink): void {
    this.#link = link;
    this.#lines = { rts: false, dtr: false };
  }

  /** The port is about to be closed. */
  detach(): void {
    this.#link = undefined;
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
    const deactivate = (): Promise<void> => this.#set(line, false);
    return {
      activate: () => this.#set(line, true),
      deactivate,
      // The lines go with the port.
      [Symbol.asyncDispose]: async () => undefined,
    };
  }

  async #set(line: ModemLine, asserted: boolean): Promise<void> {
    if (this.#link === undefined && asserted) throw relayFailure(line, "the port is not open");
    this.#lines = { ...this.#lines, [line]: asserted };
    await this.check();
  }
}
