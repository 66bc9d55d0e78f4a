import { expect, test } from "vitest";
import type { PreparedLot } from "../../../../apps/coordinator/prepare/prepare-lot.ts";
import { readProofs } from "../../../../apps/coordinator/records/read-proofs.ts";
import { CheckWatch } from "../../../../apps/coordinator/runs/check-watch.ts";
import type { Jig } from "../../../../libs/jig/jig.ts";
import type { ShiftCheck } from "../../../../libs/recipe/shift-check.ts";
import type { RunRecord } from "../../../../libs/run/run-record.ts";
import { makeJob } from "../../../libs/dispatch/samples.ts";
import { sampleFailure, samplePass } from "../../../libs/journal/sample-records.ts";
import { scratchJournal } from "../../../libs/journal/scratch.ts";
import { HandClock } from "../../../support/hand-clock.ts";
import { planOf } from "../../../support/memory-bench.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-03-01T12:00:00.000Z");
const CHECK: ShiftCheck = {
  everyMs: 8 * HOUR,
  golden: "GOLD",
  mustFail: { serial: "BAD", code: "wrong-chip" },
};
const SHA256 = "ab".repeat(32);

const PORT = "/dev/serial/by-path/pci-0:1-port0";

const prepared = (fixture: string): Pick<PreparedLot, "jig" | "recipes"> => {
  const none = { kind: "none" } as const;
  const nest = { id: fixture, flashPort: PORT, power: none, reset: none, offMs: 0 };
  const sent = { ...makeJob().recipe, sha256: SHA256 };
  const plan = planOf("bk7231n", 1, 4096);
  const recipe = { path: "r.yaml", sent, images: [], plan, pieces: [], warnings: [] };
  const jig: Jig = { jig: "line", trigger: "operator", fixtures: [nest] };
  return { jig, recipes: new Map([[fixture, { ...recipe, shiftCheck: CHECK }]]) };
};

let runs = 0;

/** So many hours before now. */
const at = (hours: number): Partial<RunRecord> => {
  runs += 1;
  const startedAt = new Date(NOW - hours * HOUR).toISOString();
  return {
    run: `R${String(runs).padStart(4, "0")}`,
    startedAt,
    station: "line-a",
    fixture: "F01",
    port: PORT,
  };
};

const golden = (hours: number, more: Partial<RunRecord> = {}): RunRecord =>
  samplePass({ ...at(hours), serial: "GOLD", purpose: "golden", ...more });

const mustFail = (hours: number, more: Partial<RunRecord> = {}): RunRecord =>
  sampleFailure(
    { code: "wrong-chip", expected: "BK7231N", found: "BK7231T" },
    { ...at(hours), serial: "BAD", purpose: "must-fail", ...more },
  );

const goldenFails = (hours: number): RunRecord =>
  sampleFailure(
    { code: "no-link", attempts: 3, heard: 0 },
    { ...at(hours), serial: "GOLD", purpose: "golden" },
  );

const served = [{ station: "line-a", fixtures: ["F01"] }];

const leftAfter = (...records: readonly RunRecord[]) => {
  const journal = scratchJournal();
  for (const record of records) journal.endRun(record);
  const clock = new HandClock(NOW);
  const due: string[] = [];
  const proofs = readProofs(journal, prepared("F01"), served, clock.date());
  const watch = new CheckWatch(proofs, { clock, onDue: (fixture) => due.push(fixture) });
  return { watch, clock, due, left: watch.checks.get("F01")?.left };
};

test.each<[string, readonly RunRecord[], readonly string[]]>([
  ["nothing was shown", [], ["golden", "must-fail"]],
  ["both in this shift", [golden(5), mustFail(4)], []],
  ["the golden board alone", [golden(5)], ["must-fail"]],
  ["too long ago", [golden(9), mustFail(9)], ["golden", "must-fail"]],
  ["one of them too long ago", [golden(9), mustFail(1)], ["golden"]],
  ["at another station", [golden(5, { station: "line-b" }), mustFail(4)], ["golden"]],
  ["in a nest that had its name", [golden(5, { port: "/dev/ttyUSB7" }), mustFail(4)], ["golden"]],
  ["by a clock that was set back since", [golden(-2), mustFail(4)], ["golden"]],
  ["in another fixture", [golden(5, { fixture: "F02" }), mustFail(4)], ["golden"]],
  [
    "with another recipe",
    [golden(5, { recipe: { name: "r", sha256: "cd".repeat(32) } }), mustFail(4)],
    ["golden"],
  ],
  ["a later fail", [golden(5), mustFail(4), goldenFails(3)], ["golden", "must-fail"]],
  [
    "an error, and no second try",
    [golden(5), mustFail(4, { verdict: "error", failure: { code: "interrupted" } })],
    ["must-fail"],
  ],
  ["a fail that was mended", [goldenFails(6), golden(5), mustFail(4)], []],
  [
    "a must-fail board that failed otherwise",
    [golden(5), mustFail(4, { failure: { code: "no-link", attempts: 1, heard: 0 } })],
    ["golden", "must-fail"],
  ],
  ["boards of a lot", [golden(5, { purpose: "product" }), mustFail(4)], ["golden"]],
])("by the journal: %s", (_what, records, left) => {
  expect(leftAfter(...records).left).toEqual(left);
});

test("a proof becomes due when the older of its two runs is too old, in mid-lot", () => {
  const { watch, clock, due } = leftAfter(golden(5), mustFail(4));
  clock.advance(3 * HOUR - 1);
  expect(due).toEqual([]);
  clock.advance(1);
  expect(due).toEqual(["F01"]);
  // Proven anew, by runs of now: eight hours from the first of them.
  watch.hear(golden(-3));
  watch.hear(mustFail(-4));
  watch.proven("F01");
  clock.advance(8 * HOUR - 1);
  expect(due).toEqual(["F01"]);
  clock.advance(1);
  expect(due).toEqual(["F01", "F01"]);
  watch.proven("F01");
  watch[Symbol.dispose]();
  expect(clock.pending).toBe(0);
});

test("a proof holds as long as it is to, whatever the clock of the host that ran it says", () => {
  const { watch, clock, due } = leftAfter();
  const endedAt = (hours: number) => new Date(NOW - hours * HOUR).toISOString();
  watch.hear(golden(30, { endedAt: endedAt(30) }));
  watch.hear(mustFail(-30, { endedAt: endedAt(-30) }));
  watch.proven("F01");
  clock.advance(8 * HOUR - 1);
  expect(due).toEqual([]);
  clock.advance(1);
  expect(due).toEqual(["F01"]);
});
