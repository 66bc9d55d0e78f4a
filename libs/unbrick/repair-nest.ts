import type { Range } from "../bytes/ranges.ts";
import type { Chip } from "../chips/chip.ts";
import type { StepName } from "../failure/step-name.ts";
import type { Progress } from "../flasher/progress.ts";
import type { FoundFlash } from "../flashrom/flashrom.ts";
import type { FlashromNews } from "../flashrom/output-reader.ts";
import type { FoundPart } from "../flashrom/read-text.ts";
import type { RepairImage } from "./repair-image.ts";
import type { UnbrickFacts } from "./unbrick-facts.ts";

/** The flash on the bus, as flashrom reaches it. Everything rejects with `FlashromError`. */
export interface RepairFlash {
  readonly version: string;
  readonly log: string;
  probe(signal?: AbortSignal): Promise<FoundFlash>;
  read(part: FoundPart, range: Range, signal?: AbortSignal): Promise<Uint8Array>;
  write(
    part: FoundPart,
    contents: Uint8Array,
    ranges: readonly Range[],
    onNews: (news: FlashromNews) => void,
  ): Promise<void>;
}

/** Where a repair takes place: a nest whose chip is reached over SPI. */
export interface RepairNest {
  /**
   * Restarts the board into SPI mode and lets go of the bus. `flashId`: JEDEC id, 6 hex digits; null where only
   * flashrom can ask for it. Rejects with `StepError`.
   */
  enter(signal: AbortSignal): Promise<{ readonly flashId: string | null }>;
  readonly flash: RepairFlash;
  /** What flashrom works the bus with, for messages. */
  readonly programmer: string;
  /** Of the bus; null where it is not known. */
  readonly bitsPerSecond: number | null;
}

/** What is to be repaired, and with what. */
export interface RepairOrder {
  readonly image: RepairImage;
  readonly chip: Chip;
  /** Who answers for the board's key where nothing on the board shows it. */
  readonly keyNamedBy: string | null;
  /** Absolute path that the backup gets; nothing may have the name. */
  readonly backupFile: string;
}

/** Whom a repair tells; a run's tracker does the first two. */
export interface RepairTell {
  /** Does a step, and keeps its record. */
  step<T>(step: StepName, work: (progress: Progress) => Promise<T>): Promise<T>;
  note(text: string): void;
  /**
   * The write has begun, and flashrom has gone on from the sectors of the first `bytes`: nothing is proven before they
   * are read back. Not told where it never began one.
   */
  written(bytes: number): void;
  /** All that is known by now, whenever it is more: kept also when the repair fails. */
  found(facts: UnbrickFacts): void;
}
