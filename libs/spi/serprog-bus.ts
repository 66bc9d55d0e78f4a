import { connect, type Socket } from "node:net";
import type { Clock } from "../clock/clock.ts";
import { StepError } from "../failure/step-error.ts";
import type { SerprogPlace } from "./serprog-place.ts";
import type { SpiAnswer, SpiBus } from "./spi-bus.ts";

/** Commands and answers of flashrom's serprog protocol, version 1 (Documentation/serprog-protocol.txt). */
const ACK = 0x06;
const NAK = 0x15;
const QUERY_VERSION = 0x01;
const QUERY_COMMANDS = 0x02;
const SYNC = 0x10;
const SET_BUS = 0x12;
const SPI_OPERATION = 0x13;
const SET_CLOCK = 0x14;
const SET_PINS = 0x15;
const SPI_ONLY = 0x08;

/** Longest silence of a programmer that is there. */
const ANSWER_LIMIT_MS = 5000;

const u24 = (value: number): readonly number[] => [value & 0xff, (value >> 8) & 0xff, value >> 16];

/**
 * Opens the SPI bus behind a serprog programmer on TCP, ready for transfers. The bus is half duplex; it is
 * to be disposed of before flashrom uses the programmer. Rejects with `StepError` (`spi-failed`).
 */
export const openSerprogBus = async (place: SerprogPlace, clock: Clock): Promise<SpiBus> => {
  const bus = new SerprogBus(place, clock);
  try {
    await bus.begin(place.speedHz);
    return bus;
  } catch (error) {
    await bus[Symbol.asyncDispose]();
    throw error;
  }
};

/** One who waits for bytes. */
interface Waiter {
  readonly bytes: number;
  readonly take: (bytes: Uint8Array) => void;
  readonly fail: (error: StepError) => void;
}

class SerprogBus implements SpiBus {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  #heard: Uint8Array = new Uint8Array(0);
  #waiter: Waiter | undefined;
  #lost: StepError | undefined;

  constructor({ host, port }: SerprogPlace, clock: Clock) {
    this.#name = `serprog:ip=${host}:${port}`;
    this.#clock = clock;
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on("data", (piece) => this.#hear(piece));
    this.#socket.on("error", (error) => this.#lose(reasonOf(error), error));
    this.#closed = new Promise((resolve) =>
      this.#socket.on("close", () => {
        this.#lose("the programmer hung up");
        resolve();
      }),
    );
  }

  /** Makes sure of the other end, and that it drives the SPI bus, with that clock if it can. */
  async begin(speedHz: number | undefined): Promise<void> {
    const answer = await this.#ask([SYNC], 2);
    if (answer[0] !== NAK || answer[1] !== ACK) throw this.#failure("it speaks no serprog");
    const [low, high] = await this.#command([QUERY_VERSION], 2);
    if (low !== 1 || high !== 0) throw this.#failure(`it speaks version ${low} of serprog, not 1`);
    const map = await this.#command([QUERY_COMMANDS], 32);
    const knows = (code: number): boolean => (((map[code >> 3] ?? 0) >> (code & 7)) & 1) === 1;
    if (!knows(SPI_OPERATION)) throw this.#failure("it has no SPI bus");
    if (knows(SET_BUS)) await this.#command([SET_BUS, SPI_ONLY], 0);
    if (speedHz !== undefined && knows(SET_CLOCK)) {
      const hz = [0, 8, 16, 24].map((shift) => (speedHz >>> shift) & 0xff);
      await this.#command([SET_CLOCK, ...hz], 4);
    }
    if (knows(SET_PINS)) await this.#command([SET_PINS, 1], 0);
  }

  async transfer(out: Uint8Array, read: number): Promise<SpiAnswer> {
    const request = [SPI_OPERATION, ...u24(out.length), ...u24(read), ...out];
    return { meanwhile: undefined, after: await this.#command(request, read) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    await this.#closed;
  }

  async #command(request: readonly number[], bytes: number): Promise<Uint8Array> {
    const [status] = await this.#ask(request, 1);
    if (status !== ACK) throw this.#failure(`it refuses command 0x${request[0]?.toString(16)}`);
    return bytes === 0 ? new Uint8Array(0) : await this.#take(bytes);
  }

  #ask(request: readonly number[], bytes: number): Promise<Uint8Array> {
    this.#socket.write(Uint8Array.from(request));
    return this.#take(bytes);
  }

  #take(bytes: number): Promise<Uint8Array> {
    return new Promise<Uint8Array>((resolve, reject) => {
      const limit = this.#clock.after(ANSWER_LIMIT_MS, () =>
        this.#lose(`no answer within ${ANSWER_LIMIT_MS / 1000} s`),
      );
      const done = (): void => {
        limit[Symbol.dispose]();
        this.#waiter = undefined;
      };
      this.#waiter = {
        bytes,
        take: (taken) => {
          done();
          resolve(taken);
        },
        fail: (error) => {
          done();
          reject(error);
        },
      };
      this.#serve();
    });
  }

  #hear(piece: Uint8Array): void {
    this.#heard = Buffer.concat([this.#heard, piece]);
    this.#serve();
  }

  #serve(): void {
    const waiter = this.#waiter;
    if (waiter === undefined) return;
    if (this.#lost !== undefined) {
      waiter.fail(this.#lost);
    } else if (this.#heard.length >= waiter.bytes) {
      const taken = Uint8Array.from(this.#heard.subarray(0, waiter.bytes));
      this.#heard = this.#heard.subarray(waiter.bytes);
      waiter.take(taken);
    }
  }

  /** From now on everything fails so. */
  #lose(reason: string, cause?: unknown): void {
    this.#lost ??= this.#failure(reason, cause);
    this.#serve();
  }

  #failure(reason: string, cause?: unknown): StepError {
    return new StepError({ code: "spi-failed", bus: this.#name, reason }, { cause });
  }
}

const reasonOf = (error: NodeJS.ErrnoException): string =>
  error.code === "ECONNREFUSED" ? "nobody listens there" : (error.code ?? error.message);
