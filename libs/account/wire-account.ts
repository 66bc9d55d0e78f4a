import type { Reply } from "../bk72xx/reply-decoder.ts";
import { toHex } from "../bytes/hex.ts";
import type { WireEars } from "../flasher/wire-ears.ts";
import { EndsList } from "./ends-list.ts";
import { ExchangeBook } from "./exchange-book.ts";
import { tellReply, tellRequest } from "./told-frame.ts";

/** Frames of the wire's last part that are kept; the same one many times counts as one. */
const FRAMES = 160;
const NOISE_BYTES = 32;

/** One frame, or several of the same: `->` sent, `<-` received, `~` bytes of no frame, `=` the host's rate. */
export interface ToldFrame {
  /** Of the first and of the last of them, since the run began. */
  readonly ms: number;
  lastMs: number;
  readonly way: "->" | "<-" | "~" | "=";
  readonly what: string;
  /** Hex; what is content of a flash or a key is not shown. */
  bytes: string;
  /** Bytes not shown. */
  hidden: number;
  n: number;
}

/** Reads along on one run's wire: the last of its frames, and how all of its requests went. */
export class WireAccount implements WireEars {
  readonly book = new ExchangeBook();
  readonly frames = new EndsList<ToldFrame>(0, FRAMES);
  readonly #now: () => number;
  /** What is on the wire may be content of the flash, also in pieces: until an answer to something else comes. */
  #mayBeContent = false;
  #asked: "content" | "nothing secret" = "nothing secret";

  /** `now`: ms since the run began. */
  constructor(now: () => number) {
    this.#now = now;
  }

  sent(frame: Uint8Array): void {
    const request = tellRequest(frame);
    const at = this.#now();
    this.book.asked(request, at);
    this.#asked = request.carries;
    if (request.carries === "content") this.#mayBeContent = true;
    this.#keep("->", `${request.name} ${request.place}`.trimEnd(), request, at);
  }

  received(reply: Reply): void {
    const told = tellReply(reply);
    const at = this.#now();
    this.book.answered(reply, told, at);
    if (this.#asked === "nothing secret") this.#mayBeContent = false;
    this.#keep("<-", told.what, told, at);
  }

  noise(bytes: Uint8Array): void {
    const at = this.#now();
    const shown = this.#mayBeContent ? new Uint8Array(0) : bytes.subarray(0, NOISE_BYTES);
    const told = { bytes: toHex(shown), hidden: bytes.length - shown.length };
    const before = this.frames.newest;
    if (before?.way !== "~") {
      this.#keep("~", "", told, at);
      return;
    }
    const room = NOISE_BYTES * 2 - before.bytes.length;
    before.hidden += told.hidden + Math.max(0, told.bytes.length - room) / 2;
    before.bytes += told.bytes.slice(0, room);
    before.lastMs = Math.round(at);
  }

  rate(baud: number, answer: "taken" | "refused"): void {
    const what = `host ${answer === "taken" ? "at" : "cannot do"} ${baud} baud`;
    this.#keep("=", what, { bytes: "", hidden: 0 }, this.#now());
  }

  #keep(
    way: ToldFrame["way"],
    what: string,
    { bytes, hidden }: { readonly bytes: string; readonly hidden: number },
    at: number,
  ): void {
    const ms = Math.round(at);
    const before = this.frames.newest;
    if (before?.way === way && before.what === what && before.bytes === bytes) {
      before.n += 1;
      before.lastMs = ms;
      return;
    }
    this.frames.push({ ms, lastMs: ms, way, what, bytes, hidden, n: 1 });
  }
}
