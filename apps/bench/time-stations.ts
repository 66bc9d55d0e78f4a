import { print, runTool, say } from "../../libs/tool/run-tool.ts";
import { parseOptions, readWholeNumber } from "../../libs/tool/tool-options.ts";
import { makeLoads } from "./bench-line.ts";
import { benchStations, type StationsFigures } from "./bench-stations.ts";
import { drawTable } from "./draw-table.ts";
import { inMebibytes, inMilliseconds } from "./format-figures.ts";

const TOOL = {
  name: "bench:stations",
  usage: "Options: --stations 1,2,4 --fixtures 8 --boards 4 --app-bytes 200000.",
};

const HEAD = [
  ...["stations", "fixtures", "boards", "time", "handover p50", "p95", "most"],
  ...["Redis CPU", "a board", "commands a board", "keys", "its data", "clients"],
  ...["coordinator CPU", "a board", "memory"],
];

const rowOf = (figures: StationsFigures): readonly string[] => {
  const { order, seconds, redisCpu, commands, most, coordinatorCpu, coordinatorPss } = figures;
  const sorted = figures.handovers.toSorted((one, other) => one - other);
  const at = (share: number): string =>
    inMilliseconds(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  const boards = order.stations * order.fixtures * order.boards;
  const share = (cpu: number): string => `${((cpu / seconds) * 100).toFixed(1)} %`;
  const each = (cpu: number): string => `${((cpu / boards) * 1000).toFixed(1)} ms`;
  return [
    ...[order.stations, order.stations * order.fixtures, boards].map(String),
    ...[`${seconds.toFixed(0)} s`, at(0.5), at(0.95), at(1)],
    ...[share(redisCpu), each(redisCpu), (commands / boards).toFixed(0)],
    ...[String(most.keys), inMebibytes(most.usedBytes), String(most.clients)],
    ...[share(coordinatorCpu), each(coordinatorCpu), inMebibytes(coordinatorPss)],
  ];
};

/** `npm run bench:stations`: stations on one Redis, each a worker with its own data folder, boards at the wire's pace. */
await runTool(TOOL.name, async (signal) => {
  const values = parseOptions(TOOL, process.argv.slice(2), {
    stations: { type: "string", default: "1,2,4" },
    fixtures: { type: "string", default: "8" },
    boards: { type: "string", default: "4" },
    "app-bytes": { type: "string", default: "200000" },
  });
  const read = (option: keyof typeof values, text: string, most: number): number =>
    readWholeNumber(TOOL, `--${option}`, text, { least: 1, most });
  const loads = makeLoads(read("app-bytes", values["app-bytes"], 1_080_000));
  const rows: (readonly string[])[] = [];
  for (const text of values.stations.split(",")) {
    const order = {
      stations: read("stations", text, 10),
      fixtures: read("fixtures", values.fixtures, 16),
      boards: read("boards", values.boards, 1000),
    };
    say(`${order.stations} stations of ${order.fixtures} fixtures ...`);
    rows.push(rowOf(await benchStations(order, loads, signal)));
  }
  print(drawTable("Stations on one Redis", HEAD, rows));
  return "sound";
});
