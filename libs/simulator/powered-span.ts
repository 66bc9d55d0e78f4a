import { createHash } from "node:crypto";
import { joinRanges } from "../bytes/join-ranges.ts";
import type { Range } from "../bytes/ranges.ts";
import type { Clock } from "../clock/clock.ts";
import type { VirtualBoard } from "./virtual-board.ts";

/** What became of a nest's flash while its board had power, from power-on to power-off. Times are ISO 8601. */
export interface PoweredSpan {
  readonly fixture: string;
  readonly onAt: string;
  readonly offAt: string;
  readonly erases: number;
  /** Pages. */
  readonly programs: number;
  /** What was erased or programmed. */
  readonly changed: readonly Range[];
  /** What the chip told its host the CRC of after the last change. */
  readonly summed: readonly Range[];
  /** SHA-256 of the flash at the end, in hex; null if nothing was changed. */
  readonly flashSha256: string | null;
}

/** Follows a board that has got power just now; the end tells what became of it. */
export class SpanWatch {
  readonly #fixture: string;
  readonly #board: VirtualBoard;
  readonly #clock: Clock;
  readonly #onAt: string;
  readonly #following = new DisposableStack();
  #changed: readonly Range[] = [];
  #summed: readonly Range[] = [];
  #erases = 0;
  #programs = 0;

  constructor(fixture: string, board: VirtualBoard, clock: Clock) {
    this.#fixture = fixture;
    this.#board = board;
    this.#clock = clock;
    this.#onAt = clock.date().toISOString();
    this.#following.use(
      board.onFlashChange(({ kind, address, length }) => {
        if (kind === "erase") this.#erases += 1;
        else this.#programs += 1;
        this.#changed = joinRanges([...this.#changed, { start: address, end: address + length }]);
        this.#summed = [];
      }),
    );
    this.#following.use(
      board.onFlashSum((range) => {
        this.#summed = joinRanges([...this.#summed, range]);
      }),
    );
  }

  /** To be called when its power has gone. */
  end(): PoweredSpan {
    this.#following.dispose();
    const isChanged = this.#erases + this.#programs > 0;
    return {
      fixture: this.#fixture,
      onAt: this.#onAt,
      offAt: this.#clock.date().toISOString(),
      erases: this.#erases,
      programs: this.#programs,
      changed: this.#changed,
      summed: this.#summed,
      flashSha256: isChanged ? createHash("sha256").update(this.#board.flash).digest("hex") : null,
    };
  }
}
