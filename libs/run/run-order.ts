import type { Chip } from "../chips/chip.ts";
import type { FlashPlan } from "../firmware/flash-plan.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import type { AdapterMemory } from "./adapter-memory.ts";
import type { BoardIdentity } from "./board-identity.ts";
import type { BoardJournal } from "./board-journal.ts";
import type { RunEars } from "./run-ears.ts";
import type { RunHappening, RunIdentity } from "./run-event.ts";
import type { BackupRecord } from "./run-record.ts";

/** What the log port must show after the restart. */
export interface BootExpectation {
  /** Texts that must all appear; one or more. */
  readonly expect: readonly string[];
  /** Texts none of which may appear before that. */
  readonly never: readonly string[];
  readonly withinMs: number;
}

/** All that one run needs to know, checked beforehand: which board, what to put on it, how. */
export interface RunOrder {
  readonly identity: RunIdentity;
  readonly chip: Chip;
  readonly recipe: string;
  readonly plan: FlashPlan;
  /** What this board alone is given, beside the plan. */
  readonly own: BoardIdentity | undefined;
  /** `required`: a board without a calibration with a MAC of its own is refused. */
  readonly calibration: "required" | "any";
  readonly bootloader: "keep" | "write";
  readonly baud: number;
  readonly linkAttempts: number;
  /** `whole`: the flash is read and stored before the first erase. */
  readonly backup: "whole" | "none";
  /** `changed`: sectors whose CRC is that of the plan already are neither erased nor written. */
  readonly write: "all" | "changed";
  readonly verify: "crc" | "readback";
  /** `closed`: the flash is write-protected again after the last write. */
  readonly protection: "open" | "closed";
  readonly boot: BootExpectation | undefined;
}

/** A copy of a board's flash on its way to disk. All reject with `StepError` (`backup-failed`). */
export interface BackupFile {
  append(bytes: Uint8Array): Promise<void>;
  /** Makes it durable under its name. */
  finish(): Promise<BackupRecord>;
  /** Leaves nothing of it. */
  discard(): Promise<void>;
}

/** What a run asks of, and tells to, the station around it. */
export interface RunSurroundings {
  /** Live news; never awaited, must not throw. */
  report(happening: RunHappening): void;
  /** The other serial of this lot under which a board with this MAC already passed. */
  passedAs(mac: string): string | undefined;
  /** Hears what no news tells: wire, power and log port; for whoever must explain the run later. */
  readonly ears?: RunEars | undefined;
  /** What is remembered of the flash port's adapter; nothing where absent. */
  readonly adapter?: AdapterMemory | undefined;
  readonly journal: BoardJournal;
  /** Opens the file for this run's copy of the board's flash. Rejects with `StepError` (`backup-failed`). */
  openBackup(board: BoardFacts): Promise<BackupFile>;
}
