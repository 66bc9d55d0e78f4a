import { createHash } from "node:crypto";
import type { ChipName } from "../chips/chip.ts";
import type { Clock } from "../clock/clock.ts";
import { InputError } from "../input/input-error.ts";
import type { VirtualBoardConfig } from "../jig/jig.ts";
import { factoryContents, withOwnMac } from "./board-contents.ts";
import type { Fault } from "./fault.ts";
import { keepFlash, readFlashFile, readKeptFlash } from "./flash-file.ts";
import { parseFault } from "./parse-fault.ts";
import type { ParticularBoard } from "./particular-board.ts";
import { type PoweredSpan, SpanWatch } from "./powered-span.ts";
import { PtyPort } from "./pty-port.ts";
import type { WireSpeed } from "./receive-line.ts";
import { SerprogPort } from "./serprog-port.ts";
import { VirtualBoard } from "./virtual-board.ts";

/** What a virtual nest is made of. */
export interface VirtualNestOptions {
  readonly id: string;
  readonly config: VirtualBoardConfig;
  readonly clock: Clock;
  readonly speed: WireSpeed;
  /** File that keeps the board's flash; nothing is kept if absent. */
  readonly keptIn: string | undefined;
  /** "itself": always powered, and the board starts again for a host that it does not understand. */
  readonly resets: "from-outside" | "itself";
  /** A number for each new board: its MAC and identity follow from it. */
  readonly nextSeed: () => number;
  /** Takes what became of the flash each time a board had power. */
  readonly account?: ((span: PoweredSpan) => void) | undefined;
}

/** What can be told of a nest's board. */
export interface BoardState {
  readonly powered: boolean;
  /** SHA-256 of its flash, in hex. */
  readonly flashSha256: string;
}

interface NestPorts {
  readonly flash: PtyPort;
  readonly log: PtyPort;
  readonly spi: SerprogPort;
}

/** A board that is never switched off is kept once its host has been silent for so long, in ms. */
const QUIET_MS = 500;

/**
 * A nest with a simulated board on two pseudo-terminals and a SPI programmer, and a supply that can be switched.
 */
export class VirtualNest implements AsyncDisposable {
  readonly id: string;
  readonly #options: VirtualNestOptions;
  readonly #faults: readonly Fault[];
  readonly #flashPort: PtyPort;
  readonly #logPort: PtyPort;
  readonly #spi: SerprogPort;
  #board: VirtualBoard;
  #wires = new DisposableStack();
  #quiet: Disposable | undefined;
  #keeping: Promise<void> = Promise.resolve();
  #span: SpanWatch | undefined;
  /** Whether the board has had power since it was put in, or is a particular one. */
  #isUsed = false;
  #kept: { readonly board: VirtualBoard; readonly changes: number } | undefined;

  private constructor(options: VirtualNestOptions, ports: NestPorts, contents: Uint8Array) {
    this.id = options.id;
    this.#options = options;
    this.#faults = nestFaults(options);
    this.#flashPort = ports.flash;
    this.#logPort = ports.log;
    this.#spi = ports.spi;
    const { chip } = options.config;
    this.#board = this.#makeBoard(contents, { seed: 1, chip, faults: this.#faults });
    this.#wire();
    if (options.resets === "itself") this.powerOn();
  }

  /**
   * Puts a board in: as kept, else as the configuration's file has it, else fresh from the factory.
   * Rejects with `InputError`.
   */
  static async open(options: VirtualNestOptions): Promise<VirtualNest> {
    const contents = await firstContents(options);
    const { clock, config } = options;
    await using opening = new AsyncDisposableStack();
    const flash = opening.use(await PtyPort.open(clock, config.adapter));
    const log = opening.use(await PtyPort.open(clock));
    const spi = opening.use(
      await SerprogPort.open((out, read) =>
        nest.#board.transferSpi(out, read).subarray(out.length),
      ),
    );
    const nest = new VirtualNest(options, { flash, log, spi }, contents);
    await nest.#keep();
    opening.move();
    return nest;
  }

  /** Path of UART1. */
  get flashPort(): string {
    return this.#flashPort.path;
  }

  /** Path of UART2. */
  get logPort(): string {
    return this.#logPort.path;
  }

  /** Its SPI bus, as flashrom's `--programmer` wants it. */
  get spi(): string {
    return this.#spi.programmer;
  }

  get state(): BoardState {
    const flashSha256 = createHash("sha256").update(this.#board.flash).digest("hex");
    return { powered: this.#board.powered, flashSha256 };
  }

  powerOn(): void {
    this.#isUsed = true;
    const { account, clock } = this.#options;
    if (account !== undefined) this.#span ??= new SpanWatch(this.id, this.#board, clock);
    this.#board.powerOn();
  }

  /** Resolves when the board has no power and its flash is kept. */
  async powerOff(): Promise<void> {
    this.#cutPower();
    await this.#keep();
  }

  /**
   * Takes the board out and puts another one in, with a MAC and identity of its own: any, or that one. Where
   * any will do one that never had power stays, for it is as good.
   */
  async load(particular?: ParticularBoard): Promise<void> {
    if (!this.#isUsed && particular === undefined) return;
    this.#cutPower();
    const { config, nextSeed } = this.#options;
    const { seed, chip = config.chip, faults } = particular ?? { seed: nextSeed(), faults: [] };
    const contents =
      config.flash === undefined || chip !== config.chip
        ? factoryContents(chip, seed)
        : withOwnMac(chip, await readFlashFile(config.flash), seed);
    const more = readFaults(this.id, faults);
    const board = this.#makeBoard(contents, { seed, chip, faults: [...more, ...this.#faults] });
    // Nobody else wants a particular one.
    await this.putIn(board, particular === undefined ? "unused" : "used");
  }

  /** Takes the board out as it is, and puts a fresh one in. */
  async takeOut(): Promise<VirtualBoard> {
    const board = this.#board;
    this.#isUsed = true;
    await this.load();
    return board;
  }

  /** Puts this board in, in place of the one that is; without power. */
  async putIn(board: VirtualBoard, use: "used" | "unused" = "used"): Promise<void> {
    this.#cutPower();
    this.#wires.dispose();
    this.#board = board;
    this.#isUsed = use === "used";
    this.#wire();
    await this.#keep();
    if (this.#options.resets === "itself") this.powerOn();
  }

  /** Power off, flash kept, ports gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#quiet?.[Symbol.dispose]();
    await this.powerOff();
    this.#wires.dispose();
    this.#flashPort[Symbol.dispose]();
    this.#logPort[Symbol.dispose]();
    await this.#spi[Symbol.asyncDispose]();
  }

  #cutPower(): void {
    this.#board.powerOff();
    if (this.#span !== undefined) this.#options.account?.(this.#span.end());
    this.#span = undefined;
  }

  #makeBoard(
    flash: Uint8Array,
    traits: { readonly seed: number; readonly chip: ChipName; readonly faults: readonly Fault[] },
  ): VirtualBoard {
    const { clock, speed, resets } = this.#options;
    return new VirtualBoard({ clock, flash, speed, resets, ...traits });
  }

  #wire(): void {
    const [board, wires] = [this.#board, new DisposableStack()];
    const isSwapped = this.#options.config.wiring?.ports === "swapped";
    const [uart1, uart2] = isSwapped
      ? [this.#logPort, this.#flashPort]
      : [this.#flashPort, this.#logPort];
    wires.use(board.onTransmit((bytes, baud) => uart1.write(bytes, baud)));
    wires.use(board.onLog((bytes, baud) => uart2.write(bytes, baud)));
    wires.use(
      uart1.onBytes((bytes, baud) => {
        board.receive(bytes, baud);
        this.#keepWhenQuiet();
      }),
    );
    this.#wires = wires;
  }

  /** Others are kept when their power goes off. */
  #keepWhenQuiet(): void {
    const { clock, keptIn, resets } = this.#options;
    if (resets !== "itself" || keptIn === undefined) return;
    this.#quiet?.[Symbol.dispose]();
    // One that fails is tried again later, and then fails whoever asks for it.
    this.#quiet = clock.after(QUIET_MS, () => void this.#keep().catch(() => undefined));
  }

  /** One after the other. */
  #keep(): Promise<void> {
    const kept = this.#keeping.then(() => this.#keepNow());
    this.#keeping = kept.catch(() => undefined);
    return kept;
  }

  async #keepNow(): Promise<void> {
    const { keptIn } = this.#options;
    const now = { board: this.#board, changes: this.#board.flashChanges };
    const isKept = this.#kept?.board === now.board && this.#kept.changes === now.changes;
    if (keptIn === undefined || isKept) return;
    await keepFlash(keptIn, this.#board.flash.slice());
    this.#kept = now;
  }
}

const firstContents = async (options: VirtualNestOptions): Promise<Uint8Array> => {
  const { config, keptIn, nextSeed } = options;
  const kept = keptIn === undefined ? undefined : await readKeptFlash(keptIn);
  if (kept !== undefined) return kept;
  return config.flash === undefined
    ? factoryContents(config.chip, nextSeed())
    : readFlashFile(config.flash);
};

const readFaults = (id: string, written: readonly string[]): readonly Fault[] =>
  written.map((text) => {
    const reading = parseFault(text);
    if (reading.kind === "fault") return reading.fault;
    const where = { source: `fixture ${id}`, field: "virtual.faults" };
    throw new InputError(where, reading.problem, reading.remedy);
  });

const nestFaults = ({ id, config }: VirtualNestOptions): readonly Fault[] => {
  const faults = readFaults(id, config.faults);
  const isBackFed = config.wiring?.supply === "back-fed";
  // The first of a kind counts.
  return isBackFed ? [{ kind: "holds-charge", ms: Number.POSITIVE_INFINITY }, ...faults] : faults;
};
