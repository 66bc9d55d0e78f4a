import { type PassBytes, passThrough } from "./byte-faults.ts";
import { CHATTER_BAUD, Chatter } from "./chatter.ts";
import type { Hardware } from "./chip-core.ts";
import { type Fault, findFault } from "./fault.ts";
import { colliding, type Disturb, losing } from "./line-faults.ts";
import type { Random } from "./random.ts";
import { RandomSpans } from "./random-spans.ts";

/** How long a loose contact stays open, in ms. */
const OPEN_MS = { least: 2, most: 50 } as const;

/** All that a board's faults do to UART1 between its chip and the host. */
export class UartTrouble {
  /** What happens to bytes by the time they pass at. */
  readonly disturb: Disturb;
  /** To the chip's RX pin; nothing comes out when it hears nothing. */
  readonly toChip: PassBytes;
  /** From the chip's TX pin. */
  readonly toHost: PassBytes;
  readonly #chatter: Chatter | undefined;

  constructor(faults: readonly Fault[], random: Random) {
    const has = (name: "deaf" | "mute" | "wrong-uart"): boolean =>
      findFault(faults, name) !== undefined;
    const pass = passThrough(faults, random);
    this.toChip = has("deaf") || has("wrong-uart") ? losingAll : pass;
    this.toHost = has("mute") ? losingAll : pass;
    const chatter = findFault(faults, "chatter");
    this.#chatter = chatter === undefined ? undefined : new Chatter(chatter.everyMs, random);
    this.disturb = disturbances(faults, this.#chatter, random);
  }

  /** When somebody else next talks on the lines, in ms of the board's clock. */
  get nextDue(): number {
    return this.#chatter?.nextDue ?? Number.POSITIVE_INFINITY;
  }

  /** The board has power from `at` on. */
  wake(at: number): void {
    this.#chatter?.wake(at);
  }

  /** Puts what was said by `now` onto both lines; where one was taken it has collided instead. */
  chatter({ receive, transmit }: Hardware, now: number): void {
    const chatter = this.#chatter;
    while (chatter !== undefined && chatter.nextDue <= now) {
      const { bytes, at } = chatter.speak();
      if (receive.lastArrival <= at) receive.push(bytes, CHATTER_BAUD, at);
      if (transmit.freeAt <= at) transmit.send(bytes, CHATTER_BAUD, at);
    }
  }
}

const losingAll: PassBytes = () => new Uint8Array(0);

const disturbances = (
  faults: readonly Fault[],
  chatter: Chatter | undefined,
  random: Random,
): Disturb => {
  const loose = findFault(faults, "loose");
  const openMs = () => OPEN_MS.least + random() * (OPEN_MS.most - OPEN_MS.least);
  const lose = loose && losing(new RandomSpans(loose.everyMs, openMs, random));
  const collide = chatter && colliding(chatter.spans, random);
  const each = [lose, collide].filter((disturb) => disturb !== undefined);
  return (piece) => each.reduce((pieces, disturb) => pieces.flatMap(disturb), [piece]);
};
