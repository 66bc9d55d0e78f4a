import type { StepName } from "../../libs/failure/step-name.ts";
import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";
import type { IdentityMark, SectorRewrite } from "../../libs/run/board-journal.ts";
import type { RunEnd } from "../../libs/run/run-record.ts";
import type { FlashChange } from "../../libs/simulator/nor-flash.ts";
import type { ChaosCase, TroubleName } from "./chaos-case.ts";
import type { Timed } from "./memory-journal.ts";
import type { SentRequest } from "./wire-tap.ts";

/** What was seen of one case from outside the run: all that a judgement may rest on. */
export interface Evidence {
  readonly chaosCase: ChaosCase;
  /** What the board's flash must hold, what it is given for itself included. */
  readonly plan: FlashPlan;
  /** What the run said of itself, or why it never did. */
  readonly end: RunEnd | { readonly hang: string };
  /** The flash before the run and after it. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** Every change of the flash, in order. */
  readonly changes: readonly FlashChange[];
  readonly requests: readonly SentRequest[];
  /** Sectors of the board's own that the station made durable, and how far it said to be with them. */
  readonly kept: readonly Timed<SectorRewrite>[];
  readonly marks: readonly Timed<IdentityMark>[];
  /** The copy of the flash that was stored before the first erase. */
  readonly backup: Uint8Array | undefined;
  /** Troubles of the station's side that came about, with the step they fell into. */
  readonly fired: ReadonlyMap<TroubleName, StepName>;
  /** Whether the supply was on a while after the end. */
  readonly powered: boolean;
  /** Bytes the station sent after it had said that the run is over. */
  readonly bytesAfterEnd: number;
}
