import { expect } from "vitest";
import { StepError } from "../../libs/failure/step-error.ts";

/** A way to break a control, and what must be told of it. */
export interface Breakage {
  breakIt(): Promise<void>;
  /** The failure's data: the control as the jig file names it, or its port. */
  readonly failure: Readonly<Record<string, unknown>>;
}

/** Every act of a broken control rejects with its failure; none hangs, none passes. */
export const expectBreakage = async (
  { failure }: Breakage,
  acts: readonly (() => Promise<void>)[],
): Promise<void> => {
  for (const act of acts) {
    const error = await act().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof StepError)) throw new Error(`no failure, but ${String(error)}`);
    expect(error.failure).toMatchObject(failure);
  }
};
