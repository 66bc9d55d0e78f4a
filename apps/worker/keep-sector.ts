import type { Clock } from "../../libs/clock/clock.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { JournalError } from "../../libs/journal/journal-error.ts";
import type { KeptSector } from "../../libs/journal/kept-sector.ts";

/**
 * Makes a sector durable in the journal before it is erased.
 * @throws StepError `journal-failed`
 */
export const keepSector = (
  { journal, clock }: { readonly journal: Journal; readonly clock: Clock },
  sector: Omit<KeptSector, "at">,
): void => {
  try {
    journal.keepSector({ ...sector, at: clock.date().toISOString() });
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    throw new StepError({ code: "journal-failed", reason: error.message }, { cause: error });
  }
};
