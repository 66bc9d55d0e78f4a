import type { LotFigures } from "./bench-lot.ts";
import { drawTable, LOT_HEAD, lotCells } from "./draw-table.ts";
import { inMebibytes, inPercent } from "./format-figures.ts";
import { type ByRole, ROLES, type Role, STATION } from "./station-meter.ts";

const APART = ROLES.filter((role) => !STATION.includes(role));

/** What the lots took of the machine: CPU time, and memory. */
export const drawCosts = (lots: readonly LotFigures[]): string =>
  [drawCpu(lots), drawMemory(lots)].join("\n");

const drawCpu = (lots: readonly LotFigures[]): string =>
  drawTable(
    "CPU seconds per board, from the lot's start to its end; to start the station, in all",
    [...LOT_HEAD, "station", ...STATION, "start", ...APART, "other programs"],
    lots.map(({ lot, lotCpuSeconds, startCpuSeconds, takenByOthers }) => [
      ...lotCells(lot),
      ...[sumOf(lotCpuSeconds, STATION), ...STATION.map((role) => lotCpuSeconds[role])].map((cpu) =>
        (cpu / lot.boards).toFixed(3),
      ),
      sumOf(startCpuSeconds, STATION).toFixed(2),
      ...APART.map((role) => (lotCpuSeconds[role] / lot.boards).toFixed(3)),
      `${inPercent(takenByOthers)} of all cores`,
    ]),
  );

const drawMemory = (lots: readonly LotFigures[]): string =>
  drawTable(
    "Memory (PSS) at its highest: of the station at one moment, and of each part",
    [...LOT_HEAD, "station", ...STATION, ...APART],
    lots.map(({ lot, stationPeak, peakPss }) => [
      ...lotCells(lot),
      ...[stationPeak, ...[...STATION, ...APART].map((role) => peakPss[role])].map(inMebibytes),
    ]),
  );

const sumOf = (figures: ByRole, roles: readonly Role[]): number =>
  roles.reduce((sum, role) => sum + figures[role], 0);
