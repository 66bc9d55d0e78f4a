import { isBlank } from "../bytes/ranges.ts";
import { BLOCK_BYTES, findUnwrittenBlock } from "../firmware/code-block.ts";
import { tellAppStory } from "./app-story.ts";
import { adrLine, type ResetReason } from "./boot-log.ts";
import { ChipCore, type Ending, type Hardware } from "./chip-core.ts";
import { ChipEar } from "./chip-ear.ts";
import { ChipVoice, LOG_BAUD } from "./chip-voice.ts";
import { findFault } from "./fault.ts";
import { faultyBoot } from "./faulty-boot.ts";
import type { BootFacts, Personality } from "./personality.ts";
import { RequestTaker } from "./request-taker.ts";
import { RunningApp } from "./running-app.ts";
import { runsAt } from "./stored-code.ts";
import { Strikes } from "./strikes.ts";

/** Where a chip is between its start and its application. */
type Phase = "starting" | "window" | "linked" | "echoing" | "loader" | "app" | "stopped";

const NEVER = Number.POSITIVE_INFINITY;

/** From the link check that an application obeys to its reboot: time for its line on UART2. */
const ADR_REBOOT_MS = 10;

/**
 * One life of a chip, from its start to the next reset or loss of power. Everything it does has an
 * exact time; `advanceTo` does what is due, in order, however late it is called.
 */
export class RunningChip {
  readonly #hardware: Hardware;
  readonly #personality: Personality;
  readonly #boot: BootFacts;
  readonly #reason: ResetReason;
  readonly #core: ChipCore;
  readonly #strikes: Strikes;
  readonly #taker: RequestTaker;
  readonly #ear: ChipEar;
  readonly #voice: ChipVoice;
  #phase: Phase = "starting";
  /** When the present phase began. */
  #since: number;
  #app: RunningApp | undefined;

  constructor(hardware: Hardware, personality: Personality, at: number, reason: ResetReason) {
    this.#hardware = hardware;
    this.#personality = personality;
    this.#reason = reason;
    this.#since = at;
    this.#boot = faultyBoot(personality.boot, hardware.faults);
    this.#strikes = new Strikes(hardware.faults, hardware.spent);
    this.#core = new ChipCore(hardware, personality.actualBaud, at, this.#strikes);
    this.#taker = new RequestTaker(personality, this.#core, hardware.faults, this.#strikes);
    this.#ear = new ChipEar(hardware.receive, personality.ringBytes);
    this.#voice = new ChipVoice(hardware, this.#boot);
  }

  /** Set once this life is over, from `at` on. */
  get ending(): Ending | undefined {
    return this.#core.ending;
  }

  /** Grows with every request that was understood. */
  get requests(): number {
    return this.#taker.requests;
  }

  /** Until when the chip is at work on what it was asked. */
  get busyUntil(): number {
    return this.#core.at;
  }

  /** When something can next be seen from outside, if no more bytes are sent. */
  get nextDue(): number {
    if (this.ending !== undefined) return this.ending.at;
    return Math.min(this.#bootDue, this.#workDue(this.#bytesUntilSeen));
  }

  /** Does what is due by `now`; stops at the end of this life. */
  advanceTo(now: number): void {
    while (this.ending === undefined) {
      this.#ear.countLosses(now);
      const work = this.#workDue(this.#bytesUntilStep);
      const boot = this.#bootDue;
      if (Math.min(boot, work) > now) break;
      if (work <= boot) this.#work(work);
      else this.#bootStep(boot);
    }
    const isDeaf = this.#bytesUntilStep === NEVER && this.#phase !== "starting";
    if (isDeaf && this.ending === undefined) this.#ear.forget(now);
  }

  get #isListening(): boolean {
    return this.#phase === "window" || this.#phase === "linked" || this.#phase === "echoing";
  }

  get #bytesUntilSeen(): number {
    return this.#isListening ? this.#taker.untilRequest : (this.#app?.expecting ?? NEVER);
  }

  get #bytesUntilStep(): number {
    return this.#isListening ? this.#taker.expecting : (this.#app?.expecting ?? NEVER);
  }

  #workDue(bytes: number): number {
    return Math.max(this.#core.at, this.#ear.arrivalOf(bytes));
  }

  get #bootDue(): number {
    switch (this.#phase) {
      case "starting":
        return this.#since + this.#boot.listensAfterMs;
      case "window":
        return this.#ear.windowEnd(this.#boot, this.#since);
      case "linked": {
        const quietSince = Math.max(this.#ear.lastArrival, this.#core.at);
        return Math.min(this.#restartDue, quietSince + (this.#boot.linkedIdleMs ?? NEVER));
      }
      case "loader":
        return this.#since + this.#boot.loaderMs;
      case "app":
        // What it says of its crash it says to the end.
        return Math.max(this.#app?.restartsAt ?? NEVER, this.#hardware.log.freeAt);
      default:
        return NEVER;
    }
  }

  /** When somebody else restarts a linked chip. */
  get #restartDue(): number {
    const fault = findFault(this.#hardware.faults, "restarts-after");
    if (fault === undefined || this.#hardware.spent.has(fault)) return NEVER;
    return this.#since + fault.ms;
  }

  #work(at: number): void {
    this.#core.at = at;
    const bytes = this.#ear.take(this.#bytesUntilStep, this.#core.baud);
    if (this.#isListening) this.#serve(bytes, at);
    else if (this.#app?.obeys(bytes) === true) this.#obeyLinkCheck(at);
  }

  #serve(bytes: Uint8Array, at: number): void {
    this.#taker.push(bytes);
    if (this.#core.at > at) this.#ear.work(this.#core.at);
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
        this.#endLinked(at);
        break;
      case "app":
        this.#core.reset("crash");
        break;
      default:
        this.#jump(at);
    }
  }

  #endLinked(at: number): void {
    const fault = findFault(this.#hardware.faults, "restarts-after");
    const isRestarted = fault !== undefined && at >= this.#restartDue;
    if (isRestarted) this.#strikes.spend(fault);
    this.#core.reset(isRestarted ? "power-on" : "idle");
  }

  #listen(at: number): void {
    this.#ear.listen(at);
    const boot = this.#boot;
    if (findFault(this.#hardware.faults, "echoes") !== undefined) {
      this.#enter("echoing", at);
    } else if (boot.bannerComes === "after-window") {
      this.#enter("window", at);
    } else if (this.#isBootloaderWhole) {
      this.#voice.bootloader(boot.banner(this.#reason), at);
      this.#enter("window", Math.max(at, this.#hardware.log.freeAt));
    } else {
      this.#enter("stopped", at);
    }
  }

  #closeWindow(at: number): void {
    if (this.#ear.isHeld(this.#boot, at)) this.#core.reset("crash");
    else this.#enter("loader", at);
  }

  /** The bootloader in flash has the word: its last lines, then the application's first. */
  #jump(at: number): void {
    const { appStart, codeKey } = this.#personality;
    const flash = this.#hardware.flash.bytes;
    this.#enter("stopped", at);
    if (!this.#isBootloaderWhole) return;
    if (this.#boot.bannerComes === "after-window")
      this.#voice.bootloader(this.#boot.banner(this.#reason), at);
    this.#voice.bootloader(this.#boot.jump, at);
    if (!runsAt(flash, appStart, "app", codeKey)) return;
    // A bootloader waits until its last word is out.
    this.#startApp(Math.max(at, this.#voice.bootloaderSpokeUntil));
  }

  #startApp(at: number): void {
    const { flash, faults } = this.#hardware;
    const story = tellAppStory(flash.bytes, this.#personality, faults);
    for (const { afterMs, text } of story.lines) this.#voice.app(text, at + afterMs);
    this.#ear.forget(at);
    this.#core.setBaud(LOG_BAUD);
    this.#app = new RunningApp(story, at);
    this.#enter("app", at);
  }

  #obeyLinkCheck(at: number): void {
    this.#voice.app(adrLine(), at);
    this.#core.spend(ADR_REBOOT_MS);
    this.#core.reset("reboot-command");
  }

  get #isBootloaderWhole(): boolean {
    this.#hardware.flash.settle(NEVER);
    const { bytes } = this.#hardware.flash;
    const { appStart, codeKey } = this.#personality;
    if (!runsAt(bytes, 0, "bootloader", codeKey)) return false;
    // What lies in the area behind its code, on a board that has been in use, it never runs.
    const end = findUnwrittenBlock(bytes, 0, appStart) ?? appStart;
    return end === appStart || isBlank(bytes.subarray(end, end + BLOCK_BYTES));
  }
}
