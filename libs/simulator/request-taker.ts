import type { ChipCore } from "./chip-core.ts";
import { EchoFirmware } from "./echo-firmware.ts";
import { type Fault, findFault } from "./fault.ts";
import type { DownloadMode, Personality } from "./personality.ts";
import { RequestFaults } from "./request-faults.ts";
import { type Request, RequestParser } from "./request-parser.ts";
import type { Strikes } from "./strikes.ts";

/** Reads requests out of what arrives and has them carried out, as far as the board's faults let it. */
export class RequestTaker {
  readonly #core: ChipCore;
  readonly #parser: RequestParser;
  readonly #faults: RequestFaults;
  readonly #mode: DownloadMode;
  #requests = 0;

  constructor(
    personality: Personality,
    core: ChipCore,
    faults: readonly Fault[],
    strikes: Strikes,
  ) {
    this.#core = core;
    this.#parser = new RequestParser(personality.afterMismatch);
    this.#faults = new RequestFaults(strikes);
    this.#mode = modeOf(personality, faults);
  }

  /** How many requests were understood so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Least further bytes until something can be done. */
  get untilRequest(): number {
    return this.#parser.untilRequest;
  }

  /** Bytes to push next. */
  get expecting(): number {
    return this.#parser.expecting;
  }

  /** Takes at most `expecting` bytes. */
  push(bytes: Uint8Array): void {
    const arrived = this.#parser.push(bytes);
    if (arrived === undefined) return;
    const milestone = this.#faults.redirect(arrived);
    if (milestone.kind === "page") this.#mode.acceptPage(milestone, this.#core);
    else this.#execute(milestone.request);
  }

  #execute(request: Request): void {
    this.#requests += 1;
    this.#core.refuse(this.#faults.refusal(request));
    if (this.#faults.hangs(request)) this.#core.stop();
    else this.#mode.execute(request, this.#core);
  }
}

const modeOf = ({ createDownloadMode }: Personality, faults: readonly Fault[]): DownloadMode =>
  findFault(faults, "echoes") !== undefined
    ? new EchoFirmware()
    : createDownloadMode({
        id: findFault(faults, "wrong-chip")?.id,
        key: findFault(faults, "efuse-key")?.words,
      });
