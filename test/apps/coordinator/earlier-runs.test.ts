import { expect, test } from "vitest";
import { earlierCheckRuns, earlierRuns } from "../../../apps/coordinator/earlier-runs.ts";
import type { Failure } from "../../../libs/failure/failure.ts";
import { sampleFailure, samplePass, sampleStart } from "../../libs/journal/sample-records.ts";
import { scratchJournal } from "../../libs/journal/scratch.ts";

const FAIL: Failure = { code: "no-link", attempts: 3, heard: 0 };

test("what earlier sittings left of a board: its last run by attempt, not by clocks, and its first", () => {
  const journal = scratchJournal();
  const serial = "SN0001";
  // Of a host whose clock is ahead.
  journal.endRun(
    sampleFailure(FAIL, {
      run: "01K0000000000000000000RUN2",
      serial,
      startedAt: "2026-03-01T10:09:00.000Z",
    }),
  );
  journal.endRun(
    samplePass({
      run: "01K0000000000000000000RUN1",
      ...{ serial, attempt: 2, startedAt: "2026-03-01T10:01:00.000Z" },
    }),
  );
  journal.startRun(sampleStart({ run: "01K0000000000000000000RUN3", serial, attempt: 3 }));
  journal.startRun(sampleStart({ run: "01K0000000000000000000RUN4", serial: "SN0002" }));
  expect(earlierRuns(journal, "LOT-1")).toEqual(
    new Map([[serial, { outcome: "pass", attempts: 2, first: "fail" }]]),
  );
});

test("check boards are none of the lot's, but their runs are numbered on", () => {
  const journal = scratchJournal();
  const golden = { serial: "GOLD", purpose: "golden" } as const;
  journal.endRun(samplePass({ run: "R1", ...golden, attempt: 3 }));
  journal.startRun(sampleStart({ run: "R2", ...golden, attempt: 4 }));
  expect(earlierRuns(journal, "LOT-1")).toEqual(new Map());
  expect(earlierCheckRuns(journal, "LOT-1")).toEqual(new Map([["GOLD", 4]]));
});
