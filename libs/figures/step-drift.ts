import type { StepName } from "../failure/step-name.ts";

/** A step that takes another time in the later runs than in the earlier ones, by more than chance does. */
export interface StepDrift {
  readonly step: StepName;
  /** Name and start of its hash: only runs of one recipe are compared. */
  readonly recipe: string;
  /** Null: in all fixtures alike. */
  readonly fixture: string | null;
  readonly earlier: { readonly runs: number; readonly medianMs: number };
  readonly later: { readonly runs: number; readonly medianMs: number };
  /** Later by earlier, fixture for fixture, less 1: 0.2 is a fifth slower. */
  readonly change: number;
  /** Chance of such a difference where nothing changed, corrected for all that was compared. */
  readonly p: number;
}
