import { CHIPS } from "../../libs/chips/chips.ts";
import type { FlashBound } from "./bound-flashing.ts";
import type { ComparedRuns } from "./compare-runs.ts";
import { drawTable, LOT_HEAD, lotCells } from "./draw-table.ts";
import { inPercent, inSeconds, timesBound } from "./format-figures.ts";

/** How long the boards took, and how that compares with the bound, or with flashing all of the image. */
export const drawSpeed = (runs: readonly ComparedRuns[]): string =>
  drawTable(
    "First erase to last CRC, and the whole run from power on to power off",
    [
      ...LOT_HEAD,
      "chip",
      "mean",
      "slowest",
      "bound",
      "mean/bound",
      "slowest/bound",
      "run",
      "of full run",
    ],
    runs.map((of) => [...lotCells(of.lot), CHIPS[of.times.chip].marking, ...speedCells(of)]),
  );

const speedCells = ({ times, bound, partOfFullRun }: ComparedRuns): readonly string[] => {
  const part = partOfFullRun === undefined ? "" : inPercent(partOfFullRun);
  if (bound === undefined || times.flashing === undefined)
    return ["", "", "", "", "", inSeconds(times.run), part];
  const { mean, slowest } = times.flashing;
  const least = sumOf(bound);
  return [
    ...[mean, slowest, least].map(inSeconds),
    ...[mean, slowest].map((ms) => timesBound(ms, least)),
    inSeconds(times.run),
    part,
  ];
};

const sumOf = ({ erase, write, verify }: FlashBound): number => erase + write + verify;
