/** How a programmer answers that it has done what was asked, or not. */
const ACK = 0x06;
const NAK = 0x15;

const SPI_ONLY = 0x08;

/** Asks for a sign that host and programmer understand each other. */
const SYNC = 0x10;

/** Commands that take nothing but their code, and what they answer. */
const ANSWERS: ReadonlyMap<number, readonly number[]> = new Map([
  [0x00, [ACK]],
  [0x01, [ACK, 0x01, 0x00]],
  [0x03, [ACK, ...Buffer.from("Flashline".padEnd(16, "\0"), "latin1")]],
  // TCP has a flow control of its own.
  [0x04, [ACK, 0xff, 0xff]],
  [0x05, [ACK, SPI_ONLY]],
  [0x08, [ACK, 0x00, 0x00, 0x00]],
  [SYNC, [NAK, ACK]],
  [0x11, [ACK, 0x00, 0x00, 0x00]],
]);

const QUERY_COMMANDS = 0x02;
const SET_BUS = 0x12;
const SPI_OPERATION = 0x13;
const SET_CLOCK = 0x14;
const SET_PINS = 0x15;

/** Bytes behind the code of the commands that take some. */
const PARAMETER_BYTES: ReadonlyMap<number, number> = new Map([
  [SET_BUS, 1],
  [SPI_OPERATION, 6],
  [SET_CLOCK, 4],
  [SET_PINS, 1],
]);

const commandMap = (): readonly number[] => {
  const map = new Uint8Array(32);
  for (const code of [...ANSWERS.keys(), QUERY_COMMANDS, ...PARAMETER_BYTES.keys()])
    map[code >> 3] = (map[code >> 3] ?? 0) | (1 << (code & 7));
  return [...map];
};

const u24 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);

/** Selects a chip, sends `out` and clocks `read` more bytes; what came after `out` is returned. */
export type SpiOperation = (out: Uint8Array, read: number) => Uint8Array;

/**
 * A programmer for SPI chips that speaks version 1 of flashrom's serprog protocol
 * (flashrom's Documentation/serprog-protocol.txt). Bytes in, answers out, whatever pieces they come in.
 */
export class SerprogProgrammer {
  readonly #operate: SpiOperation;
  #heard: Uint8Array = new Uint8Array(0);

  constructor(operate: SpiOperation) {
    this.#operate = operate;
  }

  /** What it answers to all that is whole by now. */
  push(piece: Uint8Array): Uint8Array {
    this.#heard = this.#heard.length === 0 ? piece : Buffer.concat([this.#heard, piece]);
    const answers: Uint8Array[] = [];
    for (;;) {
      const length = this.#nextLength;
      if (length === undefined || this.#heard.length < length) break;
      const command = this.#heard.subarray(0, length);
      this.#heard = this.#heard.subarray(length);
      if (!this.#isAskedAnew(command)) answers.push(this.#answer(command));
    }
    return answers.length === 1 ? (answers[0] ?? piece) : Buffer.concat(answers);
  }

  /** flashrom asks for a sign anew after half a second, and takes each late one for the next command's answer. */
  #isAskedAnew([code]: Uint8Array): boolean {
    return code === SYNC && this.#heard[0] === SYNC;
  }

  /** Of the command that has begun, once it is known. */
  get #nextLength(): number | undefined {
    const [code] = this.#heard;
    if (code === undefined) return undefined;
    const head = 1 + (PARAMETER_BYTES.get(code) ?? 0);
    if (code !== SPI_OPERATION) return head;
    return this.#heard.length < head ? undefined : head + u24(this.#heard, 1);
  }

  #answer(command: Uint8Array): Uint8Array {
    const [code = 0, first] = command;
    const plain = ANSWERS.get(code);
    if (plain !== undefined) return Uint8Array.from(plain);
    switch (code) {
      case QUERY_COMMANDS:
        return Uint8Array.of(ACK, ...commandMap());
      case SET_BUS:
        return Uint8Array.of(first === SPI_ONLY ? ACK : NAK);
      case SPI_OPERATION: {
        const read = this.#operate(command.subarray(7), u24(command, 4));
        const answer = new Uint8Array(1 + read.length);
        answer[0] = ACK;
        answer.set(read, 1);
        return answer;
      }
      case SET_CLOCK:
        return Uint8Array.of(ACK, ...command.subarray(1));
      case SET_PINS:
        return Uint8Array.of(ACK);
      default:
        return Uint8Array.of(NAK);
    }
  }
}
