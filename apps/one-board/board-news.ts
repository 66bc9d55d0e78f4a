import type { Failure } from "../../libs/failure/failure.ts";
import type { Outcome } from "../../libs/failure/verdict.ts";
import type { RunHappening } from "../../libs/run/run-event.ts";
import type { RecoveryRecord } from "../../libs/run/run-record.ts";
import type { BoardPage } from "./board-page.ts";

/** How a command on one board ended. */
interface Ending {
  readonly verdict: Outcome;
  readonly failure: Failure | null;
}

/**
 * What is told while one board is at work: steps and notes as of a run, and what only these commands
 * have. The last is `board-info` or `read-ended`.
 */
export type BoardHappening =
  | RunHappening
  /** All that `info` found out; no board where it was not met. */
  | ({ readonly kind: "board-info"; readonly board: BoardPage | null } & Ending)
  | { readonly kind: "board-met"; readonly board: BoardPage }
  /** `kept`: bytes of an earlier reading that the board still holds. */
  | {
      readonly kind: "read-started";
      readonly file: string;
      readonly start: number;
      readonly bytes: number;
      readonly kept: number;
    }
  /** Where the dump is whole it has `file` and `sha256`; where a later reading can go on, `part`. */
  | ({
      readonly kind: "read-ended";
      readonly file: string | null;
      readonly sha256: string | null;
      readonly part: string | null;
      readonly bytes: number;
      readonly durationMs: number;
      readonly recoveries: readonly RecoveryRecord[];
    } & Ending);

/** A happening of one kind. */
export type HappeningOf<Kind extends BoardHappening["kind"]> = Extract<
  BoardHappening,
  { readonly kind: Kind }
>;

/** Takes what happens; must not throw. */
export type TellBoard = (happening: BoardHappening) => void;
