import type { Hardware } from "./chip-core.ts";
import { findFault } from "./fault.ts";
import type { BootFacts } from "./personality.ts";
import type { TransmitLine } from "./transmit-line.ts";

/** The rate of everything that is printed. */
export const LOG_BAUD = 115_200;

/** What a chip prints, unless a fault keeps it silent. */
export class ChipVoice {
  readonly #hardware: Hardware;
  readonly #bootloaderPrintsOn: BootFacts["printsOn"];

  constructor(hardware: Hardware, { printsOn }: BootFacts) {
    this.#hardware = hardware;
    this.#bootloaderPrintsOn = printsOn;
  }

  /** When the bootloader's last word is out. */
  get bootloaderSpokeUntil(): number {
    return this.#bootloaderLine.freeAt;
  }

  /** The bootloader's own words; not all of them go to the log port. */
  bootloader(text: Uint8Array, at: number): void {
    this.#send(this.#bootloaderLine, text, at);
  }

  /** The application's words. */
  app(text: Uint8Array, at: number): void {
    this.#send(this.#hardware.log, text, at);
  }

  get #bootloaderLine(): TransmitLine {
    const { log, transmit } = this.#hardware;
    return this.#bootloaderPrintsOn === "uart2" ? log : transmit;
  }

  #send(line: TransmitLine, text: Uint8Array, at: number): void {
    const { faults, log } = this.#hardware;
    const isMute = findFault(faults, "silent") !== undefined;
    const hasNoLog = line === log && findFault(faults, "no-boot-line") !== undefined;
    if (!isMute && !hasNoLog) line.send(text, LOG_BAUD, at);
  }
}
