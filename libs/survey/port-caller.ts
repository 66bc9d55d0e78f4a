import { linkCheck } from "../bk72xx/commands.ts";
import type { Clock } from "../clock/clock.ts";
import type { Failure } from "../failure/failure.ts";
import { failureOf } from "../fixture/failure-of.ts";
import type { SurveyPort } from "./survey-parts.ts";

/**
 * Sends link checks on one port. Nobody waits for it: a port that hangs keeps its own calls waiting
 * and nothing else.
 */
export class PortCaller implements Disposable {
  readonly #port: SurveyPort;
  readonly #clock: Clock;
  #timer: Disposable | undefined;
  #isWriting = false;
  #failure: Failure | undefined;

  constructor(port: SurveyPort, clock: Clock) {
    this.#port = port;
    this.#clock = clock;
  }

  /** Why the port takes no bytes any more, once it does not. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Calls from now on, every so many ms. */
  call(everyMs: number): void {
    this.hush();
    this.callOnce();
    this.#timer = this.#clock.after(everyMs, () => this.call(everyMs));
  }

  hush(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  /** One link check, unless what was sent before is still not taken. */
  callOnce(): void {
    this.send(linkCheck());
  }

  /** Bytes of any kind, under the same condition. */
  send(bytes: Uint8Array): void {
    if (this.#isWriting || this.#failure !== undefined) return;
    this.#isWriting = true;
    this.#port.link.write(bytes).then(
      () => {
        this.#isWriting = false;
      },
      (error: unknown) => {
        this.#failure = failureOf(error);
      },
    );
  }

  [Symbol.dispose](): void {
    this.hush();
  }
}
