import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Range } from "../bytes/ranges.ts";
import type { Clock } from "../clock/clock.ts";
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
/** A probe of every part it knows takes so many bytes at most. */
const PROBE_BYTES = 16 * 1024;

/**
 * The flash on one bus, through the real flashrom: a process for each task. Everything rejects with `FlashromError`, and
 * with the signal's reason when that is aborted; the process is gone by then.
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

  /** `parent`: where it may make a folder for its files, which goes with it. */
  static async open(seat: FlashromSeat, parent: string): Promise<Flashrom> {
    return new Flashrom(seat, await mkdtemp(join(parent, "flashrom-")));
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
    const piece = join(this.#folder, "piece.bin");
    const whole = join(this.#folder, "read.bin");
    await rm(piece, { force: true });
    const layout = await this.#layout([range]);
    const args = ["-c", part.name, ...layout, "-i", `${regionOf(range)}:${piece}`, "-r", whole];
    const limitMs = this.#limit(range.end - range.start);
    await this.#run("read", { args, limitMs }, signal);
    const bytes = await readFile(piece);
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
    const file = join(this.#folder, "write.bin");
    await writeFile(file, contents);
    const included = ranges.flatMap((range) => ["-i", regionOf(range)]);
    const layout = await this.#layout(ranges);
    const bytes = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    // All are read, before the first is erased and after the last is written, without a word.
    const limitMs = this.#limit(bytes);
    const args = ["-c", part.name, ...layout, ...included, "--noverify-all", "-w", file];
    await this.#run("write", { args, limitMs, onNews });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A folder left in the temporary one harms nobody.
    await rm(this.#folder, { recursive: true, force: true }).catch(() => undefined);
  }

  #limit(bytes: number): number {
    return timeLimit(this.#seat.bitsPerSecond, bytes);
  }

  async #layout(ranges: readonly Range[]): Promise<readonly string[]> {
    const file = join(this.#folder, "layout.txt");
    await writeFile(file, layoutOf(ranges));
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
