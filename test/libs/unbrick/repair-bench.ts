import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { Failure } from "../../../libs/failure/failure.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import type { StepName } from "../../../libs/failure/step-name.ts";
import { Flashrom } from "../../../libs/flashrom/flashrom.ts";
import { RunTracker } from "../../../libs/run/run-tracker.ts";
import { SerprogPort } from "../../../libs/simulator/serprog-port.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { burstOf } from "../../../libs/spi/spi-pattern.ts";
import { readRepairImage } from "../../../libs/unbrick/repair-image.ts";
import type { RepairNest } from "../../../libs/unbrick/repair-nest.ts";
import { repairOverSpi } from "../../../libs/unbrick/repair-over-spi.ts";
import type { UnbrickFacts } from "../../../libs/unbrick/unbrick-facts.ts";
import { faultOf } from "../../support/fault-of.ts";
import { flashromForTests } from "../../support/flashrom-for-tests.ts";
import { ImpatientClock } from "../../support/impatient-clock.ts";
import { goodQio, healthyFlash, T } from "./boards.ts";

const READ_STATUS = 0x05;

/** How a repair on the bench ended. */
export interface Repaired {
  readonly failure: Failure | null;
  /** As told last. */
  readonly facts: UnbrickFacts | null;
  readonly steps: readonly StepName[];
  readonly notes: readonly string[];
  /** As told last; null if never. */
  readonly written: number | null;
}

/** What a test changes. */
export interface RepairChanges {
  readonly image?: Uint8Array;
  readonly keyNamedBy?: string;
  readonly backupFile?: string;
  /** In flashrom's place. */
  readonly program?: string;
  readonly programmer?: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: StepName) => void;
}

/** A simulated T on a serprog programmer, to be repaired by the real flashrom. */
export class RepairBench implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "flashline-repair-"));
  readonly board: VirtualBoard;
  /** Commands that its flash does not carry out. */
  readonly ignored = new Set<number>();
  readonly #port: SerprogPort;
  #repairs = 0;
  #clock = new ImpatientClock();

  private constructor(board: VirtualBoard, port: SerprogPort) {
    this.board = board;
    this.#port = port;
  }

  static async open(flash = healthyFlash(), ...faults: string[]): Promise<RepairBench> {
    const board = new VirtualBoard({
      ...{ chip: "bk7231t", clock: systemClock, speed: "instant", flash },
      faults: faults.map(faultOf),
    });
    const operate = (out: Uint8Array, read: number): Uint8Array => {
      if (bench.ignored.has(out[0] ?? 0)) return new Uint8Array(read);
      const answer = board.transferSpi(out, read).subarray(out.length);
      // flashrom asks a dead chip for ever whether it is busy.
      if (out[0] === READ_STATUS && answer[0] === 0xff) bench.#clock.losePatience();
      return answer;
    };
    const bench = new RepairBench(board, await SerprogPort.open(operate));
    return bench;
  }

  /** Names of the backups, and whatever else lies beside them. */
  get backups(): readonly string[] {
    const folder = join(this.folder, "backup");
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }

  /** Restarts the board into SPI mode. */
  readonly enter = async (): Promise<{ readonly flashId: null }> => {
    this.board.powerOff();
    this.board.powerOn();
    this.board.transferSpi(burstOf("d2"), 0);
    return { flashId: null };
  };

  /** One try, each with a backup file of its own. */
  async repair(changes: RepairChanges = {}): Promise<Repaired> {
    this.#repairs += 1;
    const { programmer = this.#port.programmer, program = flashromForTests() } = changes;
    const clock = new ImpatientClock();
    this.#clock = clock;
    const seat = { program, programmer, bitsPerSecond: 1_000_000_000, clock };
    await using flash = await Flashrom.open(
      seat,
      join(this.folder, "work"),
      this.board.flash.length,
    );
    const nest: RepairNest = { enter: this.enter, flash, ...seat };
    const steps: StepName[] = [];
    const tracker = new RunTracker(systemClock, (happening) => {
      if (happening.kind !== "step-started") return;
      steps.push(happening.step);
      changes.onStep?.(happening.step);
    });
    let facts: UnbrickFacts | null = null;
    let written: number | null = null;
    const tell = {
      step: tracker.step.bind(tracker),
      note: tracker.note.bind(tracker),
      written: (bytes: number) => {
        written = bytes;
      },
      found: (found: UnbrickFacts) => {
        facts = found;
      },
    };
    const order = {
      image: readRepairImage("known-good.bin", changes.image ?? goodQio(), T),
      chip: T,
      keyNamedBy: changes.keyNamedBy ?? null,
      backupFile: changes.backupFile ?? join(this.folder, "backup", `try-${this.#repairs}.bin`),
    };
    const end = (failure: Failure | null): Repaired => ({
      failure,
      facts,
      steps,
      notes: tracker.notes,
      written,
    });
    try {
      await repairOverSpi(nest, order, tell, changes.signal ?? new AbortController().signal);
      return end(null);
    } catch (error) {
      if (error instanceof StepError) return end(error.failure);
      throw error;
    }
  }

  /** The same on a flash of its own that flashrom emulates by itself, which is quicker. */
  repairFile(flash: Uint8Array, changes: RepairChanges = {}): Promise<Repaired> {
    const file = join(this.folder, `chip-${this.#repairs}.bin`);
    writeFileSync(file, flash);
    const programmer = `dummy:emulate=VARIABLE_SIZE,size=${flash.length},image=${file}`;
    return this.repair({ programmer, ...changes });
  }

  /** Changes a byte of the flash that was emulated last. */
  spoilFile(address: number): void {
    const file = join(this.folder, `chip-${this.#repairs - 1}.bin`);
    const flash = readFileSync(file);
    flash[address] = (flash[address] ?? 0) ^ 1;
    writeFileSync(file, flash);
  }

  /** What the emulated flashes hold. */
  get files(): readonly Uint8Array[] {
    const names = readdirSync(this.folder).filter((name) => name.startsWith("chip-"));
    return names.map((name) => readFileSync(join(this.folder, name)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#port[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
