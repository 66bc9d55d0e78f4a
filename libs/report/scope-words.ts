import { printable } from "../failure/printable.ts";
import type { ReportScope } from "./report.ts";
import { plural } from "./words.ts";

/** To which runs a report is bound by time or fixture; null if to none. Safe to print. */
export const boundSentence = (
  { lot, fixture, since, until }: ReportScope,
  time: (iso: string) => string,
): string | null => {
  const bounds = [
    ...(since === null ? [] : [`since ${time(since)}`]),
    ...(until === null ? [] : [`before ${time(until)}`]),
    ...(fixture === null ? [] : [`in fixture ${printable(fixture)}`]),
  ];
  if (bounds.length === 0) return null;
  const ofLot = lot === null ? "" : ` of lot ${printable(lot)}`;
  return `Only runs${ofLot} ${bounds.join(", ")}: a board counts by its last one of them.`;
};

/** How many runs proved fixtures; null for none. */
export const checksSentence = (checks: number): string | null =>
  checks === 0
    ? null
    : `${plural(checks, "run")} of golden and must-fail boards: counted nowhere above.`;
