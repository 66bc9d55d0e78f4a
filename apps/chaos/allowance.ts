import type { FailureCode } from "../../libs/failure/failure.ts";
import type { Trouble } from "./chaos-case.ts";
import type { Evidence } from "./evidence.ts";

/** What a run may end with besides a pass. */
export type Cause = FailureCode | "aborted";

/** What a trouble, alone, may lead to. */
export interface Allowance {
  /** "legitimate": the board may still become what the plan says, and be seen to. */
  readonly pass: "legitimate" | "false";
  readonly causes: readonly Cause[];
}

/** What a trouble may lead to in a case that went as it did. */
export type AllowanceRule = (evidence: Evidence, trouble: Trouble) => Allowance;

/** A pass, or one of these causes. */
export const recoverable = (...causes: readonly Cause[]): Allowance => ({
  pass: "legitimate",
  causes,
});

/** One of these causes, never a pass. */
export const fatal = (...causes: readonly Cause[]): Allowance => ({ pass: "false", causes });

/** A pass, whatever it takes. */
export const harmless: Allowance = recoverable();

/** `causes` where `condition` holds, none otherwise: for lists that depend on the case. */
export const causesIf = (condition: boolean, ...causes: readonly Cause[]): readonly Cause[] =>
  condition ? causes : [];
