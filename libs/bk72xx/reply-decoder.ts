/**
 * One answer of a chip, unpacked from its frame. `op` of a short reply to link check is 01.
 * `payload` of a long reply follows its status byte.
 */
export type Reply =
  | { readonly kind: "short"; readonly op: number; readonly payload: Uint8Array }
  | {
      readonly kind: "long";
      readonly op: number;
      readonly status: number;
      readonly payload: Uint8Array;
    };

const HEADER = [0x04, 0x0e] as const;
const MARK = [0x01, 0xe0, 0xfc] as const;
const LONG = 0xff;
const LONG_MARK = 0xf4;
/** Longest long reply any chip sends: 4 KiB, address, status, op. Longer claims are noise. */
const LONGEST_BODY = 4096 + 6;

type Attempt =
  | { readonly kind: "frame"; readonly reply: Reply; readonly bytes: number }
  | { readonly kind: "more" }
  | { readonly kind: "bad" };

const NOTHING = new Uint8Array(0);
const MORE: Attempt = { kind: "more" };
const BAD: Attempt = { kind: "bad" };

/**
 * Bytes in, replies out; no stream, no timer. Noise of any kind is skipped: on a bad frame one byte
 * is dropped and the search goes on behind it, so a claim of a broken length never hides a good frame.
 */
export class ReplyDecoder {
  readonly #onNoise: ((bytes: Uint8Array) => void) | undefined;
  #pending = NOTHING;
  #skipped = 0;

  /** `onNoise` is handed, in order, all bytes that turn out to belong to no reply. */
  constructor(onNoise?: (bytes: Uint8Array) => void) {
    this.#onNoise = onNoise;
  }

  /** Bytes so far that belonged to no reply. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Bytes held because they may be the start of a reply. */
  get pending(): number {
    return this.#pending.length;
  }

  /** Feeds what the port delivered, in chunks of any size; returns the replies completed by it. */
  push(chunk: Uint8Array): Reply[] {
    const bytes = join(this.#pending, chunk);
    const replies: Reply[] = [];
    let at = 0;
    let noiseFrom = 0;
    while (at < bytes.length) {
      const attempt = readReply(bytes, at);
      if (attempt.kind === "more") break;
      if (attempt.kind === "frame") {
        if (at > noiseFrom) this.#skip(bytes.subarray(noiseFrom, at));
        replies.push(attempt.reply);
        at += attempt.bytes;
        noiseFrom = at;
      } else {
        at += 1;
      }
    }
    if (at > noiseFrom) this.#skip(bytes.subarray(noiseFrom, at));
    this.#pending = at < bytes.length ? bytes.slice(at) : NOTHING;
    return replies;
  }

  /** Forgets a half-received reply: after a time-out, what it waits for will not come. */
  reset(): void {
    if (this.#pending.length > 0) this.#skip(this.#pending);
    this.#pending = NOTHING;
  }

  #skip(noise: Uint8Array): void {
    this.#skipped += noise.length;
    this.#onNoise?.(noise);
  }
}

const join = (head: Uint8Array, tail: Uint8Array): Uint8Array => {
  if (head.length === 0) return tail;
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
};

/** "more" while all bytes so far fit the pattern, "bad" at the first that does not. */
const match = (
  bytes: Uint8Array,
  at: number,
  pattern: readonly number[],
): "yes" | "more" | "no" => {
  for (const [index, wanted] of pattern.entries()) {
    const byte = bytes[at + index];
    if (byte === undefined) return "more";
    if (byte !== wanted) return "no";
  }
  return "yes";
};

const readReply = (bytes: Uint8Array, at: number): Attempt => {
  const header = match(bytes, at, HEADER);
  if (header !== "yes") return header === "more" ? MORE : BAD;
  const length = bytes[at + 2];
  if (length === undefined) return MORE;
  const mark = match(bytes, at + 3, MARK);
  if (mark !== "yes") return mark === "more" ? MORE : BAD;
  return length === LONG ? readLong(bytes, at) : readShort(bytes, at, length);
};

const readShort = (bytes: Uint8Array, at: number, length: number): Attempt => {
  if (length < 4) return BAD;
  const end = at + 3 + length;
  if (end > bytes.length) return MORE;
  const op = bytes[at + 6] ?? 0;
  return {
    kind: "frame",
    reply: { kind: "short", op, payload: bytes.slice(at + 7, end) },
    bytes: end - at,
  };
};

const readLong = (bytes: Uint8Array, at: number): Attempt => {
  const mark = match(bytes, at + 6, [LONG_MARK]);
  if (mark !== "yes") return mark === "more" ? MORE : BAD;
  const low = bytes[at + 7];
  const high = bytes[at + 8];
  if (low === undefined || high === undefined) return MORE;
  const length = low | (high << 8);
  if (length < 2 || length > LONGEST_BODY) return BAD;
  const end = at + 9 + length;
  if (end > bytes.length) return MORE;
  const op = bytes[at + 9] ?? 0;
  const status = bytes[at + 10] ?? 0;
  return {
    kind: "frame",
    reply: { kind: "long", op, status, payload: bytes.slice(at + 11, end) },
    bytes: end - at,
  };
};
