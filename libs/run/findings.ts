import type { BoardFacts } from "../flasher/board-facts.ts";
import type { LinkResult } from "../flasher/link-board.ts";
import type { VerifiedRange } from "../flasher/verification.ts";
import type { IdentityProgress } from "./board-journal.ts";
import type { BackupRecord } from "./run-record.ts";

/** What a run found out before it ended, kept also when it fails. */
export interface Findings {
  board: BoardFacts | null;
  link: LinkResult | null;
  backup: BackupRecord | null;
  /** Of the last verification that agreed; none once anything is written after it. */
  crcs: readonly VerifiedRange[];
  /** How far the values of the board's own have come, if it is given any. */
  identity: IdentityProgress;
  /** Bytes sent to the flash. */
  written: number;
  /** End of what the log port said, raw. */
  log: string;
}
