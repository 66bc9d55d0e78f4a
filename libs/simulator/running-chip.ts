import { AdrMatcher } from "./adr-matcher.ts";
import { type AppStory, tellAppStory } from "./app-story.ts";
import { adrLine, type ResetReason } from "./boot-log.ts";
import { ChipCore, type Ending, type Hardware } from "./chip-core.ts";
import { EchoFirmware } from "./echo-firmware.ts";
import { type FaultName, findFault } from "./fault.ts";
import { faultyBoot } from "./faulty-boot.ts";
import type { BootFacts, DownloadMode, Personality } from "./personality.ts";
import { RequestFaults } from "./request-faults.ts";
import { type Request, RequestParser } from "./request-parser.ts";
import { runsAt } from "./stored-code.ts";
import { Strikes } from "./strikes.ts";

/** Where a chip is between its start and its application. */
type Phase = "starting" | "window" | "linked" | "echoing" | "loader" | "app" | "stopped";

const LOG_BAUD = 115_200;
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
  readonly #mode: DownloadMode;
  readonly #strikes: Strikes;
  readonly #faults: RequestFaults;
  readonly #parser: RequestParser;
  #phase: Phase = "starting";
  /** When the present phase began. */
  #since: number;
  #listeningSince = NEVER;
  /** Bytes taken from the wire since UART1 listens. */
  #taken = 0;
  /** Until when a deed kept the chip from listening; undefined once that was dealt with. */
  #busyUntil: number | undefined;
  /** Requests carried out, or refused. */
  #requests = 0;
  #story: AppStory | undefined;
  #adr: AdrMatcher | undefined;

  constructor(hardware: Hardware, personality: Personality, at: number, reason: ResetReason) {
    this.#hardware = hardware;
    this.#personality = personality;
    this.#reason = reason;
    this.#since = at;
    this.#boot = faultyBoot(personality.boot, hardware.faults);
    this.#strikes = new Strikes(hardware.faults, hardware.spent);
    this.#core = new ChipCore(hardware, personality.actualBaud, at, this.#strikes);
    this.#faults = new RequestFaults(this.#strikes);
    this.#mode = this.#has("echoes")
      ? new EchoFirmware()
      : personality.createDownloadMode({
          id: findFault(hardware.faults, "wrong-chip")?.id,
          key: findFault(hardware.faults, "efuse-key")?.words,
        });
    this.#parser = new RequestParser(personality.afterMismatch);
  }

  /** Set once this life is over, from `at` on. */
  get ending(): Ending | undefined {
    return this.#core.ending;
  }

  /** Grows with every request that was understood. */
  get requests(): number {
    return this.#requests;
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
      this.#countLosses(now);
      const work = this.#workDue(this.#bytesUntilStep);
      const boot = this.#bootDue;
      if (Math.min(boot, work) > now) return;
      if (work <= boot) this.#work(work);
      else this.#bootStep(boot);
    }
  }

  get #isListening(): boolean {
    return this.#phase === "window" || this.#phase === "linked" || this.#phase === "echoing";
  }

  #has(fault: FaultName): boolean {
    return findFault(this.#hardware.faults, fault) !== undefined;
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
    switch (this.#phase) {
      case "starting":
        return this.#since + this.#boot.listensAfterMs;
      case "window":
        return this.#windowEnd;
      case "linked": {
        const quietSince = Math.max(this.#hardware.receive.lastArrival, this.#core.at);
        return Math.min(this.#restartDue, quietSince + (this.#boot.linkedIdleMs ?? NEVER));
      }
      case "loader":
        return this.#since + this.#boot.loaderMs;
      case "app":
        // What it says of its crash it says to the end.
        return Math.max(
          this.#since + (this.#story?.restartsAfterMs ?? NEVER),
          this.#hardware.log.freeAt,
        );
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

  /** With bytes in its ring T waits for more, up to its cap; a ring gone round looks empty. */
  get #windowEnd(): number {
    const { windowMs, junkHolds } = this.#boot;
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
    else if (this.#adr?.push(bytes) === true) this.#obeyLinkCheck(at);
  }

  #serve(bytes: Uint8Array, at: number): void {
    const arrived = this.#parser.push(bytes);
    const milestone = arrived === undefined ? undefined : this.#faults.redirect(arrived);
    if (milestone?.kind === "page") this.#mode.acceptPage(milestone, this.#core);
    if (milestone?.kind === "request") this.#execute(milestone.request);
    if (this.#core.at > at) this.#busyUntil = this.#core.at;
    if (this.#core.state === "linked" && this.#phase === "window") this.#enter("linked");
    if (this.#core.state === "left") this.#enter("loader");
  }

  #execute(request: Request): void {
    this.#requests += 1;
    this.#core.refuse(this.#faults.refusal(request));
    if (this.#faults.hangs(request)) this.#core.stop();
    else this.#mode.execute(request, this.#core);
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
    this.#hardware.receive.drop(this.#hardware.receive.arrivedBy(at));
    this.#listeningSince = at;
    const boot = this.#boot;
    if (this.#has("echoes")) {
      this.#enter("echoing", at);
    } else if (boot.bannerComes === "after-window") {
      this.#enter("window", at);
    } else if (this.#isBootloaderWhole) {
      this.#say(boot.banner(this.#reason), at);
      this.#enter("window", Math.max(at, this.#hardware.log.freeAt));
    } else {
      this.#enter("stopped", at);
    }
  }

  #closeWindow(at: number): void {
    const { junkHolds } = this.#boot;
    const received = this.#taken + this.#hardware.receive.arrivedBy(at);
    const isHeld = junkHolds !== undefined && received % junkHolds.ringBytes !== 0;
    if (isHeld) this.#core.reset("crash");
    else this.#enter("loader", at);
  }

  /** The bootloader in flash has the word: its last lines, then the application's first. */
  #jump(at: number): void {
    const { appStart, codeKey } = this.#personality;
    const flash = this.#hardware.flash.bytes;
    this.#enter("stopped", at);
    if (!this.#isBootloaderWhole) return;
    if (this.#boot.bannerComes === "after-window") this.#say(this.#boot.banner(this.#reason), at);
    this.#say(this.#boot.jump, at);
    if (!runsAt(flash, appStart, "app", codeKey)) return;
    // A bootloader waits until its last word is out.
    const { log, transmit } = this.#hardware;
    const jumpsAt = Math.max(at, (this.#boot.printsOn === "uart2" ? log : transmit).freeAt);
    this.#enter("app", jumpsAt);
    this.#story = tellAppStory(flash, this.#personality, this.#hardware.faults);
    for (const { afterMs, text } of this.#story.lines) this.#print(text, jumpsAt + afterMs);
    if (this.#story.hears === "link-checks") this.#startAdr(jumpsAt);
  }

  #startAdr(at: number): void {
    this.#hardware.receive.drop(this.#hardware.receive.arrivedBy(at));
    this.#core.setBaud(LOG_BAUD);
    this.#adr = new AdrMatcher();
  }

  #obeyLinkCheck(at: number): void {
    this.#print(adrLine(), at);
    this.#core.spend(ADR_REBOOT_MS);
    this.#core.reset("reboot-command");
  }

  get #isBootloaderWhole(): boolean {
    this.#hardware.flash.settle(NEVER);
    return runsAt(this.#hardware.flash.bytes, 0, "bootloader", this.#personality.codeKey);
  }

  /** The bootloader's own words; not all of them go to the log port. */
  #say(text: Uint8Array, at: number): void {
    if (this.#boot.printsOn === "uart2") this.#print(text, at);
    else if (!this.#has("silent")) this.#hardware.transmit.send(text, LOG_BAUD, at);
  }

  #print(text: Uint8Array, at: number): void {
    if (this.#has("silent") || this.#has("no-boot-line")) return;
    this.#hardware.log.send(text, LOG_BAUD, at);
  }
}
