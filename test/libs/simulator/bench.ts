import { readFileSync } from "node:fs";
import { toHex } from "../../../libs/bytes/hex.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { wrapBlocks } from "../../../libs/firmware/code-block.ts";
import { CODE_KEYS } from "../../../libs/firmware/code-key.ts";
import { storeRblHeader } from "../../../libs/firmware/rbl-header.ts";
import { scramble } from "../../../libs/firmware/scramble.ts";
import type { WireSpeed } from "../../../libs/simulator/receive-line.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { faultOf } from "../../support/fault-of.ts";

/** A vector group of the protocol's reference. */
export const readVectors = <Row>(name: string): readonly Row[] =>
  JSON.parse(readFileSync(`test/data/vectors/${name}.json`, "utf8"));

export const APP_START = 0x11000;

const vectors = Uint8Array.from([
  ...[0x0e, 0x00, 0x00, 0xea],
  ...Array.from({ length: 7 }, () => [0x14, 0xf0, 0x9f, 0xe5]).flat(),
]);

/** The least code that starts: vectors only, scrambled for its logical address and wrapped. */
export const bootableCode = (logical: number): Uint8Array =>
  wrapBlocks(scramble(vectors, logical, CODE_KEYS.default));

/** A flash with a bootloader and an application that start, FF elsewhere. */
export const bootableFlash = (version = "1.18.0"): Uint8Array => {
  const flash = new Uint8Array(0x200000).fill(0xff);
  flash.set(bootableCode(0));
  flash.set(bootableCode(0x10000), APP_START);
  const header = {
    packing: { encryption: 0, compression: 0 },
    ...{ builtAt: 0, name: "app", version },
    ...{ bodyCrc32: 0, bodyFnv1a: 0, rawBytes: 32, packageBytes: 32 },
  };
  flash.set(storeRblHeader(header), 0x129f0a);
  return flash;
};

/** The flash pattern that the reference's vectors were taken with. */
export const patternFlash = (): Uint8Array => {
  const flash = new Uint8Array(0x200000);
  for (let at = 0; at < flash.length; at += 1) flash[at] = (7 * at + 13 * (at >> 8)) & 0xff;
  return flash;
};

export interface BenchOptions {
  readonly flash?: Uint8Array;
  readonly faults?: readonly string[];
  readonly speed?: WireSpeed;
  readonly resets?: "from-outside" | "itself";
}

/** A board on a bench: bytes in, bytes out, time that jumps. */
export class Bench {
  readonly clock = new VirtualClock();
  readonly board: VirtualBoard;
  baud = 115_200;
  /** What the chip sent since the last `hear`, as it left, with when it was over. */
  readonly sent: { readonly bytes: Uint8Array; readonly baud: number; readonly at: number }[] = [];
  #log = "";

  constructor(chip: ChipName, options: BenchOptions = {}) {
    this.board = new VirtualBoard({
      chip,
      clock: this.clock,
      flash: options.flash ?? bootableFlash(),
      faults: options.faults?.map(faultOf),
      speed: options.speed,
      resets: options.resets,
    });
    this.board.onTransmit((bytes, baud) => {
      this.sent.push({ bytes, baud, at: this.clock.now() });
    });
    this.board.onLog((bytes) => {
      this.#log += Buffer.from(bytes).toString("latin1");
    });
  }

  /** All of UART2 so far. */
  get log(): string {
    return this.#log;
  }

  /** Hex of all that the chip sent since the last call. */
  hear(): string {
    return this.sent
      .splice(0)
      .map(({ bytes }) => toHex(bytes))
      .join("");
  }

  /** Sends hex or bytes and returns, after `waitMs`, all that was answered. */
  async exchange(request: string | Uint8Array, waitMs = 400): Promise<string> {
    this.hear();
    const bytes = typeof request === "string" ? Buffer.from(request, "hex") : request;
    this.board.receive(new Uint8Array(bytes), this.baud);
    await this.clock.sleep(waitMs);
    return this.hear();
  }

  /** Powers on and links. */
  async link(): Promise<void> {
    this.board.powerOn();
    await this.clock.sleep(30);
    const answer = await this.exchange("01e0fc0100", 20);
    if (answer !== "040e0501e0fc0100") throw new Error(`no link: ${answer}`);
  }
}

/** Frames that many tests send, in hex, and their answers. */
export const LINK = "01e0fc0100";
export const LINKED = "040e0501e0fc0100";
/** Erase of the 4 KiB at 0x12000. */
export const ERASE = "01e0fcfff406000f2000200100";
export const ERASED = "040eff01e0fcf407000f002000200100";
export const WRITTEN = "040eff01e0fcf40600070000200100";
/** Clears N's status register. */
const OPEN_N = "01e0fcfff404000d010000";

/** Writes 4 KiB, zeros unless told otherwise. */
export const write4k = (address: number, data = new Uint8Array(4096)): Uint8Array => {
  const head = Buffer.from("01e0fcfff405100700000000", "hex");
  head.writeUInt32LE(address, 8);
  return Buffer.concat([head, data]);
};

/** Asks for the CRC from `start` up to and with `end`. */
export const askCrc = (start: number, end: number): Uint8Array => {
  const request = Buffer.from("01e0fc09100000000000000000", "hex");
  request.writeUInt32LE(start, 5);
  request.writeUInt32LE(end, 9);
  return request;
};

/** The chip's own CRC from `start` up to and with `end`, in hex. */
export const readCrc = async (bench: Bench, start: number, end: number): Promise<string> => {
  const answer = Buffer.from(await bench.exchange(askCrc(start, end), 50), "hex");
  return answer.readUInt32LE(7).toString(16);
};

/** Asks for a rate, with the delay field as it is sent. */
export const askBaud = (baud: number, delay = 0): Uint8Array => {
  const request = Buffer.from([0x01, 0xe0, 0xfc, 0x06, 0x0f, 0, 0, 0, 0, delay]);
  request.writeUInt32LE(baud, 5);
  return request;
};

/** A board with faults, linked; N's flash is open, T's opens with the first erase. */
export const linkedBoard = async (
  chip: "bk7231n" | "bk7231t",
  ...faults: string[]
): Promise<Bench> => {
  const bench = new Bench(chip, { faults });
  await bench.link();
  if (chip === "bk7231n") await bench.exchange(OPEN_N);
  return bench;
};
