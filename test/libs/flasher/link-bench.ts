import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import type { BoardControl } from "../../../libs/fixture/fixture.ts";
import { ChipLine } from "../../../libs/flasher/chip-line.ts";
import { type LinkResult, linkBoard } from "../../../libs/flasher/link-board.ts";
import type { Progress } from "../../../libs/flasher/progress.ts";
import type { AdapterConfig } from "../../../libs/jig/jig.ts";
import { factoryContents } from "../../../libs/simulator/board-contents.ts";
import { MemoryLink } from "../../../libs/simulator/memory-link.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { faultOf } from "../../support/fault-of.ts";

/** What differs from a board and wires that do as they should. */
export interface LinkBenchOptions {
  readonly faults?: readonly string[];
  /** Repeats what is random. */
  readonly seed?: number;
  readonly flash?: Uint8Array;
  readonly adapter?: AdapterConfig;
  readonly means?: BoardControl["means"];
  /** Takes the place of the wire to the board. */
  readonly send?: (bytes: Uint8Array, baud: number) => void;
  /** Take the place of the relay. */
  readonly start?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
  /** Takes the place of a supply that has room at once. */
  readonly awaitTurn?: () => Promise<void>;
}

const made = new Map<ChipName, Uint8Array>();

/** Making one takes longer than linking its board. */
const factoryFlash = (chip: ChipName): Uint8Array => {
  const flash = made.get(chip) ?? factoryContents(chip, 3);
  made.set(chip, flash);
  return flash;
};

/** A board, its wires and its relay, with nobody talking to it yet; time jumps. */
export class LinkBench implements Disposable {
  readonly clock = new VirtualClock();
  readonly board: VirtualBoard;
  readonly link: MemoryLink;
  readonly line: ChipLine;
  readonly control: BoardControl;
  readonly notes: string[] = [];
  readonly recoveries: string[] = [];
  /** When the relay was switched, in ms. */
  readonly edges: { readonly to: "on" | "off"; readonly at: number }[] = [];
  readonly #chip: ChipName;
  readonly #run = new AbortController();
  /** When the board first sent something, in ms. */
  answeredAt: number | undefined;
  /** When the supply was told that the board runs, in ms. */
  settledAt: number | undefined;

  constructor(chip: ChipName, options: LinkBenchOptions = {}) {
    const { clock } = this;
    this.#chip = chip;
    const flash = options.flash ?? factoryFlash(chip);
    const faults = (options.faults ?? []).map(faultOf);
    this.board = new VirtualBoard({ chip, clock, flash, faults, seed: options.seed });
    const send = options.send ?? ((bytes, baud) => this.board.receive(bytes, baud));
    const { adapter, means = "cycle" } = options;
    this.link = new MemoryLink({ path: "memory:F01", clock, send, adapter }, 115200);
    this.board.onTransmit((bytes, baud) => {
      this.answeredAt ??= clock.now();
      this.link.deliver(bytes, baud);
    });
    this.line = new ChipLine(this.link, clock, this.#run.signal);
    const click = (to: "on" | "off"): void => {
      this.edges.push({ to, at: clock.now() });
      if (means !== "cycle") return;
      if (to === "on") this.board.powerOn();
      else this.board.powerOff();
    };
    this.control = {
      means,
      offMs: 100,
      stop: options.stop ?? (async () => click("off")),
      awaitTurn: options.awaitTurn ?? (async () => undefined),
      start: options.start ?? (async () => click("on")),
      settled: () => {
        this.settledAt ??= clock.now();
      },
    };
    if (means !== "cycle") this.board.powerOn();
  }

  /** Links as a run does. */
  reach(baud = 921600, attempts = 3): Promise<LinkResult> {
    const progress: Progress = {
      step: "link",
      bytes: () => undefined,
      recovered: (kind: string) => void this.recoveries.push(kind),
      note: (text: string) => void this.notes.push(text),
    };
    const wish = { chip: CHIPS[this.#chip], baud, attempts };
    return linkBoard(this.line, this.control, wish, progress);
  }

  abort(): void {
    this.#run.abort("operator");
  }

  [Symbol.dispose](): void {
    this.line[Symbol.dispose]();
    this.board.powerOff();
  }
}
