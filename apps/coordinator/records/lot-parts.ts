import type { MarkReading } from "../../../libs/jig/commission-mark.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import type { SentRun } from "../../../libs/journal/sent-rows.ts";
import type { LotAction } from "../../../libs/lot/lot-action.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import type { EarlierRuns } from "../../../libs/lot/lot-plan.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import type { Line } from "../line/open-line.ts";
import type { LotRequest } from "../prepare/lot-request.ts";
import type { PreparedLot } from "../prepare/prepare-lot.ts";
import type { LotDelivery } from "./lot-delivery.ts";
import type { JigLocks } from "./read-locks.ts";
import type { FixtureProof } from "./read-proofs.ts";

/** What a lot is conducted with. */
export interface LotParts {
  readonly lot: string;
  readonly session: string;
  /** This PC, as its records name it. */
  readonly station: string;
  readonly request: LotRequest;
  readonly prepared: PreparedLot;
  readonly line: Line;
  readonly journal: Journal;
  /** Which journal that is, as workers name theirs. */
  readonly journalPlace: string;
  /** What delivers records beside the lot, if anything. */
  readonly delivery?: LotDelivery | undefined;
  /** What is known of the jig's wiring; absent without a jig: each station knows its own. */
  readonly mark?: MarkReading | undefined;
  readonly earlier: ReadonlyMap<string, EarlierRuns>;
  /** Runs of earlier sittings whose end is not known. */
  readonly unknown?: readonly SentRun[];
  /** Runs of each check board in earlier sittings of the lot, by serial. */
  readonly checkRuns: ReadonlyMap<string, number>;
  /** Of the fixtures that prove themselves. */
  readonly proofs: readonly FixtureProof[];
  /** Takes what the lot's plan made of what happened, for whoever asks why; must not throw. */
  readonly decided?: ((input: LotInput, actions: readonly LotAction[]) => void) | undefined;
  /** Fixtures, of whatever jig, that were locked in earlier sittings, and are so still; none if absent. */
  readonly locks?: JigLocks;
  readonly listen: (event: StationEvent) => void;
  /** Resolves when nobody sits before the line's screen any more; undefined if nobody ever does. */
  readonly operatorLeft: Promise<void> | undefined;
  /** Aborted when the line is to stop. */
  readonly signal: AbortSignal;
}
