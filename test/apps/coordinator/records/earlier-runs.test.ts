import { expect, test } from "vitest";
import {
  earlierCheckRuns,
  earlierRuns,
} from "../../../../apps/coordinator/records/earlier-runs.ts";
import type { Failure } from "../../../../libs/failure/failure.ts";
import { sampleFailure, samplePass, sampleStart } from "../../../libs/journal/sample-records.ts";
import { scratchJournal } from "../../../libs/journal/scratch.ts";

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
  const sent = {
    lot: "LOT-1",
    fixture: "F01",
    purpose: "product",
    station: "b",
    journal: "B",
  } as const;
  const at = "2026-03-01T10:00:00.000Z";
  journal.sent.note({ ...sent, run: "R5", serial: "SN0003", attempt: 2, at });
  journal.sent.note({ ...sent, run: "R6", serial: "SN0003", attempt: 3, at });
  journal.sent.letGo({ run: "R6", why: "never-began", at });
  expect(earlierRuns(journal, "LOT-1")).toEqual(
    new Map([
      [serial, { outcome: "pass", attempts: 3, first: "fail" }],
      ["SN0002", { outcome: null, attempts: 1, first: null }],
      ["SN0003", { outcome: null, attempts: 2, first: null }],
    ]),
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
