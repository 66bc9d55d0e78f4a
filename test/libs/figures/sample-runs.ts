import type { BoardRun } from "../../../libs/figures/board-run.ts";
import { placeRuns } from "../../../libs/figures/place-runs.ts";
import type { RunFacts } from "../../../libs/run/run-facts.ts";
import { sampleFailure, samplePass, sampleStart } from "../journal/sample-records.ts";

/** Ends of runs as tests write them. */
export type End = "pass" | "fail" | "error" | "aborted" | "open";

/** A run that ended so, with what the test cares for in place of the defaults. */
export const runThat = (end: End, own: Partial<RunFacts> = {}): RunFacts => {
  switch (end) {
    case "pass":
      return { ...samplePass(), ...own };
    case "fail":
      return { ...sampleFailure({ code: "boot-silent", withinMs: 5000 }), ...own };
    case "error":
      return { ...sampleFailure({ code: "interrupted" }), ...own };
    case "aborted":
      return { ...samplePass(), verdict: "aborted", ...own };
    case "open":
      return {
        ...sampleStart(),
        endedAt: null,
        recorded: "start",
        copiedMac: null,
        verdict: "open",
        failure: null,
        board: null,
        steps: [],
        ...own,
      };
  }
};

/** The runs of one board, one after the other. */
export const boardThat = (serial: string, ends: readonly End[], fixtures: readonly string[] = []) =>
  ends.map((end, index) =>
    runThat(end, {
      run: `${serial}-${index}`,
      serial,
      attempt: index + 1,
      fixture: fixtures[index] ?? "F01",
      startedAt: new Date(Date.UTC(2026, 2, 1, 10, index)).toISOString(),
    }),
  );

/** Boards, each by the ends of its runs: `pass`, or `fail pass`. */
export const boardsThat = (...boards: readonly string[]): readonly BoardRun[] =>
  placeRuns(boards.flatMap((ends, n) => boardThat(`SN${n}`, ends.split(" ") as End[])));

/** A line's runs by fixture: each board one run, in turn, one second apart. */
export const fixtureNameOf = ({ fixture }: RunFacts): string => fixture;
