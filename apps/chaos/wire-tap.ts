import { type Reply, ReplyDecoder } from "../../libs/bk72xx/reply-decoder.ts";
import type { Clock } from "../../libs/clock/clock.ts";
import type { SerialLink } from "../../libs/link/serial-link.ts";
import { RequestParser } from "../../libs/simulator/request-parser.ts";
import { type RequestMeaning, readRequest } from "./read-request.ts";

/** A request as the station sent it, at ms of the board's clock. */
export interface SentRequest extends RequestMeaning {
  readonly at: number;
}

/** Takes lines of a trace. */
export type Trace = (text: string) => void;

/** Reads along on the flash port, on the station's side of whatever spoils the wire. */
export class WireTap {
  readonly #clock: Clock;
  readonly #trace: Trace;
  readonly #parser = new RequestParser("re-examine");
  readonly #requests: SentRequest[] = [];
  #bytesOut = 0;

  constructor(clock: Clock, trace: Trace) {
    this.#clock = clock;
    this.#trace = trace;
  }

  /** Erases, writes, CRCs and reads in the order they were sent. */
  get requests(): readonly SentRequest[] {
    return this.#requests;
  }

  /** Bytes the station sent. */
  get bytesOut(): number {
    return this.#bytesOut;
  }

  /** The link with the tap in it. */
  tap(link: SerialLink): SerialLink {
    const decoder = new ReplyDecoder();
    link.onBytes((chunk) => {
      for (const reply of decoder.push(chunk)) this.#trace(`<- ${describeReply(reply)}`);
    });
    return {
      path: link.path,
      get baudRate() {
        return link.baudRate;
      },
      write: (bytes) => {
        this.#take(bytes);
        return link.write(bytes);
      },
      onBytes: (listener) => link.onBytes(listener),
      onLost: (listener) => link.onLost(listener),
      setBaudRate: (baud) => {
        this.#trace(`-- host at ${baud} baud`);
        return link.setBaudRate(baud);
      },
      setLines: (lines) => link.setLines(lines),
      [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
    };
  }

  #take(bytes: Uint8Array): void {
    this.#bytesOut += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + this.#parser.expecting);
      at += part.length;
      const milestone = this.#parser.push(part);
      if (milestone?.kind !== "request") continue;
      const meaning = readRequest(milestone.request);
      this.#trace(`-> ${meaning.text}`);
      if (meaning.does !== "other") this.#requests.push({ ...meaning, at: this.#clock.now() });
    }
  }
}

const describeReply = (reply: Reply): string => {
  const status = reply.kind === "long" ? ` status ${reply.status}` : "";
  const payload = Buffer.from(reply.payload.subarray(0, 12)).toString("hex");
  return `${reply.kind} ${reply.op.toString(16)}${status} ${payload} (${reply.payload.length} bytes)`;
};
