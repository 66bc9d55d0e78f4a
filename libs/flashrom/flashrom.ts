import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bytesIn, type Range } from "../bytes/ranges.ts";
import type { Clock } from "../clock/clock.ts";
import { storing } from "../dump/storing.ts";
import { FlashromError } from "./flashrom-trouble.ts";
import { type FlashromTask, judgeRun } from "./judge-run.ts";
import { layoutOf, regionOf } from "./layout.ts";
import type { FlashromNews } from "./output-reader.ts";
import { excerptOf, type FoundPart, jedecIdIn, partsIn, versionIn } from "./read-text.ts";
import { type FlashromStart, runFlashrom } from "./run-flashrom.ts";
import { timeLimit } from "./time-limit.ts";

/** What flashrom is to work with. */
export interface FlashromSeat {
  /** Path of the program. */
  readonly program: string;
  /** As its option `-p` takes it: `linux_spi:dev=/dev/spidev0.0,spispeed=30`. */
  readonly programmer: string;
  /** Of the bus, for limits of time; null where it is not known. */
  readonly bitsPerSecond: number | null;
  readonly clock: Clock;
}

/** The flash that answered. */
export interface FoundFlash extends FoundPart {
  /** JEDEC id, 6 hex digits; null where flashrom did not tell. */
  readonly id: string | null;
}

/** What the record keeps of all runs, in characters. */
const LOG_MAX = 4096;
/** Where the whole flash goes when a piece is read: all but the piece is filler. */
const NOWHERE = "/dev/null";
/** A probe of every part it knows takes so many bytes at most. */
const PROBE_BYTES = 16 * 1024;

const takeRoom = async (file: string, bytes: number): Promise<void> => {
  await using handle = await open(file, "w");
  await handle.writeFile(new Uint8Array(bytes));
  await handle.sync();
};

/** Gives the file these contents, in the room that it has. */
const fillRoom = async (file: string, contents: Uint8Array): Promise<void> => {
  await using handle = await open(file, "r+");
  await handle.writeFile(contents);
  await handle.truncate(contents.length);
};

/**
 * The flash on one bus, through the real flashrom: a process for each task. Everything rejects with `FlashromError`,
 * with `StepError` (`backup-failed`) where its files find no room, and with the signal's reason when that is aborted;
 * the process is gone by then.
 */
export class Flashrom implements AsyncDisposable {
  readonly #seat: FlashromSeat;
  readonly #folder: string;
  #version = "unknown";
  #log = "";

  private constructor(seat: FlashromSeat, folder: string) {
    this.#seat = seat;
    this.#folder = folder;
  }

  /**
   * `folder`: is made for its files, for this user alone, and goes with it. Room for a flash of `bytes` is taken in it at
   * once: a disk that is full says so before the board is touched. Rejects with `StepError` (`backup-failed`).
   */
  static open(seat: FlashromSeat, folder: string, bytes: number): Promise<Flashrom> {
    return storing(folder, async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const flashrom = new Flashrom(seat, folder);
      try {
        for (const file of [flashrom.#piece, flashrom.#contents]) await takeRoom(file, bytes);
      } catch (error) {
        await flashrom[Symbol.asyncDispose]();
        throw error;
      }
      return flashrom;
    });
  }

  /** As it calls itself; `unknown` before its first run, and for Debian's 1.3.0. */
  get version(): string {
    return this.#version;
  }

  /** The end of what it said of probe, write and all that failed, printable. */
  get log(): string {
    return this.#log;
  }

  /** Which flash answers. Several definitions that fit are a failure: they may erase by other commands. */
  async probe(signal?: AbortSignal): Promise<FoundFlash> {
    const text = await this.#run("probe", { args: [], limitMs: this.#limit(PROBE_BYTES) }, signal);
    const [part] = partsIn(text);
    if (part === undefined) throw new FlashromError({ kind: "no-flash", id: jedecIdIn(text) });
    return { ...part, id: jedecIdIn(text) };
  }

  /** The bytes of a range. */
  async read(part: FoundPart, range: Range, signal?: AbortSignal): Promise<Uint8Array> {
    const layout = await this.#layout([range]);
    const piece = `${regionOf(range)}:${this.#piece}`;
    const args = ["-c", part.name, ...layout, "-i", piece, "-r", NOWHERE];
    const limitMs = this.#limit(range.end - range.start);
    await this.#run("read", { args, limitMs }, signal);
    const bytes = await readFile(this.#piece);
    if (bytes.length !== range.end - range.start) {
      throw new FlashromError({ kind: "read-failed", said: `it gave ${bytes.length} bytes` });
    }
    return Uint8Array.from(bytes);
  }

  /**
   * Makes the ranges, which are whole sectors, hold what `contents`, as long as the flash, has there, and has flashrom
   * read them again. Nothing else is erased or written. `onNews`: as it goes on.
   */
  async write(
    part: FoundPart,
    contents: Uint8Array,
    ranges: readonly Range[],
    onNews: (news: FlashromNews) => void,
  ): Promise<void> {
    const file = this.#contents;
    await storing(file, () => fillRoom(file, contents));
    const included = ranges.flatMap((range) => ["-i", regionOf(range)]);
    const layout = await this.#layout(ranges);
    // All are read, before the first is erased and after the last is written, without a word.
    const limitMs = this.#limit(bytesIn(ranges));
    const args = ["-c", part.name, ...layout, ...included, "--noverify-all", "-w", file];
    await this.#run("write", { args, limitMs, onNews });
    // Its room is free for what is read afterwards.
    await rm(file, { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What is left of it goes with the next repair at this place.
    await rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
  }

  get #piece(): string {
    return join(this.#folder, "piece.bin");
  }

  get #contents(): string {
    return join(this.#folder, "write.bin");
  }

  #limit(bytes: number): number {
    return timeLimit(this.#seat.bitsPerSecond, bytes);
  }

  async #layout(ranges: readonly Range[]): Promise<readonly string[]> {
    const file = join(this.#folder, "layout.txt");
    await storing(file, () => writeFile(file, layoutOf(ranges)));
    return ["-l", file];
  }

  async #run(
    task: FlashromTask,
    start: Pick<FlashromStart, "args" | "limitMs" | "onNews">,
    signal?: AbortSignal,
  ): Promise<string> {
    const { program, programmer, clock } = this.#seat;
    const args = ["-p", programmer, "-V", ...start.args];
    const end = await runFlashrom({ ...start, program, clock, args }, signal);
    this.#version = versionIn(end.text);
    const trouble = judgeRun(end, task);
    if (task !== "read" || trouble !== undefined) {
      this.#log = `${this.#log}${excerptOf(end.text, LOG_MAX)}\n`.slice(-LOG_MAX);
    }
    if (trouble !== undefined) throw new FlashromError(trouble);
    return end.text;
  }
}
