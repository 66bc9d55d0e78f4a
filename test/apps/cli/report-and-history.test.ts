import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { expect, test } from "vitest";
import { addHistoryCommand } from "../../../apps/cli/history.ts";
import { addReportCommand } from "../../../apps/cli/report.ts";
import { REPORT_FORMATS } from "../../../apps/cli/report-formats.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import {
  sampleBinding,
  sampleFailure,
  samplePass,
  sampleSector,
} from "../../libs/journal/sample-records.ts";
import { scratchFolder, scratchJournal } from "../../libs/journal/scratch.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

/** A data folder after a morning's work. */
const dataFolder = (): string => {
  const folder = scratchFolder();
  const journal = scratchJournal(folder);
  journal.bindLot(sampleBinding());
  journal.endRun(samplePass({ run: "R1" }));
  journal.endRun(
    sampleFailure({ code: "boot-loop", restarts: 3 }, { run: "R2", serial: "SN0002" }),
  );
  journal.endRun(samplePass({ run: "R3", lot: "LOT-2", serial: "SN0001" }));
  return folder;
};

/** Runs the command line in this process. */
const flashline = async (...argv: string[]): Promise<void> => {
  const program = new Command("flashline").exitOverride();
  const quiet = { writeErr: () => undefined, writeOut: () => undefined };
  addReportCommand(program);
  addHistoryCommand(program);
  for (const command of program.commands) command.exitOverride().configureOutput(quiet);
  await program.parseAsync(argv, { from: "user" });
};

/** Runs the command line in a process of its own; returns what it printed. */
const flashlineApart = async (argv: readonly string[], env = {}): Promise<string> => {
  const script = `
    import { Command } from "commander";
    import { addHistoryCommand } from "${ROOT}/apps/cli/history.ts";
    import { addReportCommand } from "${ROOT}/apps/cli/report.ts";
    const program = new Command();
    addReportCommand(program);
    addHistoryCommand(program);
    await program.parseAsync(${JSON.stringify(argv)}, { from: "user" });`;
  const child = spawn(
    join(ROOT, "node_modules/.bin/node"),
    ["--input-type=module-typescript", "-e", script],
    { cwd: ROOT, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] },
  );
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  return printed;
};

test("report prints every lot of the data folder the environment names", async () => {
  const printed = await flashlineApart(["report"], { FLASHLINE_DATA: dataFolder(), TZ: "UTC" });
  expect(printed).toMatch(/^Lot LOT-1\n/);
  expect(printed).toMatch(/^SN0003 +NOT RUN /m);
  expect(printed).toMatch(/^Lot LOT-2\n/m);
  expect(printed).toMatch(/^All lots\n4 boards: 2 pass, 1 fail/m);
});

test("report --lot --format json -o writes one lot to a file", async () => {
  const data = dataFolder();
  const file = join(data, "lot.json");
  await flashline("report", "--data", data, "--lot", "LOT-1", "--format", "json", "-o", file);
  const report = JSON.parse(readFileSync(file, "utf8"));
  expect(Object.keys(report).slice(0, 4)).toEqual(["serials", "runs", "totals", "figures"]);
  expect(report.serials).toMatchObject([
    { serial: "SN0001", verdict: "pass" },
    { serial: "SN0002", verdict: "fail", cause: "boot-loop" },
    { serial: "SN0003", verdict: "not-run" },
  ]);
  expect(report.runs).toHaveLength(2);
  expect(report.totals).toMatchObject({ pass: 1, fail: 1, notRun: 1, yield: 0.5 });
});

test("report --format csv has a line per serial", async () => {
  const data = dataFolder();
  const file = join(data, "all.csv");
  await flashline("report", "--data", data, "--format", "csv", "-o", file);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => line.split(",").slice(0, 3).join())).toEqual([
    "lot,serial,verdict",
    "LOT-1,SN0001,pass",
    "LOT-1,SN0002,fail",
    "LOT-1,SN0003,not-run",
    "LOT-2,SN0001,pass",
  ]);
});

test("report -o replaces a report of any format and an empty file, anything else only by --force", async () => {
  const data = dataFolder();
  const file = join(data, "report");
  const write = (...rest: string[]) => flashline("report", "--data", data, "-o", file, ...rest);
  for (const format of ["text", ...Object.keys(REPORT_FORMATS)]) {
    await write("--format", format);
    await write("--fixture", "F01");
    expect(readFileSync(file, "utf8")).toMatch(/^Only runs in fixture F01/);
    await write("--format", format);
    await write("--format", "text");
    expect(readFileSync(file, "utf8")).toMatch(/^Lot LOT-1/);
  }
  writeFileSync(file, "");
  await write();
  for (const other of ["recipe: mine\n", "\0\0", "<!DOCTYPE html><p>mine</p>", "x\nLot LOT-1\n"]) {
    writeFileSync(file, other);
    await expect(write()).rejects.toThrow(InputError);
    await expect(write()).rejects.toThrow(/report: is there already, and is no report\. Name/);
    expect(readFileSync(file, "utf8")).toBe(other);
  }
  await write("--force");
  expect(readFileSync(file, "utf8")).toMatch(/^Lot LOT-1/);
});

test("history prints a serial's runs in every lot, as text and as one line of JSON", async () => {
  const data = dataFolder();
  const text = await flashlineApart(["history", "SN0001", "--data", data]);
  expect(text).toMatch(/Lot LOT-1, attempt 1: PASS[\s\S]*Lot LOT-2, attempt 1: PASS/);
  const json = await flashlineApart(["history", "SN0001", "--json", "--data", data]);
  expect(json.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(json).runs).toMatchObject([{ run: "R1" }, { run: "R3" }]);
});

test.each([
  ["a lot that is not there", ["report", "--lot", "LOT-9"], /LOT-9 .*LOT-1, LOT-2/],
  ["a serial that nobody knows", ["history", "SN0099"], /SN0099 is in no lot/],
  ["a file that cannot be written", ["report", "-o", "/proc/none/x"], /\/proc\/none\/x/],
])("%s is bad input, and the message says what to do", async (_name, argv, message) => {
  const failing = flashline(...argv, "--data", dataFolder());
  await expect(failing).rejects.toThrow(InputError);
  await expect(failing).rejects.toThrow(message);
});

test("a data folder without a journal is bad input", async () => {
  const data = join(scratchFolder(), "nowhere");
  await expect(flashline("report", "--data", data)).rejects.toThrow(InputError);
  await expect(flashline("history", "SN0001", "--data", data)).rejects.toThrow(data);
});

test("an unknown format is refused with the list of formats", async () => {
  const failing = flashline("report", "--format", "xml");
  await expect(failing).rejects.toThrow(CommanderError);
  await expect(failing).rejects.toThrow(/text, json, csv, junit/);
});

test("history --kept writes what was saved of a board to a file for its user alone, never to the screen", async () => {
  const data = dataFolder();
  const journal = scratchJournal(data);
  const before = new Uint8Array(4096).fill(0xde);
  journal.keepSector(sampleSector({ run: "R1", before }));
  const file = join(data, "kept.bin");
  const get = (...rest: string[]) => ["history", "SN0001", "--data", data, ...rest];
  const printed = await flashlineApart(get("--kept", "0x1e1000", "-o", file));
  expect(printed).toMatch(
    /kept\.bin: 4096 bytes of 0x1e1000, as they were before run R1 .*c8:47:8c/,
  );
  expect(new Uint8Array(readFileSync(file))).toEqual(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const refused = (...rest: string[]) => expect(flashline(...get(...rest))).rejects;
  await refused("--kept", "0x1e1000", "-o", file).toThrow(/is there already/);
  await refused("--kept", "0x1e1000").toThrow(/go together/);
  await refused("--run", "R1").toThrow(/go together/);
  const next = join(data, "next.bin");
  await refused("--kept", "0x1e2000", "-o", next).toThrow(/There are: --kept 0x1e1000 --run R1\./);
  journal.keepSector(sampleSector({ run: "R3" }));
  await refused("--kept", "0x1e1000", "-o", next).toThrow(/2 runs saved .* one of: R1 .*, R3 /);
  await flashline(...get("--kept", "0x1e1000", "--run", "R3", "-o", next));
  expect(readFileSync(next)[0]).toBe(0xff);
});
