import { expect, test } from "vitest";
import { type ReportBounds, scopeOf, shiftsOf } from "../../../apps/cli/report-scope.ts";
import type { ReportScope } from "../../../libs/report/report.ts";
import { samplePass } from "../../libs/journal/sample-records.ts";
import { scratchJournal } from "../../libs/journal/scratch.ts";

const GROUND = {
  data: "./data",
  timeZone: "Europe/Berlin",
  now: new Date("2026-03-15T12:00:00.000Z"),
};

const scope = (bounds: ReportBounds): ReportScope => {
  const journal = scratchJournal();
  journal.endRun(samplePass({ fixture: "F07" }));
  return scopeOf(bounds, { ...GROUND, journal });
};

test("nothing asked for is no bound; each option is one", () => {
  expect(scope({})).toEqual({ lot: null, fixture: null, since: null, until: null });
  expect(scope({ lot: "LOT-1", fixture: "F07", since: "8h", until: "2026-03-15T12:30" })).toEqual({
    lot: "LOT-1",
    fixture: "F07",
    since: "2026-03-15T04:00:00.000Z",
    until: "2026-03-15T11:30:00.000Z",
  });
});

test.each<[ReportBounds, string]>([
  [{ lot: "LOT-2" }, "--lot: lot LOT-2 is not in the journal of ./data. The latest are: LOT-1."],
  [
    { fixture: "F08" },
    "--fixture: fixture F08 is not in the journal of ./data. Some that are: F07.",
  ],
  [
    { since: "tea\x1b[2J" },
    '--since: "tea\\x1b[2J" is no time. Give a day (2026-03-01), a time of',
  ],
  [{ until: "2026-02-30" }, '--until: "2026-02-30" is no time.'],
  [{ since: "1h", until: "2h" }, "--until: ends before --since begins. Give a later one."],
])("%j is refused", (bounds, message) => {
  expect(() => scope(bounds)).toThrow(message);
});

test("shifts: the option's, else those of the station", async () => {
  expect(await shiftsOf(undefined)).toEqual([6, 14, 22].map((hour) => hour * 3_600_000));
  expect(await shiftsOf("07:30, 19:30")).toEqual([7.5, 19.5].map((hour) => hour * 3_600_000));
  await expect(shiftsOf("7:30")).rejects.toThrow(
    '--shifts: "7:30" is no list of shifts. Give a time of day, such as 06:00.',
  );
  await expect(shiftsOf("06:00,06:00")).rejects.toThrow("Give each time of day once.");
});
