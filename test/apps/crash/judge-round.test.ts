import { expect, test } from "vitest";
import { judgeRound } from "../../../apps/crash/judge-round.ts";
import type { JournalRun, RoundFacts } from "../../../apps/crash/round-facts.ts";
import { at, endOf, roundOf, runOf, spanOf } from "./round-of.ts";

const line = (...runs: readonly JournalRun[]): Pick<RoundFacts, "journals"> => ({
  journals: [{ name: "line", runs, faults: [] }],
});
const SN1 = runOf("SN1", [10, 20]);
const SN2 = runOf("SN2", [30, 40]);

test("a round as it should be has no violation, nor one whose first run was interrupted", () => {
  expect(judgeRound(roundOf())).toEqual([]);
  const cut = runOf("SN1", [1, 5], { end: endOf(5, "error") });
  const again = { ...SN1, attempt: 2 };
  const spans = [spanOf([2, 3], { summed: [], flashSha256: "half" }), ...roundOf().spans];
  expect(judgeRound(roundOf({ ...line(cut, again, SN2), spans }))).toEqual([]);
  const station = { name: "station", runs: [SN1], faults: [] } as const;
  expect(judgeRound(roundOf({ journals: [...line(SN1, SN2).journals, station] }))).toEqual([]);
  const kills = [{ at: at(12), fixtures: ["F01"] }];
  expect(judgeRound(roundOf({ kills }))).toEqual([]);
});

test.each<[string, Partial<RoundFacts>, string]>([
  ["a serial without a run", line(SN1), "SN2 has no run"],
  [
    "a run without an end",
    line(runOf("SN1", [1, 2], { end: undefined }), { ...SN1, attempt: 2 }, SN2),
    "SN1's run SN1-1 never ended in the line's journal",
  ],
  [
    "a double attempt",
    line(runOf("SN1", [1, 5], { end: endOf(5, "error") }), SN1, SN2),
    "SN1 has the attempts 1, 1",
  ],
  ["a gap in the attempts", line({ ...SN1, attempt: 2 }, SN2), "SN1 has the attempts 2"],
  [
    "a run after the pass",
    line(SN1, runOf("SN1", [22, 28], { attempt: 2 }), SN2),
    "SN1 was run again after its pass: SN1-22",
  ],
  ["a run that is there twice", line(SN1, SN1, SN2), "run SN1-10 is twice in the line's journal"],
  [
    "a run that only the station has",
    { journals: [...line(SN1).journals, { name: "station", runs: [SN1, SN2], faults: [] }] },
    "SN2's run SN2-30 of the station's journal is not in the line's",
  ],
  [
    "a run that another journal has otherwise",
    {
      journals: [
        ...line(SN1, SN2).journals,
        { name: "station", runs: [{ ...SN2, end: endOf(40, "fail") }], faults: [] },
      ],
    },
    "SN2's run SN2-30 of the station's journal is another one in the line's",
  ],
  [
    "a journal that is not whole",
    { journals: [{ name: "line", runs: [SN1, SN2], faults: ["row 7"] }] },
    "the line's journal is not whole: row 7",
  ],
  [
    "a flash that nobody recorded",
    { spans: [...roundOf().spans, spanOf([50, 60])] },
    `F01 was flashed from ${at(50)} to ${at(60)} in 0 runs`,
  ],
  [
    "a flash past the end of its run",
    { spans: [spanOf([11, 21]), spanOf([31, 39])] },
    `F01 was flashed from ${at(11)} to ${at(21)} in 0 runs`,
  ],
  [
    "a pass that flashed nothing",
    { spans: [spanOf([11, 19])] },
    "false pass: SN2's run SN2-30 flashed nothing",
  ],
  [
    "a pass with another flash",
    { spans: [spanOf([11, 19]), spanOf([31, 39], { flashSha256: "other" })] },
    "false pass: SN2's run SN2-30 left another flash than planned",
  ],
  [
    "a pass that was verified in part",
    { spans: [spanOf([11, 19]), spanOf([31, 39], { summed: [{ start: 0x11000, end: 0x1f000 }] })] },
    'false pass: SN2\'s run SN2-30 did not verify {"start":69632,"end":131072} after the last write',
  ],
  [
    "two runs of one nest at one time",
    line(SN1, { ...SN2, startedAt: at(15) }),
    "runs SN1-10 and SN2-30 of one nest or board at one time",
  ],
  [
    "a board that kept its power",
    { kills: [{ at: at(12), fixtures: ["F01"] }], spans: [spanOf([11, 39])] },
    `F01 kept its power for 27000 ms after the kill at ${at(12)}`,
  ],
  [
    "a report that says otherwise",
    {
      reported: new Map([
        ["SN1", "pass"],
        ["SN2", "open"],
      ]),
    },
    "SN2: pass, reported as open",
  ],
  [
    "a wrong exit code",
    { last: { ...roundOf().last, exitCode: 3 } },
    "the last sitting ended with 3, not 0",
  ],
  [
    "a wrong count",
    { last: { exitCode: 0, counts: { pass: 1, fail: 0, error: 0, aborted: 0 } } },
    'the last sitting counted {"pass":1,"fail":0,"error":0,"aborted":0}',
  ],
  [
    "no end of the lot",
    { last: { exitCode: 0, counts: undefined } },
    "the last sitting told no end of the lot",
  ],
  ["a process that is left", { left: ["worker 7"] }, "left: worker 7"],
  ["a hang", { misdeeds: ["hang: a sitting never ended"] }, "hang: a sitting never ended"],
])("finds %s", (_what, more, violation) => {
  expect(judgeRound(roundOf(more))).toContain(violation);
});
