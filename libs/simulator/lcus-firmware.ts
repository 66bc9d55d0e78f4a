import { asciiBytes } from "../bytes/text.ts";
import type { Clock } from "../clock/clock.ts";
import { byteMs } from "./wire.ts";

/** What an LCUS board's UART runs at. */
export const LCUS_BAUD = 9600;
const START = 0xa0;
const QUERY = 0xff;
const FRAME_BYTES = 4;

/** What is wrong with a simulated relay board. Channels count from 1. */
export type RelayBoardFault =
  /** It hears nothing. */
  | { readonly kind: "deaf" }
  /** It obeys and never answers, as boards without a query do. */
  | { readonly kind: "mute" }
  /** This relay does not move any more, and the board knows. */
  | { readonly kind: "stuck"; readonly channel: number }
  /** The board tells the opposite of this channel. */
  | { readonly kind: "lies"; readonly channel: number }
  /** Its answers come so much later. */
  | { readonly kind: "slow"; readonly answerMs: number };

/** What the microcontroller of an LCUS board is soldered to. */
export interface LcusHardware {
  readonly clock: Clock;
  /** 1 to 8. */
  readonly channels: number;
  /** A relay is told to move; also when it stands there already. */
  readonly drive: (channel: number, to: "on" | "off") => void;
  readonly isDrawn: (channel: number) => boolean;
  /** Bytes for the host. */
  readonly send: (bytes: Uint8Array) => void;
}

/**
 * The microcontroller of an LCUS relay board: takes frames A0, channel, 1 or 0, sum; answers FF by a
 * line for each channel. It drops a byte at a time of what makes no sense.
 */
export class LcusFirmware {
  fault: RelayBoardFault | undefined;
  readonly #hardware: LcusHardware;
  #heard: number[] = [];

  constructor(hardware: LcusHardware) {
    this.#hardware = hardware;
  }

  receive(bytes: Uint8Array): void {
    if (this.fault?.kind === "deaf") return;
    this.#heard.push(...bytes);
    while (this.#heard.length > 0) {
      const taken = this.#take();
      if (taken === 0) return;
      this.#heard.splice(0, taken);
    }
  }

  /** @returns how many bytes are done with; 0 when more must come. */
  #take(): number {
    const [first] = this.#heard;
    if (first === QUERY) this.#answer();
    if (first !== START) return 1;
    if (this.#heard.length < FRAME_BYTES) return 0;
    const [, channel = 0, value = 0, sum = 0] = this.#heard;
    const isGood = ((START + channel + value) & 0xff) === sum && value <= 1;
    if (!isGood || channel < 1 || channel > this.#hardware.channels) return 1;
    this.#switch(channel, value === 1 ? "on" : "off");
    return FRAME_BYTES;
  }

  #switch(channel: number, to: "on" | "off"): void {
    if (this.fault?.kind === "stuck" && this.fault.channel === channel) return;
    this.#hardware.drive(channel, to);
  }

  #answer(): void {
    const { clock, channels, isDrawn, send } = this.#hardware;
    const { fault } = this;
    if (fault?.kind === "mute") return;
    let at = fault?.kind === "slow" ? fault.answerMs : 0;
    for (let channel = 1; channel <= channels; channel += 1) {
      const isLie = fault?.kind === "lies" && fault.channel === channel;
      const line = `CH${channel}: ${isDrawn(channel) !== isLie ? "ON" : "OFF"}\r\n`;
      at += line.length * byteMs(LCUS_BAUD);
      clock.after(at, () => send(asciiBytes(line)));
    }
  }
}
