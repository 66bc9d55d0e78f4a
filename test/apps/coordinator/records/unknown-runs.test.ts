import { expect, test } from "vitest";
import { findUnknown, reclaimBoards } from "../../../../apps/coordinator/records/find-unknown.ts";
import { UnknownRuns } from "../../../../apps/coordinator/records/unknown-runs.ts";
import { claimName } from "../../../../libs/claims/claim-name.ts";
import { fixtureOfFolder } from "../../../../libs/claims/fixture-of-folder.ts";
import type { RunStanding } from "../../../../libs/dispatch/record-mail.ts";
import type { SentRun } from "../../../../libs/journal/sent-rows.ts";
import type { LotInput } from "../../../../libs/lot/lot-input.ts";
import type { RunRecord } from "../../../../libs/run/run-record.ts";
import { samplePass, sampleStart } from "../../../libs/journal/sample-records.ts";
import { scratchFolder, scratchJournal } from "../../../libs/journal/scratch.ts";
import { until } from "../../../support/until.ts";
import { sampleRequest } from "../sample-request.ts";
import { standInLine } from "../stand-in-line.ts";

const AT = "2026-03-01T08:00:00.000Z";

const openHere = () => {
  const dataDir = scratchFolder();
  const journal = scratchJournal(dataDir);
  const sent = (run: string, change: Partial<SentRun> = {}): SentRun => {
    const one: SentRun = {
      ...{ run, lot: "L1", serial: `SN${run}`, fixture: "F09", attempt: 1, purpose: "product" },
      ...{ station: "line-b", journal: "ELSEWHERE", at: AT },
      ...change,
    };
    journal.sent.note(one);
    return one;
  };
  const { line } = standInLine({ W1: ["F01"] });
  return { dataDir, journal, sent, line };
};

test("of runs with the line's own journal it is found out who is at work; those that never began never will", async () => {
  const { dataDir, journal, sent, line } = openHere();
  const own = { journal: journal.head().journal };
  await using _ = await claimName(fixtureOfFolder("F05", dataDir), "F05");
  for (const [run, fixture] of [
    ["R1", "F05"],
    ["R2", "F06"],
    ["R3", "F01"],
    ["R4", "F05"],
  ] as const) {
    sent(run, { ...own, fixture });
    if (run !== "R4") journal.startRun(sampleStart({ run, lot: "L1", fixture }));
  }
  const golden = sent("R5", { purpose: "golden" });
  const away = sent("R6");
  const unknown = await findUnknown("L1", { journal, dataDir, line });
  expect(unknown.map(({ run }) => run)).toEqual(["R1", "R6"]);
  expect(journal.sent.unended().map(({ run }) => run)).toEqual([
    ...["R1", "R2", "R3"],
    ...[golden.run, away.run],
  ]);
  expect(() => journal.startRun(sampleStart({ run: "R4" }))).toThrow(/called off/);
});

test("a person takes boards back by name, and only those that are away", () => {
  const { journal, sent } = openHere();
  sent("R1");
  const take = (reclaim: string[], operator?: string) => () =>
    reclaimBoards(journal, "L1", { reclaim, operator });
  expect(take(["SNR1"])).toThrow(/who says so/);
  expect(take(["SN7"], "eva")).toThrow(/SN7/);
  take(["SNR1"], "eva")();
  expect(journal.sent.unended()).toEqual([]);
});

test("stations are asked until each run is known: its record, that it goes on, or that it never began", async () => {
  const { dataDir, journal, sent, line } = openHere();
  const said = new Map<string, RunStanding>([
    ["R1", "running"],
    ["R2", "never-began"],
  ]);
  const inputs: LotInput[] = [];
  const records: RunRecord[] = [];
  const notices: string[] = [];
  const unknown = [sent("R1"), sent("R2")];
  const parts = {
    ...{ journal, unknown, request: sampleRequest({ dataDir }) },
    line: { ...line, dispatch: { ...line.dispatch, inquire: async () => said } },
  };
  using runs = new UnknownRuns(parts, {
    onInput: (input) => inputs.push(input),
    onRecord: (record) => records.push(record),
    onNotice: (level, text) => notices.push(`${level}: ${text}`),
  });
  await until("both are heard of", () => inputs.length === 2);
  expect(inputs).toEqual([
    { kind: "run-heard-of", serial: "SNR1", run: "R1", standing: "running" },
    { kind: "run-heard-of", serial: "SNR2", run: "R2", standing: "never-began", attempts: 0 },
  ]);
  expect(notices).toEqual([
    `info: SNR1 was sent to F09 of line-b in an earlier sitting (${AT}): its end is waited for.`,
  ]);
  expect(journal.sent.unended().map(({ run }) => run)).toEqual(["R1"]);
  journal.endRun(samplePass({ run: "R1", serial: "SNR1", lot: "L1" }));
  await until("it has ended", () => records.length === 1);
  expect(runs.left()).toEqual([]);
});
