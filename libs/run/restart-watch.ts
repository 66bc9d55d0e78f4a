import type { BootEvent } from "../boot/boot-event.ts";
import { BootLogReader } from "../boot/boot-log-reader.ts";
import type { ResetReason } from "../boot/reset-reason.ts";
import type { Clock } from "../clock/clock.ts";

/** A bootloader tells the reason some lines below its name, 16 ms later at most. */
const REASON_MS = 100;
/** A slow or busy log port may bring the banner of the start we asked for after the link stands. */
const BELATED_MS = 250;

/** A start of the chip that nobody asked for. */
export interface Restart {
  /** The first line of the new life, in most the bootloader's name. Raw. */
  readonly banner: string;
  readonly reset: ResetReason | undefined;
}

/**
 * Waits for a chip in download mode to start anew, which it must not. Text alone proves nothing: some
 * bootloaders talk while they are linked. Tells of the first start only.
 */
export class RestartWatch implements Disposable {
  readonly #clock: Clock;
  readonly #onRestart: (restart: Restart) => void;
  readonly #reader = new BootLogReader();
  readonly #since: number;
  #firstLine = "";
  #restart: Restart | undefined;
  /** Runs while a restart was seen and its reason is waited for. */
  #untilReason: Disposable | undefined;

  constructor(clock: Clock, onRestart: (restart: Restart) => void) {
    this.#clock = clock;
    this.#onRestart = onRestart;
    this.#since = clock.now();
  }

  /** The first start that was seen, also while its reason is waited for. */
  get restart(): Restart | undefined {
    return this.#restart;
  }

  /** Takes what the log said next, one character per byte. */
  push(text: string): void {
    for (const event of this.#reader.push(text)) this.#take(event);
  }

  [Symbol.dispose](): void {
    this.#untilReason?.[Symbol.dispose]();
  }

  #take(event: BootEvent): void {
    switch (event.kind) {
      case "start":
        this.#firstLine = event.text.split("\n", 1)[0] ?? "";
        break;
      case "banner":
      case "jump":
      case "app-start":
      case "crash":
        this.#see({ banner: this.#firstLine, reset: undefined });
        break;
      case "reset-reason":
        this.#giveReason(event.reason);
        break;
      case "app-line":
      case "noise":
    }
  }

  #see(restart: Restart): void {
    if (this.#restart !== undefined || this.#clock.now() - this.#since < BELATED_MS) return;
    this.#restart = restart;
    this.#untilReason = this.#clock.after(REASON_MS, () => this.#tell(restart));
  }

  #giveReason(reset: ResetReason): void {
    if (this.#restart === undefined || this.#untilReason === undefined) return;
    this.#tell({ ...this.#restart, reset });
  }

  #tell(restart: Restart): void {
    this.#untilReason?.[Symbol.dispose]();
    this.#untilReason = undefined;
    this.#restart = restart;
    this.#onRestart(restart);
  }
}
