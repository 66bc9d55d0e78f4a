import type { Clock } from "../clock/clock.ts";
import { LCUS_BAUD, LcusFirmware, type RelayBoardFault } from "./lcus-firmware.ts";
import { PtyPort } from "./pty-port.ts";
import { seededRandom } from "./random.ts";
import { hear } from "./wire.ts";

/** How to make a simulated relay board. */
export interface VirtualRelayBoardOptions {
  readonly clock: Clock;
  /** 1 to 8; 8 if absent. */
  readonly channels?: number;
  /** What the relays switch: told of each movement. */
  readonly onMove?: (channel: number, to: "on" | "off") => void;
}

/**
 * An LCUS relay board on a pseudo-terminal, for `power: { kind: serial-relay, model: lcus }`. Its relays
 * keep their state whoever opens and closes the port; disposed, it is unplugged and all fall off.
 */
export class VirtualRelayBoard implements Disposable {
  readonly #port: PtyPort;
  readonly #firmware: LcusFirmware;
  readonly #onMove: (channel: number, to: "on" | "off") => void;
  readonly #drawn = new Set<number>();

  private constructor(port: PtyPort, { clock, channels = 8, onMove }: VirtualRelayBoardOptions) {
    const random = seededRandom(1);
    this.#port = port;
    this.#onMove = onMove ?? (() => undefined);
    this.#firmware = new LcusFirmware({
      clock,
      channels,
      drive: (channel, to) => this.#drive(channel, to),
      isDrawn: (channel) => this.isOn(channel),
      send: (bytes) => port.write(bytes, LCUS_BAUD),
    });
    port.onBytes((bytes, baud) => this.#firmware.receive(hear(bytes, baud, LCUS_BAUD, random)));
  }

  /** Plugs a board in, all relays off. */
  static async open(options: VirtualRelayBoardOptions): Promise<VirtualRelayBoard> {
    return new VirtualRelayBoard(await PtyPort.open(options.clock), options);
  }

  /** What a jig file names as `port`. */
  get path(): string {
    return this.#port.path;
  }

  /** What is wrong with it from now on. */
  set fault(fault: RelayBoardFault | undefined) {
    this.#firmware.fault = fault;
  }

  /** Whether a relay is drawn. */
  isOn(channel: number): boolean {
    return this.#drawn.has(channel);
  }

  [Symbol.dispose](): void {
    for (const channel of [...this.#drawn]) this.#drive(channel, "off");
    this.#port[Symbol.dispose]();
  }

  #drive(channel: number, to: "on" | "off"): void {
    if (this.#drawn.has(channel) === (to === "on")) return;
    if (to === "on") this.#drawn.add(channel);
    else this.#drawn.delete(channel);
    this.#onMove(channel, to);
  }
}
