import { expect, test } from "vitest";
import type { LotSummary } from "../../../libs/report/summarise-lot.ts";
import { chooseBoards } from "../../../libs/report-page/choose-boards.ts";
import { runThat } from "../figures/sample-runs.ts";
import { reportOfLot } from "../report/sample-report.ts";

const lotOf = (name: string, ...ends: readonly ("pass" | "fail" | "not-run")[]): LotSummary => {
  const serials = ends.map((_, n) => `${name}${n}`);
  const runs = ends.flatMap((end, n) =>
    end === "not-run"
      ? []
      : [runThat(end, { run: `${name}${n}`, lot: name, serial: `${name}${n}` })],
  );
  const [lot] = reportOfLot(name, runs, serials).lots;
  if (lot === undefined) throw new Error("no lot");
  return lot;
};

const LOTS = [
  lotOf("A", "pass", "fail", "fail", "not-run"),
  lotOf("B", "pass", "pass"),
  lotOf("C", "fail", "not-run", "pass", "fail"),
];

test.each([
  [10, ["A0", "A1", "A2", "A3", "B0", "B1", "C0", "C1", "C2", "C3"]],
  [9, ["A1", "A2", "A3", "C0", "C1", "C3"]],
  [5, ["A1", "A2", "C0", "C1", "C3"]],
  [3, ["A1", "C0", "C3"]],
  [2, ["C0", "C3"]],
])("with room for %i boards", (most, serials) => {
  const shown = chooseBoards(LOTS, most);
  expect(shown.flatMap(({ rows }) => rows.map(({ serial }) => serial))).toEqual(serials);
  expect(shown.every(({ rows }) => rows.length > 0)).toBe(true);
});
