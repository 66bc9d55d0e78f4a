import { type Fault, findFault } from "./fault.ts";
import { type Random, randomBytes } from "./random.ts";

/** What a board's faults make of its answers, counted since the chip's last start. */
export class ReplyFaults {
  readonly #faults: readonly Fault[];
  readonly #random: Random;
  #replies = 0;
  #crcs = 0;

  constructor(faults: readonly Fault[], random: Random) {
    this.#faults = faults;
    this.#random = random;
  }

  /** The frame as it leaves the chip. Answers to link checks are not counted. */
  spoil(frame: Uint8Array, kind: "link-check" | "other"): Uint8Array {
    if (findFault(this.#faults, "silent") !== undefined) return new Uint8Array(0);
    const spoiled = kind === "other" ? this.#spoilNth(frame) : frame;
    const noise = findFault(this.#faults, "noise");
    if (noise === undefined) return spoiled;
    return Uint8Array.from([...randomBytes(noise.bytes, this.#random), ...spoiled]);
  }

  /** The CRC as the chip tells it; only asked for ranges at or above the app's start. */
  crc(value: number): number {
    this.#crcs += 1;
    const lie = findFault(this.#faults, "wrong-crc");
    const lies = lie !== undefined && (lie.nth === "every" || lie.nth === this.#crcs);
    return lies ? (value ^ 0x5a5a5a5a) >>> 0 : value;
  }

  #spoilNth(frame: Uint8Array): Uint8Array {
    this.#replies += 1;
    if (findFault(this.#faults, "drops-reply")?.nth === this.#replies) return new Uint8Array(0);
    const isCut = findFault(this.#faults, "truncates-reply")?.nth === this.#replies;
    return isCut ? frame.subarray(0, Math.ceil(frame.length / 2)) : frame;
  }
}
