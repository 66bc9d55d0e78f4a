/** One complete request, its payload without the operation code. */
export interface Request {
  readonly kind: "short" | "long";
  readonly op: number;
  readonly payload: Uint8Array;
}

/** A page of a write-4K request that is complete while the rest still arrives. */
export interface ArrivedPage {
  readonly kind: "page";
  readonly address: number;
  readonly data: Uint8Array;
}

/** What the parser has found. */
export type Milestone = ArrivedPage | { readonly kind: "request"; readonly request: Request };

/** What happens to a byte that breaks the preamble: T forgets it, newer ROM code looks at it again. */
export type AfterMismatch = "forget" | "re-examine";

/** Least further bytes until a request can be complete, by header state (uart-protocol.md section 2.2). */
const LEAST_BYTES = [5, 4, 3, 2, Number.NaN, 4, 3, 2] as const;

const SHORT_BODY = 4;
const LONG_BODY = 8;
const WRITE_4K = 0x07;
/** Operation code and address in front of the data. */
const WRITE_HEAD = 5;
const PAGE_BYTES = 256;

/**
 * The chip's request parser, state by state as uart-protocol.md section 2.2 has it: no time-out, no
 * checksum. States 0 to 3 are preamble and length, 4 a short body, 5 to 7 the long header, 8 a long body.
 */
export class RequestParser {
  readonly #afterMismatch: AfterMismatch;
  #state = 0;
  #length = 0;
  #body = new Uint8Array(0);
  #collected = 0;

  constructor(afterMismatch: AfterMismatch) {
    this.#afterMismatch = afterMismatch;
  }

  /** Least further bytes until a request can be complete. */
  get untilRequest(): number {
    return this.#inBody ? this.#length - this.#collected : (LEAST_BYTES[this.#state] ?? 1);
  }

  /** Bytes to push next: as many as surely reach no milestone before the last of them. */
  get expecting(): number {
    if (this.#state !== LONG_BODY) return this.untilRequest;
    const pages = Math.floor(Math.max(0, this.#collected - WRITE_HEAD) / PAGE_BYTES);
    const nextPage = WRITE_HEAD + (pages + 1) * PAGE_BYTES;
    return Math.min(this.untilRequest, nextPage - this.#collected);
  }

  /** Takes at most `expecting` bytes; a page that ends a request is reported by the request. */
  push(bytes: Uint8Array): Milestone | undefined {
    let at = 0;
    while (at < bytes.length && !this.#inBody) {
      this.#header(bytes[at] ?? 0);
      at += 1;
    }
    if (at === bytes.length) return undefined;
    const part = bytes.subarray(at);
    this.#body.set(part, this.#collected);
    this.#collected += part.length;
    if (this.#collected === this.#length) return { kind: "request", request: this.#finish() };
    return this.#page();
  }

  get #inBody(): boolean {
    return this.#state === SHORT_BODY || this.#state === LONG_BODY;
  }

  #header(byte: number): void {
    switch (this.#state) {
      case 0:
        this.#state = byte === 0x01 ? 1 : 0;
        return;
      case 1:
        this.#state = byte === 0xe0 ? 2 : this.#mismatch(byte);
        return;
      case 2:
        this.#state = byte === 0xfc ? 3 : this.#mismatch(byte);
        return;
      case 3:
        if (byte === 0xff) this.#state = 5;
        else this.#expectBody(SHORT_BODY, byte);
        return;
      case 5:
        this.#state = byte === 0xf4 ? 6 : this.#mismatch(byte);
        return;
      case 6:
        this.#length = byte;
        this.#state = 7;
        return;
      default:
        this.#expectBody(LONG_BODY, this.#length | (byte << 8));
    }
  }

  #mismatch(byte: number): number {
    return this.#afterMismatch === "re-examine" && byte === 0x01 ? 1 : 0;
  }

  #expectBody(state: number, length: number): void {
    this.#state = length === 0 ? 0 : state;
    this.#length = length;
    this.#body = new Uint8Array(length);
    this.#collected = 0;
  }

  #finish(): Request {
    const kind = this.#state === LONG_BODY ? "long" : "short";
    const [op = 0] = this.#body;
    this.#state = 0;
    return { kind, op, payload: this.#body.subarray(1) };
  }

  #page(): ArrivedPage | undefined {
    const data = this.#collected - WRITE_HEAD;
    const isPage = this.#state === LONG_BODY && this.#body[0] === WRITE_4K;
    if (!isPage || data <= 0 || data % PAGE_BYTES !== 0) return undefined;
    return pageOf(this.#body, data / PAGE_BYTES - 1);
  }
}

/** The `index`-th page of a write-4K body (operation code, address, data). */
const pageOf = (body: Uint8Array, index: number): ArrivedPage => {
  const address = new DataView(body.buffer, body.byteOffset).getUint32(1, true);
  const from = WRITE_HEAD + index * PAGE_BYTES;
  return {
    kind: "page",
    address: (address + index * PAGE_BYTES) >>> 0,
    data: body.subarray(from, from + PAGE_BYTES),
  };
};
