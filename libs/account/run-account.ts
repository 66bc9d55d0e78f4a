import type { Reply } from "../bk72xx/reply-decoder.ts";
import type { Clock } from "../clock/clock.ts";
import { printable } from "../failure/printable.ts";
import type { ControlMove, RunEars } from "../run/run-ears.ts";
import type { RunHappening, RunIdentity } from "../run/run-event.ts";
import { LogPortLines } from "./log-port-lines.ts";
import { WireAccount } from "./wire-account.ts";

/** A wait for a supply that is shorter is none. */
const NO_WAIT_MS = 5;
/** Of a run that passed so many of the last lines of its log port are kept. */
const LINES_OF_A_PASS = 20;

/** Whose account it is. */
export interface AccountHead extends RunIdentity {
  readonly station: string;
  readonly program: string;
}

/** What a run's account needs. */
export interface AccountParts {
  readonly clock: Clock;
  /** Takes a line of JSON; must not throw. */
  readonly write: (line: string) => void;
  /** Values of the board, hex, that nobody may read. */
  readonly secrets: readonly string[];
}

/**
 * One run as it was, a JSON line a happening as it happens, all with the run's id: its news, moves of
 * power and reset; at its end how its requests went, what was odd, its log port, and of a run that
 * did not pass the last of its wire. Nothing of it is awaited, and nothing secret is in it.
 */
export class RunAccount implements RunEars {
  readonly #head: AccountHead;
  readonly #parts: AccountParts;
  readonly #began: number;
  readonly #wire: WireAccount;
  readonly #log: LogPortLines;

  constructor(head: AccountHead, parts: AccountParts) {
    this.#head = head;
    this.#parts = parts;
    this.#began = parts.clock.now();
    this.#wire = new WireAccount(() => this.#ms());
    this.#log = new LogPortLines(() => this.#ms(), parts.secrets);
  }

  /** Takes the run's news; `run-ended` is the last. */
  tell(happening: RunHappening): void {
    switch (happening.kind) {
      // The lines of the log port come with their times at the end.
      case "step-progress":
      case "log-lines":
        return;
      case "run-started": {
        const { clock } = this.#parts;
        const { run, ...head } = this.#head;
        const line = { at: clock.date().toISOString(), pid: process.pid, ...head, ...happening };
        this.#parts.write(JSON.stringify({ run, ...line }));
        return;
      }
      case "run-ended":
        this.#close(happening.verdict === "pass" ? "passed" : "not passed");
        this.#write(happening);
        return;
      default:
        this.#write(happening);
    }
  }

  moved(move: ControlMove, tookMs: number, error?: unknown): void {
    if (move === "turn" && tookMs < NO_WAIT_MS && error === undefined) return;
    const why = error instanceof Error ? { error: printable(error.message) } : {};
    this.#write({ kind: "power", move, tookMs: Math.round(tookMs), ...why });
  }

  logged(text: string): void {
    this.#log.push(text);
  }

  sent(frame: Uint8Array): void {
    this.#wire.sent(frame);
  }

  received(reply: Reply): void {
    this.#wire.received(reply);
  }

  noise(bytes: Uint8Array): void {
    this.#wire.noise(bytes);
  }

  rate(baud: number, answer: "taken" | "refused"): void {
    this.#wire.rate(baud, answer);
    this.#write({ kind: "rate", baud, answer });
  }

  #close(end: "passed" | "not passed"): void {
    const { book, frames } = this.#wire;
    book.end(this.#ms());
    this.#log.end();
    this.#write({
      kind: "exchanges",
      by: book.figures,
      odd: book.odd.all(),
      ...(book.odd.left > 0 && { oddLeft: book.odd.left }),
      crcs: book.crcs.all(),
    });
    const lines = this.#log.lines.all(end === "passed" ? LINES_OF_A_PASS : undefined);
    if (lines.length > 0) this.#write({ kind: "log-port", lines });
    if (end === "passed") return;
    const told = frames
      .all()
      .map(({ ms, lastMs, way, what, bytes, hidden, n }) => [
        ...[ms, way, what, bytes, hidden],
        ...(n > 1 ? [n, lastMs] : []),
      ]);
    this.#write({ kind: "wire", frames: told, ...(frames.left > 0 && { before: frames.left }) });
  }

  #write(facts: object): void {
    this.#parts.write(
      JSON.stringify({ run: this.#head.run, ms: Math.round(this.#ms()), ...facts }),
    );
  }

  #ms(): number {
    return this.#parts.clock.now() - this.#began;
  }
}
