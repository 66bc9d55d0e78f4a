import Table from "cli-table3";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import type { LotFigures } from "./bench-lot.ts";
import type { FlashBound } from "./bound-flashing.ts";
import { type ByRole, ROLES, type Role } from "./station-meter.ts";
import { type ChipTimes, timeRuns } from "./time-runs.ts";

/** The station itself; the other parts stand for boards or look on. */
const STATION: readonly Role[] = ["workers", "coordinator", "redis"];
const APART = ROLES.filter((role) => !STATION.includes(role));

type Row = readonly string[];

/** One table, a column per lot; what a lot did not have is left out. */
export const drawFigures = (
  lots: readonly LotFigures[],
  bounds: ReadonlyMap<ChipName, FlashBound>,
): string => {
  const table = new Table({
    head: ["", ...lots.map(({ boards }) => (boards === 1 ? "1 board" : `${boards} boards`))],
    style: { head: [], border: [], compact: true },
    colAligns: ["left", ...lots.map(() => "right" as const)],
  });
  const rows = [
    ...[...bounds].flatMap(([chip, bound]) => timeRows(chip, bound, lots)),
    ...roleRows("CPU per board", lots, (lot, spent) =>
      seconds(spent(lot.lotCpuSeconds) / lot.boards),
    ),
    [
      "CPU to start the station",
      ...lots.map((lot) => seconds(sumOf(STATION)(lot.startCpuSeconds))),
    ],
    ...roleRows("Memory (PSS), peak", lots, (lot, sum) => mebibytes(sum(lot.peakPss))),
  ];
  for (const row of rows) table.push([...row]);
  return table.toString();
};

const timeRows = (chip: ChipName, bound: FlashBound, lots: readonly LotFigures[]): Row[] => {
  const times = lots.map(({ records }) => timeRuns(chip, records, bound));
  if (times.every((of) => of === undefined)) return [];
  const row = (name: string, cell: (of: ChipTimes) => string): Row => [
    name,
    ...times.map((of) => (of === undefined ? "" : cell(of))),
  ];
  return [
    row(`${CHIPS[chip].marking}: first erase to last CRC`, (of) => seconds(of.flashing / 1000)),
    row("  slowest board", (of) => seconds(of.slowest / 1000)),
    row("  bound of wire and flash", (of) => seconds(of.bound / 1000)),
    row("  beyond the bound", (of) => percent(of.flashing / of.bound - 1)),
    row("    in erase", ({ beyond }) => milliseconds(beyond.erase)),
    row("    in write", ({ beyond }) => milliseconds(beyond.write)),
    row("    in verify", ({ beyond }) => milliseconds(beyond.verify)),
    row("  apart: link", ({ link }) => milliseconds(link)),
    row("  apart: identify", ({ identify }) => milliseconds(identify)),
    row("  apart: boot", ({ boot }) => milliseconds(boot)),
  ];
};

/** A row for the station, one for each of its parts, and one for each of the others. */
const roleRows = (
  name: string,
  lots: readonly LotFigures[],
  cell: (lot: LotFigures, sum: (figures: ByRole) => number) => string,
): Row[] => {
  const row = (title: string, roles: readonly Role[]): Row => [
    title,
    ...lots.map((lot) => cell(lot, sumOf(roles))),
  ];
  return [
    row(`${name}: the station`, STATION),
    ...STATION.map((role) => row(`  ${role}`, [role])),
    ...APART.map((role) => row(`  apart: ${role}`, [role])),
  ];
};

const sumOf =
  (roles: readonly Role[]) =>
  (figures: ByRole): number =>
    roles.reduce((sum, role) => sum + figures[role], 0);

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const milliseconds = (ms: number): string => `${Math.round(ms)} ms`;
const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
