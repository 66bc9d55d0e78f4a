import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { afterAll, expect, test } from "vitest";
import { addCommands } from "../apps/cli/add-commands.ts";
import { installRule } from "../apps/doctor/udev-rule.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PROGRAM = "/opt/flashline/bin/flashline";
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

const units = readdirSync(join(ROOT, "config/systemd")).filter((name) => name.endsWith(".service"));
const folder = mkdtempSync(join(tmpdir(), "units-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is wrong with the words after `flashline`, by the program's own table of commands and options. */
const complaintsAbout = async (words: readonly string[]): Promise<string[]> => {
  // A new one each time: it remembers what it was given.
  const program = new Command("flashline").exitOverride();
  await addCommands(program, []);
  return complaintsOf(program, words);
};

const complaintsOf = (parent: Command, words: readonly string[]): string[] => {
  const [name = "", ...rest] = words;
  const command = parent.commands.find((candidate) => candidate.name() === name);
  if (command === undefined) return [`there is no command ${name}`];
  if (command.commands.length > 0) return complaintsOf(command, rest);
  const { unknown } = command.parseOptions([...rest]);
  const missing = command.options.filter(
    ({ mandatory, long }) => mandatory && !rest.includes(long ?? ""),
  );
  return [...unknown, ...missing.map(({ flags }) => `${flags} is missing`)];
};

/** Values of the lines `key=value` of a unit or environment file. */
const valuesOf = (text: string, key: RegExp): string[] =>
  text
    .split("\n")
    .map((line) => /^([A-Za-z_]+)=(.*)$/.exec(line))
    .filter((match) => match !== null && key.test(match[1] ?? ""))
    .map((match) => match?.[2] ?? "");

const settings = read("config/systemd/station.env");

test("there are units for worker, kiosk, dashboard and delivery", () => {
  expect(units.sort()).toEqual([
    "flashline-dashboard.service",
    "flashline-deliver.service",
    "flashline-kiosk.service",
    "flashline-worker.service",
  ]);
});

test.each(units)("%s starts commands that exist, with options they have", async (unit) => {
  const commands = valuesOf(read(`config/systemd/${unit}`), /^Exec/);
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    const [file, ...words] = command.split(" ");
    expect(file).toBe(PROGRAM);
    expect(await complaintsAbout(words)).toEqual([]);
    for (const [, variable] of command.matchAll(/\$\{(\w+)\}/g))
      expect(valuesOf(settings, new RegExp(`^${variable}$`))).toHaveLength(1);
  }
});

test("a unit that drives relays has them switched off after it, and is not restarted on a bad jig", () => {
  for (const unit of ["flashline-worker.service", "flashline-kiosk.service"]) {
    const text = read(`config/systemd/${unit}`);
    expect(valuesOf(text, /^ExecStopPost$/)).toEqual([
      `${PROGRAM} jig make-safe --jig /etc/flashline/jig.yaml`,
    ]);
    expect(valuesOf(text, /^KillMode$/)).toEqual(["mixed"]);
    expect(valuesOf(text, /^RestartPreventExitStatus$/)).toEqual(["2"]);
    expect(Number(valuesOf(text, /^TimeoutStopSec$/)[0])).toBeGreaterThan(10);
  }
});

const hasAnalyzer = spawnSync("systemd-analyze", ["--version"]).status === 0;
if (!hasAnalyzer)
  process.stderr.write("SKIPPED: systemd's own check of units: no systemd-analyze\n");

test.skipIf(!hasAnalyzer)("systemd finds nothing wrong with the units", () => {
  const files = units.map((unit) => {
    const file = join(folder, unit);
    // The program's place on a station is not there on every machine.
    const text = read(`config/systemd/${unit}`).replaceAll(PROGRAM, join(ROOT, "bin/flashline"));
    writeFileSync(file, text.replaceAll("file:///opt/flashline", `file://${ROOT}`));
    return file;
  });
  const said = spawnSync("systemd-analyze", ["verify", ...files], { encoding: "utf8" });
  const aboutUs = said.stderr.split("\n").filter((line) => line.includes("flashline"));
  expect(aboutUs).toEqual([]);
});

const rules = read("config/udev/99-flashline.rules");
const ruleLines = rules.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

test("the udev rule is written as udev reads it, and jumps to labels that are there", () => {
  const key =
    /^(ACTION|KERNEL|SUBSYSTEMS?|DRIVERS?|ATTRS?\{[\w/]+\}|ENV\{\w+\}|GROUP|MODE|GOTO|LABEL)(==|!=|=)"[^"]*"$/;
  const matches = /^(ACTION|KERNEL|SUBSYSTEMS?|DRIVERS?|ATTRS\{)/;
  for (const line of ruleLines) {
    for (const part of line.split(", ")) {
      expect(part).toMatch(key);
      // A match with one = would be an assignment.
      if (matches.test(part)) expect(part).toMatch(/[=!]="/);
    }
  }
  const labels = [...rules.matchAll(/LABEL="(\w+)"/g)].map(([, label]) => label);
  for (const [, label] of rules.matchAll(/GOTO="(\w+)"/g)) expect(labels).toContain(label);
});

test("the udev rule names drivers of the kernel, and ids in lower-case hex", () => {
  const drivers = [...rules.matchAll(/DRIVERS?=="([^"]+)"/g)].flatMap(([, names]) =>
    names?.split("|"),
  );
  expect(new Set(drivers)).toEqual(new Set(["ftdi_sio", "ch341", "cp210x", "cdc_acm"]));
  for (const [, ids] of rules.matchAll(/id(?:Vendor|Product)\}=="([^"]+)"/g))
    expect(ids).toMatch(/^[0-9a-f]{4}(\|[0-9a-f]{4})*$/);
  for (const setting of [
    'ATTR{latency_timer}="1"',
    'ENV{ID_MM_DEVICE_IGNORE}="1"',
    'GROUP="dialout"',
  ])
    expect(rules).toContain(setting);
});

const page = read("docs/deployment.md");

test("the rule, the page and doctor install the rule alike", () => {
  const [copy = "", ...apply] = installRule("/opt/flashline");
  expect(page).toContain([copy, ...apply].join("\n"));
  for (const command of apply) expect(rules).toContain(command);
});

test("the page of deployment names commands, options and files that exist", async () => {
  const blocks = [...page.matchAll(/^```\n(.*?)^```$/gms)].map(([, block]) => block).join("");
  const commands = [...blocks.matchAll(/(?:^|&& |-u flashline )flashline ((?!--version).*)$/gm)];
  expect(commands.length).toBeGreaterThan(3);
  for (const [, words = ""] of commands)
    expect(await complaintsAbout(words.split(" "))).toEqual([]);
  for (const [, file = ""] of page.matchAll(/\/opt\/flashline\/((?:config|bin)\/[\w./-]+)/g))
    expect(existsSync(join(ROOT, file)), file).toBe(true);
  expect(() => execFileSync("sh", ["-n", "-c", blocks])).not.toThrow();
});
