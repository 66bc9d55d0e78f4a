import type { Trouble } from "./chaos-case.ts";
import { drawCase } from "./draw-case.ts";
import { judge, outcomeOf } from "./judge.ts";
import { runCase } from "./run-case.ts";
import type { Trace } from "./wire-tap.ts";

/** One case, run and judged. */
export interface CaseResult {
  readonly number: number;
  /** The board and what was wrong with it, for people. */
  readonly title: string;
  /** Names of its troubles. */
  readonly troubles: readonly string[];
  /** `pass`, `fail link-lost`, `aborted`, `hang`, `crash`. */
  readonly outcome: string;
  /** What must never happen and did. */
  readonly violations: readonly string[];
}

/** Draws, runs and judges case `number` of a round. Never rejects: an exception is a violation. */
export const judgeCase = async (
  seed: number,
  number: number,
  trace?: Trace,
): Promise<CaseResult> => {
  const chaosCase = drawCase(seed, number);
  trace?.(JSON.stringify(chaosCase));
  const troubles = chaosCase.troubles.map(({ name }) => name);
  const described = chaosCase.troubles.map(describeTrouble).join(" and ");
  const title = `${chaosCase.chip} with ${described || "nothing wrong"}`;
  try {
    const evidence = await runCase(chaosCase, trace);
    const violations = judge(evidence);
    return { number, title, troubles, outcome: outcomeOf(evidence), violations };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { number, title, troubles, outcome: "crash", violations: [`crash: ${crash}`] };
  }
};

const describeTrouble = (trouble: Trouble): string => {
  switch (trouble.kind) {
    case "board":
      return trouble.fault;
    case "station":
      return `${trouble.name} ${trouble.afterMs} ms into ${trouble.step}`;
    case "mix-up":
      return trouble.name === "other-chip" ? `a ${trouble.chip} in its place` : trouble.name;
  }
};
