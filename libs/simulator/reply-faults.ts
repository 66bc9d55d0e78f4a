import { type Fault, findFault } from "./fault.ts";
import { type Random, randomBytes } from "./random.ts";
import type { Strikes } from "./strikes.ts";

const SET_BAUD = 0x0f;

/** What a board's faults make of its answers. */
export class ReplyFaults {
  readonly #faults: readonly Fault[];
  readonly #random: Random;
  readonly #strikes: Strikes;

  constructor(faults: readonly Fault[], random: Random, strikes: Strikes) {
    this.#faults = faults;
    this.#random = random;
    this.#strikes = strikes;
  }

  /** The frame as it leaves the chip. Answers to link checks are not counted. */
  spoil(frame: Uint8Array, kind: "link-check" | "other"): Uint8Array {
    if (findFault(this.#faults, "silent") !== undefined) return new Uint8Array(0);
    const spoiled = kind === "other" ? this.#spoilCounted(frame) : frame;
    const noise = findFault(this.#faults, "noise");
    if (noise === undefined) return spoiled;
    return Uint8Array.from([...randomBytes(noise.bytes, this.#random), ...spoiled]);
  }

  /** The CRC as the chip tells it; only asked for ranges at or above the app's start. */
  crc(value: number): number {
    return this.#strikes.next("wrong-crc") === undefined ? value : (value ^ 0x5a5a5a5a) >>> 0;
  }

  #spoilCounted(frame: Uint8Array): Uint8Array {
    if (this.#strikes.next("drops-reply") !== undefined) return new Uint8Array(0);
    if (this.#strikes.next("truncates-reply") !== undefined)
      return frame.subarray(0, Math.ceil(frame.length / 2));
    return isBaudReply(frame) ? this.#spoilBaudReply(frame) : frame;
  }

  #spoilBaudReply(frame: Uint8Array): Uint8Array {
    if (this.#strikes.next("loses-baud-reply") !== undefined) return new Uint8Array(0);
    return this.#strikes.next("garbles-baud-reply") === undefined
      ? frame
      : randomBytes(frame.length, this.#random);
  }
}

/** Short answers have their operation code behind the mark. */
const isBaudReply = (frame: Uint8Array): boolean => frame[2] !== 0xff && frame[6] === SET_BAUD;
