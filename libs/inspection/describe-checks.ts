import type { Check, CheckOutcome } from "../firmware/check.ts";
import { drawField, type FieldHead } from "./page-field.ts";
import type { PageRow } from "./page-row.ts";

const OUTCOMES: Readonly<Record<CheckOutcome, FieldHead>> = {
  passed: { word: "ok", tone: "plain" },
  failed: { word: "FAILED", tone: "fail" },
  warned: { word: "WARNING", tone: "warning" },
  "not-carried": { word: "none", tone: "dim" },
};

/** Every check of a file, a field each. What the page's head has said already, `problem`, is not repeated. */
export const describeChecks = (checks: readonly Check[], problem: string | undefined): PageRow[] =>
  checks.flatMap(({ outcome, finding }, index) => {
    const name = { word: index === 0 ? "checks" : "", tone: "dim" } as const;
    const text = finding === problem ? "what it is refused for, above" : finding;
    return drawField(name, text, OUTCOMES[outcome]);
  });
