import type { ChipName } from "../../libs/chips/chip.ts";
import { VirtualClock } from "../../libs/clock/virtual-clock.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import { buildFactoryFlash } from "../../libs/firmware/build-image.ts";
import { MemoryLink } from "../../libs/simulator/memory-link.ts";
import { VirtualBoard } from "../../libs/simulator/virtual-board.ts";
import { judgeMatrix } from "../../libs/survey/judge-matrix.ts";
import type { NestMap } from "../../libs/survey/nest-map.ts";
import type { SurveyControl, SurveyOptions } from "../../libs/survey/survey-parts.ts";
import { takeSurvey } from "../../libs/survey/take-survey.ts";
import { faultOf } from "./fault-of.ts";

/** Where a port's wires end. Boards by their position. */
export interface PortWires {
  /** What its RX hears: a board's UART, its own TX, or nothing. */
  readonly hears: { readonly board: number; readonly uart: 1 | 2 } | "itself" | "nothing";
  /** The board whose UART1 its TX reaches. */
  readonly reaches: number | undefined;
}

/** A relay: the boards it feeds, and how it works. */
export interface RelayWires {
  readonly feeds: readonly number[];
  readonly works: "right" | "never" | "always-on" | "inverted" | "fails" | "sticks";
}

/** A nest as it truly is: in a right jig all of it belongs to one board. */
export interface NestWires {
  readonly chip: ChipName;
  readonly faults?: readonly string[];
  readonly relay: RelayWires;
  readonly flash: PortWires;
  /** Undefined where the jig has none. */
  readonly log: PortWires | undefined;
  /** So many times its board starts before its UART1 is heard and hears: the machine was busy. */
  readonly missedStarts?: number;
  /** For so many ms after its relay went off nothing goes over its UART1: the machine was busy. */
  readonly pauseMs?: number;
  /** When its board starts for the first time, its UART1 hears for so long only: the machine was busy. */
  readonly hearsMs?: number;
  /** What its ports hear is told so late: the machine was busy. */
  readonly toldLateMs?: number;
}

/** A nest whose relay and ports belong to the board of the same position. */
export const rightNest = (board: number, chip: ChipName, log: "log" | "no-log"): NestWires => ({
  chip,
  relay: { feeds: [board], works: "right" },
  flash: { hears: { board, uart: 1 }, reaches: board },
  log: log === "log" ? { hears: { board, uart: 2 }, reaches: undefined } : undefined,
});

/** The id of the nest at a position. */
export const nestId = (at: number): string => `F${String(at + 1).padStart(2, "0")}`;

/** Boards, relays and ports in this process on a clock of their own, wired at will. */
export class JigWires {
  readonly clock = new VirtualClock();
  readonly nests: readonly NestMap[];
  readonly links: ReadonlyMap<string, MemoryLink>;
  readonly boards: readonly VirtualBoard[];
  readonly #wires: readonly NestWires[];
  readonly #isOn: boolean[];
  readonly #wasOn = new Set<number>();
  readonly #starts = new Map<number, number>();
  readonly #startedAt = new Map<number, number>();
  readonly #pausedUntil = new Map<number, number>();
  readonly #offMs: number;

  constructor(wires: readonly NestWires[], offMs = 300) {
    this.#wires = wires;
    this.#offMs = offMs;
    this.#isOn = wires.map(() => false);
    this.boards = wires.map(({ chip, faults = [] }, at) => this.#makeBoard(chip, faults, at));
    this.nests = wires.map(({ log }, at) => ({
      id: nestId(at),
      flashPort: `${nestId(at)}/flash`,
      logPort: log === undefined ? undefined : `${nestId(at)}/log`,
      means: "cycle",
      offMs,
    }));
    this.links = new Map(
      wires.flatMap(({ flash, log, toldLateMs = 0 }, at) => [
        this.#link(`${nestId(at)}/flash`, flash, toldLateMs),
        ...(log === undefined ? [] : [this.#link(`${nestId(at)}/log`, log, toldLateMs)]),
      ]),
    );
    this.#power();
  }

  get controls(): readonly SurveyControl[] {
    return this.nests.map(({ id, flashPort, logPort }, at) => ({
      id,
      means: "cycle",
      offMs: this.#offMs,
      expects: [flashPort],
      expectsLog: logPort === undefined ? [] : [logPort],
      start: () => this.#switch(at, true),
      stop: () => this.#switch(at, false),
    }));
  }

  /** Positions of the boards that have power. */
  get powered(): readonly number[] {
    return this.boards.flatMap((board, at) => (board.powered ? [at] : []));
  }

  /** Takes the survey and judges it as the jig that the nests were meant to be. */
  async survey(options: Partial<SurveyOptions> = {}) {
    const ports = [...this.links].map(([id, link]) => ({ id, link }));
    const logs = this.nests.some(({ logPort }) => logPort !== undefined) ? "all" : "none";
    const { signal } = new AbortController();
    const usual = { clock: this.clock, signal, logs, repeat: 1 } as const;
    const survey = await takeSurvey(this.controls, ports, { ...usual, ...options });
    return { survey, findings: judgeMatrix(survey, this.nests) };
  }

  #makeBoard(chip: ChipName, faults: readonly string[], at: number): VirtualBoard {
    const flash = buildFactoryFlash({ chip, seed: at, mac: "c8478ca1b2c3" });
    return new VirtualBoard({
      chip,
      clock: this.clock,
      flash,
      faults: faults.map(faultOf),
      speed: "instant",
    });
  }

  #link(path: string, { hears, reaches }: PortWires, lateMs: number): [string, MemoryLink] {
    const { clock } = this;
    const link: MemoryLink = new MemoryLink(
      {
        path,
        clock,
        send: (bytes, baud) => {
          if (reaches !== undefined && this.#isInTouch(reaches))
            this.boards[reaches]?.receive(bytes, baud);
          if (hears === "itself") link.deliver(bytes, baud);
        },
      },
      115_200,
    );
    if (typeof hears === "object") {
      const board = this.boards[hears.board];
      const listener = (bytes: Uint8Array, baud: number) => {
        if (lateMs === 0) link.deliver(bytes, baud);
        else clock.after(lateMs, () => link.deliver(bytes, baud));
      };
      if (hears.uart === 1) board?.onTransmit(listener);
      else board?.onLog(listener);
    }
    return [path, link];
  }

  async #switch(at: number, isOn: boolean): Promise<void> {
    if (this.#wires[at]?.relay.works === "fails")
      throw new StepError({ code: "relay-failed", control: nestId(at), reason: "stuck" });
    this.#isOn[at] = isOn;
    if (isOn) this.#wasOn.add(at);
    else this.#pausedUntil.set(at, this.clock.now() + (this.#wires[at]?.pauseMs ?? 0));
    this.#power();
  }

  /** Whether what a port sends to a board is heard in time. */
  #isInTouch(board: number): boolean {
    const { missedStarts = 0, hearsMs = Number.POSITIVE_INFINITY } = this.#wires[board] ?? {};
    const starts = this.#starts.get(board) ?? 0;
    const startedAt = this.#startedAt.get(board) ?? 0;
    if (starts <= missedStarts || (starts === 1 && this.clock.now() > startedAt + hearsMs)) {
      return false;
    }
    return this.clock.now() >= (this.#pausedUntil.get(board) ?? 0);
  }

  #power(): void {
    for (const [at, board] of this.boards.entries()) {
      const isFed = this.#wires.some(
        ({ relay }, which) => relay.feeds.includes(at) && this.#conducts(relay, which),
      );
      if (isFed && !board.powered) {
        this.#starts.set(at, (this.#starts.get(at) ?? 0) + 1);
        this.#startedAt.set(at, this.clock.now());
      }
      if (isFed) board.powerOn();
      else board.powerOff();
    }
  }

  #conducts({ works }: RelayWires, at: number): boolean {
    const isOn = this.#isOn[at] === true;
    switch (works) {
      case "right":
        return isOn;
      case "inverted":
        return !isOn;
      case "sticks":
        return this.#wasOn.has(at);
      case "always-on":
        return true;
      case "never":
      case "fails":
        return false;
    }
  }
}
