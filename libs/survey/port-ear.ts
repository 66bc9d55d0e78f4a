import { ReplyDecoder } from "../bk72xx/reply-decoder.ts";
import type { BootEvent } from "../boot/boot-event.ts";
import { BootLogReader } from "../boot/boot-log-reader.ts";
import type { Clock } from "../clock/clock.ts";
import type { Failure } from "../failure/failure.ts";
import { isLinkReply } from "../flasher/link-check.ts";
import { OwnEcho } from "../flasher/own-echo.ts";
import { portFailure } from "../link/port-failure.ts";
import type { ByteSource, SerialLink } from "../link/serial-link.ts";
import type { Hearing, Span } from "./survey.ts";
import type { SurveyPort } from "./survey-parts.ts";

/** Listens to one port and tells answers, logs, echoes and noise apart. */
export class PortEar implements Disposable {
  readonly port: string;
  readonly #clock: Clock;
  readonly #listening = new DisposableStack();
  #watch: Watch;
  #failure: Failure | undefined;

  constructor({ id, link }: SurveyPort, clock: Clock) {
    this.port = id;
    this.#clock = clock;
    this.#watch = new Watch(clock);
    this.#listening.use(link.onBytes((chunk) => this.#watch.take(chunk)));
    this.#listening.use(this.#onLost(link));
  }

  /** Why the port is lost, once it is. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** When the last answer came, by the clock; never is minus infinity. */
  get lastAnswerAt(): number {
    return this.#watch.lastAnswerAt;
  }

  /** When the last answer or text came, by the clock; never is minus infinity. */
  get lastHeardAt(): number {
    return this.#watch.lastHeardAt;
  }

  /** Forgets what was heard: times count from now. */
  begin(): void {
    this.#watch[Symbol.dispose]();
    this.#watch = new Watch(this.#clock);
  }

  /** What was heard since; undefined for nothing. */
  heard(): Hearing | undefined {
    const { answered, logged, echo, noise } = this.#watch;
    const isSilent = answered === undefined && logged === undefined && noise === 0;
    return isSilent ? undefined : { port: this.port, answered, logged, echo, noise };
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
    this.#listening.dispose();
  }

  #onLost(link: SerialLink): Disposable {
    return link.onLost((error) => {
      this.#failure ??= portFailure(error);
    });
  }
}

/** Shorter lines also come of a line that floats. */
const SHORTEST_LINE = 4;

const isText = (event: BootEvent): boolean => {
  if (event.kind === "noise" || event.kind === "start") return false;
  return event.kind !== "app-line" || event.text.trim().length >= SHORTEST_LINE;
};

/** What came in one watch. */
class Watch implements Disposable {
  answered: Span | undefined;
  logged: Hearing["logged"];
  readonly #clock: Clock;
  readonly #since: number;
  readonly #noiseListeners = new Set<(bytes: Uint8Array) => void>();
  readonly #decoder = new ReplyDecoder((bytes) => this.#takeRest(bytes));
  readonly #log = new BootLogReader();
  readonly #ownEcho: OwnEcho;
  #rest = 0;
  #text = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
    const rest: ByteSource = {
      onBytes: (listener) => {
        this.#noiseListeners.add(listener);
        return { [Symbol.dispose]: () => this.#noiseListeners.delete(listener) };
      },
      onLost: () => ({ [Symbol.dispose]: () => undefined }),
    };
    this.#ownEcho = new OwnEcho(rest);
  }

  get echo(): boolean {
    return this.#ownEcho.isHeard;
  }

  get noise(): number {
    return Math.max(0, this.#rest - this.#text);
  }

  get lastAnswerAt(): number {
    return this.#since + (this.answered?.last ?? Number.NEGATIVE_INFINITY);
  }

  get lastHeardAt(): number {
    const spokeAt = this.#since + (this.logged?.last ?? Number.NEGATIVE_INFINITY);
    return Math.max(this.lastAnswerAt, spokeAt);
  }

  take(chunk: Uint8Array): void {
    const at = this.#clock.now() - this.#since;
    for (const reply of this.#decoder.push(chunk))
      if (isLinkReply(reply)) this.answered = { first: this.answered?.first ?? at, last: at };
  }

  [Symbol.dispose](): void {
    this.#ownEcho[Symbol.dispose]();
  }

  #takeRest(bytes: Uint8Array): void {
    this.#rest += bytes.length;
    for (const listener of this.#noiseListeners) listener(bytes);
    const at = this.#clock.now() - this.#since;
    for (const event of this.#log.push(String.fromCharCode(...bytes))) {
      if (!isText(event)) continue;
      // Where there is text, what is left over is what a start leaves on a line.
      this.#text = this.#rest;
      const { first, banner } = this.logged ?? { first: at, banner: undefined };
      const name = event.kind === "banner" ? event.version : undefined;
      this.logged = { first, last: at, banner: banner ?? name };
    }
  }
}
