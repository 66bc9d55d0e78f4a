import { AdrMatcher } from "./adr-matcher.ts";
import { appLine, type ResetReason } from "./boot-log.ts";
import { ChipCore, type Ending, type Hardware } from "./chip-core.ts";
import { findFault } from "./fault.ts";
import type { DownloadMode, Personality } from "./personality.ts";
import { RequestParser } from "./request-parser.ts";
import { appVersion, runsAt } from "./stored-code.ts";

/** Where a chip is between its start and its application. */
type Phase = "starting" | "window" | "linked" | "loader" | "app" | "stopped";

const LOG_BAUD = 115_200;
const NEVER = Number.POSITIVE_INFINITY;

/** LibreTiny's builds end their version so, and listen for a link check while they run. */
const LIBRETINY_VERSION = /-bk7\w+$/;

/**
 * One life of a chip, from its start to the next reset or loss of power. Everything it does has an
 * exact time; `advanceTo` does what is due, in order, however late it is called.
 */
export class RunningChip {
  readonly #hardware: Hardware;
  readonly #personality: Personality;
  readonly #reason: ResetReason;
  readonly #core: ChipCore;
  readonly #mode: DownloadMode;
  readonly #parser: RequestParser;
  #phase: Phase = "starting";
  /** When the present phase began. */
  #since: number;
  #listeningSince = NEVER;
  /** Bytes taken from the wire since UART1 listens. */
  #taken = 0;
  /** Until when a deed kept the chip from listening; undefined once that was dealt with. */
  #busyUntil: number | undefined;
  #adr: AdrMatcher | undefined;

  constructor(hardware: Hardware, personality: Personality, at: number, reason: ResetReason) {
    this.#hardware = hardware;
    this.#personality = personality;
    this.#reason = reason;
    this.#since = at;
    this.#core = new ChipCore(hardware, personality.actualBaud, at);
    this.#mode = personality.createDownloadMode(findFault(hardware.faults, "wrong-chip")?.id);
    this.#parser = new RequestParser(personality.afterMismatch);
  }

  /** Set once this life is over, from `at` on. */
  get ending(): Ending | undefined {
    return this.#core.ending;
  }

  /** When something can next be seen from outside, if no more bytes are sent. */
  get nextDue(): number {
    if (this.ending !== undefined) return this.ending.at;
    return Math.min(this.#bootDue, this.#workDue(this.#bytesUntilSeen));
  }

  /** Does what is due by `now`; stops at the end of this life. */
  advanceTo(now: number): void {
    while (this.ending === undefined) {
      this.#countLosses(now);
      const work = this.#workDue(this.#bytesUntilStep);
      const boot = this.#bootDue;
      if (Math.min(boot, work) > now) return;
      if (work <= boot) this.#work(work);
      else this.#bootStep(boot);
    }
  }

  get #isListening(): boolean {
    return this.#phase === "window" || this.#phase === "linked";
  }

  get #bytesUntilSeen(): number {
    return this.#isListening ? this.#parser.untilRequest : (this.#adr?.expecting ?? NEVER);
  }

  get #bytesUntilStep(): number {
    return this.#isListening ? this.#parser.expecting : (this.#adr?.expecting ?? NEVER);
  }

  #workDue(bytes: number): number {
    return Math.max(this.#core.at, this.#hardware.receive.arrivalOf(bytes));
  }

  get #bootDue(): number {
    const { boot } = this.#personality;
    switch (this.#phase) {
      case "starting":
        return this.#since + boot.listensAfterMs;
      case "window":
        return this.#windowEnd;
      case "linked": {
        const quietSince = Math.max(this.#hardware.receive.lastArrival, this.#core.at);
        return quietSince + (boot.linkedIdleMs ?? NEVER);
      }
      case "loader":
        return this.#since + boot.loaderMs;
      default:
        return NEVER;
    }
  }

  /** With bytes in its ring T waits for more, up to its cap; a ring gone round looks empty. */
  get #windowEnd(): number {
    const { windowMs, junkHolds } = this.#personality.boot;
    if (junkHolds === undefined) return this.#since + windowMs;
    const cap = this.#listeningSince + junkHolds.capMs;
    const inRing = (this.#taken + this.#hardware.receive.queued) % junkHolds.ringBytes;
    if (inRing !== 0) return Math.max(cap, this.#since);
    return Math.min(cap, Math.max(this.#since, this.#hardware.receive.lastArrival) + windowMs);
  }

  /** What arrived while the chip was busy: T's ring goes round unnoticed, the ROM hears none of it. */
  #countLosses(now: number): void {
    if (this.#busyUntil === undefined || this.#busyUntil > now) return;
    const unread = this.#hardware.receive.arrivedBy(this.#busyUntil);
    const { ringBytes } = this.#personality;
    this.#drop(ringBytes === undefined ? unread : unread - (unread % ringBytes));
    this.#busyUntil = undefined;
  }

  #drop(count: number): void {
    this.#taken += count;
    this.#hardware.receive.drop(count);
  }

  #work(at: number): void {
    this.#core.at = at;
    const count = this.#bytesUntilStep;
    this.#taken += count;
    const bytes = this.#hardware.receive.take(count, this.#core.baud);
    if (this.#isListening) this.#serve(bytes, at);
    else if (this.#adr?.push(bytes) === true) this.#core.reset("reboot-command");
  }

  #serve(bytes: Uint8Array, at: number): void {
    const milestone = this.#parser.push(bytes);
    if (milestone?.kind === "page") this.#mode.acceptPage(milestone, this.#core);
    if (milestone?.kind === "request") this.#mode.execute(milestone.request, this.#core);
    if (this.#core.at > at) this.#busyUntil = this.#core.at;
    if (this.#core.state === "linked" && this.#phase === "window") this.#enter("linked");
    if (this.#core.state === "left") this.#enter("loader");
  }

  #enter(phase: Phase, at = this.#core.at): void {
    this.#phase = phase;
    this.#since = at;
  }

  #bootStep(at: number): void {
    this.#core.at = Math.max(this.#core.at, at);
    switch (this.#phase) {
      case "starting":
        this.#listen(at);
        break;
      case "window":
        this.#closeWindow(at);
        break;
      case "linked":
        this.#core.reset("idle");
        break;
      default:
        this.#jump(at);
    }
  }

  #listen(at: number): void {
    const { boot } = this.#personality;
    this.#hardware.receive.drop(this.#hardware.receive.arrivedBy(at));
    this.#listeningSince = at;
    if (boot.bannerComes === "after-window") {
      this.#enter("window", at);
    } else if (this.#isBootloaderWhole) {
      this.#say(boot.banner(this.#reason), at);
      this.#enter("window", Math.max(at, this.#hardware.log.freeAt));
    } else {
      this.#enter("stopped", at);
    }
  }

  #closeWindow(at: number): void {
    const { junkHolds } = this.#personality.boot;
    const received = this.#taken + this.#hardware.receive.arrivedBy(at);
    const isHeld = junkHolds !== undefined && received % junkHolds.ringBytes !== 0;
    if (isHeld) this.#core.reset("crash");
    else this.#enter("loader", at);
  }

  /** The bootloader in flash has the word: its last lines, then the application's first. */
  #jump(at: number): void {
    const { boot, appStart, codeKey, marking } = this.#personality;
    const flash = this.#hardware.flash.bytes;
    this.#enter("stopped", at);
    if (!this.#isBootloaderWhole) return;
    if (boot.bannerComes === "after-window") this.#say(boot.banner(this.#reason), at);
    this.#say(boot.jump, at);
    if (!runsAt(flash, appStart, "app", codeKey)) return;
    const version = appVersion(flash, appStart);
    this.#enter("app", at);
    this.#print(appLine(marking, version ?? "unknown"), at + boot.appMs);
    if (version !== undefined && LIBRETINY_VERSION.test(version)) this.#startAdr(at);
  }

  #startAdr(at: number): void {
    this.#hardware.receive.drop(this.#hardware.receive.arrivedBy(at));
    this.#core.setBaud(LOG_BAUD);
    this.#adr = new AdrMatcher();
  }

  get #isBootloaderWhole(): boolean {
    this.#hardware.flash.settle(NEVER);
    return runsAt(this.#hardware.flash.bytes, 0, "bootloader", this.#personality.codeKey);
  }

  /** The bootloader's own words; not all of them go to the log port. */
  #say(text: Uint8Array, at: number): void {
    if (this.#personality.boot.printsOn === "uart2") this.#print(text, at);
    else if (findFault(this.#hardware.faults, "silent") === undefined)
      this.#hardware.transmit.send(text, LOG_BAUD, at);
  }

  #print(text: Uint8Array, at: number): void {
    const { faults, log } = this.#hardware;
    const isMute = findFault(faults, "silent") ?? findFault(faults, "no-boot-line");
    if (isMute === undefined) log.send(text, LOG_BAUD, at);
  }
}
