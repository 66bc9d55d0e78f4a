import type { StepName } from "../failure/step-name.ts";
import type { RecoveryKind } from "./recovery.ts";

/** What a procedure tells while it works. */
export interface Progress {
  /** The step this is part of. */
  readonly step: StepName;
  /** `done` of `total` bytes. */
  bytes(done: number, total: number): void;
  /** Something went wrong and was put right, where it has a place at `address`. */
  recovered(kind: RecoveryKind, address?: number): void;
  /** Something the record should show though the run goes on. */
  note(text: string): void;
}
