import { expect } from "vitest";
import { StepError } from "../../libs/failure/step-error.ts";

/** A way to break a control, and what must be told of it. */
export interface Breakage {
  breakIt(): Promise<void>;
  /** Repairs it; absent: it stays broken. */
  mendIt?(): Promise<void>;
  /** The failure's data: the control as the jig file names it, or its port. */
  readonly failure: Readonly<Record<string, unknown>>;
}

/** The failure an act of a control ends with. */
export const failureOf = async (acting: Promise<void>): Promise<StepError["failure"]> => {
  const error = await acting.then(
    () => "nothing",
    (thrown: unknown) => thrown,
  );
  if (error instanceof StepError) return error.failure;
  throw new Error(`no failure, but ${String(error)}`);
};

/** Every act of a broken control rejects with its failure; none hangs, none passes. */
export const expectBreakage = async (
  { failure }: Breakage,
  acts: readonly (() => Promise<void>)[],
): Promise<void> => {
  for (const act of acts) expect(await failureOf(act())).toMatchObject(failure);
};
