import type { Check, CheckName, CheckOutcome } from "./check.ts";
import { explainRefusal } from "./explain-refusal.ts";
import type { Refusal } from "./refusal.ts";

/** The checks of one file as they are made. The first that fails is why the file is refused. */
export class Checklist {
  readonly #checks: Check[] = [];
  #refusal: Refusal | undefined;

  /** In the order they were made. */
  get checks(): readonly Check[] {
    return this.#checks;
  }

  /** Of the first check that failed. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** Notes what was looked at and found right. */
  pass(check: CheckName, finding: string): void {
    this.#note(check, "passed", finding);
  }

  /** Notes a contradiction that harms no board. */
  warn(check: CheckName, finding: string): void {
    this.#note(check, "warned", finding);
  }

  /** Notes a check that the format could carry and this file does not. */
  miss(check: CheckName, finding: string): void {
    this.#note(check, "not-carried", finding);
  }

  /** Notes what the file is refused for. */
  fail(check: CheckName, refusal: Refusal): void {
    this.#refusal ??= refusal;
    this.#note(check, "failed", explainRefusal(refusal).problem);
  }

  #note(check: CheckName, outcome: CheckOutcome, finding: string): void {
    this.#checks.push({ check, outcome, finding });
  }
}
