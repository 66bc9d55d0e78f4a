import { BOOT_REACHES, type BootEvent, type BootReach } from "../boot/boot-event.ts";
import { BootLogReader } from "../boot/boot-log-reader.ts";
import { isNoise } from "../boot/is-noise.ts";
import { readableText } from "../boot/readable-text.ts";
import type { ResetReason } from "../boot/reset-reason.ts";
import { latin1AsUtf8, utf8AsLatin1 } from "../bytes/text.ts";
import type { BoardFailure } from "../failure/failure.ts";
import { printable } from "../failure/printable.ts";
import type { BootExpectation } from "./run-order.ts";
import { TextHunt } from "./text-hunt.ts";

/** The first start is the one we asked for. */
const STARTS_OF_A_LOOP = 3;
/** A line shakes when a chip starts or loses its supply; more bytes than this were said by someone. */
const STRAY_BYTES_AT_MOST = 8;
const EXCERPT_CHARACTERS = 200;

/** A line that tells which firmware this is. */
const TELLS_VERSION = /\bversion\b\W*\S*\d|\bV:\s?\w+_\d|\bv\d+\.\d/i;
/** An expected text that is about the bootloader's name. */
const IS_ABOUT_BANNER = /^V:/;

/** What became of a boot: a ruling falls as soon as it is sure. */
export type BootRuling =
  | { readonly kind: "met" }
  | { readonly kind: "failed"; readonly failure: BoardFailure };

/**
 * Holds what a board says after its restart against the recipe; how the log is cut into pieces changes
 * nothing. All expected texts must come in one life of the chip, an unwanted one counts in any, and
 * after a crash of the application nothing it says makes up for it.
 */
export class BootJudge {
  readonly #expected: readonly string[];
  readonly #unwanted: readonly string[];
  readonly #hunt: TextHunt;
  readonly #reader = new BootLogReader();
  #missing: readonly string[];
  #ruling: BootRuling | undefined;
  #excerpt = "";
  /** The same since the present life jumped into the application. */
  #appExcerpt = "";
  #heardBytes = 0;
  #starts = 0;
  /** Whether the application was started in an earlier life than the present one. */
  #ranBefore = false;
  #hasCrashed = false;
  #furthest: BootReach = "nothing";
  #reset: ResetReason | undefined;
  #bootloader: string | undefined;
  #version: string | undefined;

  constructor({ expect, never }: BootExpectation) {
    this.#expected = expect.map(utf8AsLatin1);
    this.#unwanted = never.map(utf8AsLatin1);
    this.#hunt = new TextHunt([...this.#unwanted, ...this.#expected]);
    this.#missing = this.#expected;
  }

  /** Undefined as long as it can still go either way. */
  get ruling(): BootRuling | undefined {
    return this.#ruling;
  }

  /** Whether the board shows that it has restarted: a chip in download mode says nothing of its own. */
  get isRestarted(): boolean {
    return this.#starts > 0 || this.#missing.length < this.#expected.length;
  }

  /** Takes what was said next, one character per byte. */
  push(text: string): void {
    for (const part of text.split(/(?<=[\r\n])/)) {
      if (this.#ruling !== undefined) return;
      this.#heardBytes += part.length;
      this.#excerpt = (this.#excerpt + part).slice(-EXCERPT_CHARACTERS);
      this.#appExcerpt = (this.#appExcerpt + part).slice(-EXCERPT_CHARACTERS);
      for (const found of this.#hunt.push(part)) this.#take(found);
      for (const event of this.#reader.push(part)) this.#follow(event);
      this.#furthest = further(this.#furthest, this.#reader.reach);
    }
  }

  /** Why the boot has failed if nothing more is waited for. */
  atTimeLimit(withinMs: number): BoardFailure {
    if (this.#ranBefore) return this.#loop();
    const reached = this.#reached;
    switch (reached) {
      case "nothing":
        return { code: "boot-silent", withinMs };
      case "bootloader":
      case "jump":
        if (this.#bootloader === undefined) return { code: "boot-silent", withinMs, reached };
        return this.#missing.some((text) => IS_ABOUT_BANNER.test(text))
          ? this.#wrong({ reached, version: this.#bootloader })
          : { code: "boot-silent", withinMs, reached, bootloader: printable(this.#bootloader) };
      case "noise":
      case "app":
        return this.#wrong({ reached, version: this.#version });
    }
  }

  #take(found: string): void {
    if (this.#ruling !== undefined) return;
    if (this.#unwanted.includes(found)) {
      // In the middle of a first line nobody knows yet whose it is; words are no noise.
      const reach = this.#reader.finalReach;
      const reached = reach === "nothing" ? "app" : reach;
      this.#fail(this.#wrong({ unwanted: latin1AsUtf8(found), reached, version: this.#version }));
      return;
    }
    this.#missing = this.#missing.filter((text) => text !== found);
    if (this.#missing.length === 0 && !this.#hasCrashed) this.#ruling = { kind: "met" };
  }

  #follow(event: BootEvent): void {
    if (this.#ruling !== undefined) return;
    switch (event.kind) {
      case "start":
        this.#begin(event.text);
        break;
      case "banner":
        this.#bootloader = event.version;
        break;
      case "reset-reason":
        if (this.#starts < 2) break;
        this.#reset = event.reason;
        if (event.reason === "crash" && this.#ranBefore) this.#fail(this.#loop());
        break;
      case "crash":
        this.#hasCrashed = true;
        break;
      case "app-line":
        if (TELLS_VERSION.test(event.text)) this.#version ??= event.text;
        break;
      case "jump":
        this.#appExcerpt = "";
        break;
      case "app-start":
      case "noise":
    }
  }

  #begin(text: string): void {
    this.#starts += 1;
    if (this.#starts === 1) return;
    this.#ranBefore ||= this.#furthest === "jump" || this.#furthest === "app";
    this.#missing = this.#expected;
    this.#hunt.startOver();
    for (const found of this.#hunt.push(text)) this.#take(found);
    if (this.#hasCrashed) this.#reset = "crash";
    if (this.#hasCrashed || this.#starts === STARTS_OF_A_LOOP) this.#fail(this.#loop());
  }

  get #reached(): BootReach {
    const reach = this.#reader.finalReach;
    if (reach !== "nothing" || this.#heardBytes <= STRAY_BYTES_AT_MOST) return reach;
    return isNoise(this.#excerpt) ? "noise" : "app";
  }

  #fail(failure: BoardFailure): void {
    this.#ruling = { kind: "failed", failure };
  }

  #loop(): BoardFailure {
    const reset = this.#reset;
    return {
      code: "boot-loop",
      restarts: this.#starts - 1,
      ...(reset === undefined ? {} : { reset }),
      reached: this.#furthest,
    };
  }

  #wrong(what: {
    readonly reached: BootReach;
    readonly version: string | undefined;
    readonly unwanted?: string;
  }): BoardFailure {
    const { reached, version, unwanted } = what;
    return {
      code: "boot-wrong",
      expected: printable(this.#missing.map(latin1AsUtf8).join(" + ")),
      seen: excerptOf(this.#appExcerpt) || excerptOf(this.#excerpt),
      ...(version === undefined ? {} : { version: printable(readableText(version.trim())) }),
      ...(unwanted === undefined ? {} : { unwanted: printable(unwanted) }),
      reached,
    };
  }
}

/** On one line: ends of lines would be told as their codes. */
const excerptOf = (said: string): string =>
  printable(readableText(said.trim().replace(/[\r\n]+/g, " | ")));

const further = (one: BootReach, other: BootReach): BootReach =>
  BOOT_REACHES.indexOf(one) < BOOT_REACHES.indexOf(other) ? other : one;
