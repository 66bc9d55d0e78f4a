import { readU32 } from "../bytes/little-endian.ts";
import { u32 } from "./reply-frame.ts";
import type { Milestone, Request } from "./request-parser.ts";
import type { Strikes } from "./strikes.ts";

/** Where an erase or write has its address within the payload, by operation code of a long request. */
const ADDRESS_AT: ReadonlyMap<number, number> = new Map([
  [0x06, 0],
  [0x07, 0],
  [0x0b, 0],
  [0x0f, 1],
]);

/** What a board's faults make of the requests that reach it. */
export class RequestFaults {
  readonly #strikes: Strikes;
  /** Address bits turned over in the write that is arriving; undefined while none is. */
  #mask: number | undefined;

  constructor(strikes: Strikes) {
    this.#strikes = strikes;
  }

  /** Whether the chip hangs on this request. Link checks are not counted. */
  hangs({ kind, op }: Request): boolean {
    if (kind === "short" && op === 0x00) return false;
    return this.#strikes.next("hangs-at") !== undefined;
  }

  /** The status that the chip answers in place of doing what is asked; undefined if it does it. */
  refusal({ kind, op }: Request): number | undefined {
    if (kind === "short") return undefined;
    return this.#strikes.next("status", (fault) => fault.op === op)?.code;
  }

  /** The milestone as the chip takes it: an erase or write may have gone astray. */
  redirect(milestone: Milestone): Milestone {
    if (milestone.kind === "page") {
      this.#mask ??= this.#drawMask();
      return { ...milestone, address: (milestone.address ^ this.#mask) >>> 0 };
    }
    const { kind, op, payload } = milestone.request;
    const at = kind === "long" ? ADDRESS_AT.get(op) : undefined;
    if (at === undefined || payload.length < at + 4) return milestone;
    const mask = this.#mask ?? this.#drawMask();
    this.#mask = undefined;
    if (mask === 0) return milestone;
    const astray = payload.slice();
    astray.set(u32((readU32(payload, at) ^ mask) >>> 0), at);
    return { kind: "request", request: { kind, op, payload: astray } };
  }

  #drawMask(): number {
    return this.#strikes.next("stray")?.mask ?? 0;
  }
}
