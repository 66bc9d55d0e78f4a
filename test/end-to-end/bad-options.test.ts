import { expect, test } from "vitest";
import { Workplace } from "../support/run-flashline.ts";
import {
  type Bad,
  type BadCase,
  badOption,
  GOOD_RECIPE,
  layOut,
  testProgramRefusals,
  testRefusals,
} from "./bad-lot.ts";
import { refusalOf } from "./refusal.ts";

const counted = (first: string | null, count: string | null): Bad => ({
  options: { "--serials": null, "--first": first, "--count": count },
});

const OPTIONS: readonly BadCase[] = [
  ["no serials", badOption("--serials", null), "run: no serials", "Give one of --serials FILE"],
  [
    "serials twice",
    { options: { "--first": "SN1", "--count": "2" } },
    "run: more than one",
    "Give one of --serials FILE",
  ],
  [
    "a file without serials",
    { serials: "# none yet\n\n" },
    "serials.txt:",
    "Write one serial a line.",
  ],
  [
    "a serial twice",
    { serials: "SN1\nSN2\n\n# again\nSN1\n" },
    "serials.txt:5: serial SN1",
    "remove one of the two",
  ],
  [
    "a serial that is none",
    { serials: "SN1\nSN\u001b[2J\n" },
    String.raw`serials.txt:2: "SN\x1b[2J"`,
    "A serial is 1 to 64 letters",
  ],
  [
    "a first serial alone",
    counted("SN1", null),
    "--first and --count",
    "Give one of --serials FILE",
  ],
  ["a count alone", counted(null, "3"), "--first and --count", "Give one of --serials FILE"],
  ["a first serial without digits", counted("SN", "3"), "--first:", "such as SN0001"],
  [
    "more boards than the digits hold",
    counted("SN8", "3"),
    "--first:",
    "Give it more leading zeros",
  ],
  [
    "a lot id that is none",
    badOption("--lot", "a\u001b[2J"),
    "'--lot <id>'",
    "A lot id is 1 to 64 letters",
  ],
  ["an operator without name", badOption("--operator", " "), "'--operator <name>'", "Give a name"],
  [
    "a place for backups that no recipe asks for",
    badOption("--backup", "copies"),
    "recipe.yaml: backup:",
    "Write `backup: true` into the recipe",
  ],
  [
    "no address of a Redis",
    badOption("--redis", "http://localhost"),
    "--redis:",
    "Give redis://host:port",
  ],
  [
    "a line whose keys would be another's",
    badOption("--line", "worker"),
    "'--line <name>'",
    "A line's name is 1 to 40 letters",
  ],
];

testRefusals(OPTIONS);

/** One of each kind: said by the parser, by the lot, of a file, of a folder. */
const BY_PROGRAM: readonly BadCase[] = [
  ["no jig", badOption("--jig", null), "run: --jig: is missing.", "or --redis URL"],
  ["a misspelt option", badOption("--jgi", "jig.yaml"), "'--jgi'", "Did you mean --jig?"],
  ["no serials file", badOption("--serials", "no.txt"), "no.txt:", "Check the name"],
  ["no boards", counted("SN8", "0"), "'--count <n>'", "Give a whole number of 1 or more."],
  [
    "a place for backups that is none",
    { recipe: { ...GOOD_RECIPE, backup: true }, options: { "--backup": "empty.bin" } },
    "run: --backup: empty.bin cannot be written (EEXIST).",
    "Name a folder that is yours.",
  ],
];

testProgramRefusals(BY_PROGRAM);

test.concurrent.each([
  ["run --jig jig.yaml --recipe recipe.yaml --scan", "run: --scan:", "Run it in a terminal"],
  [
    "worker --jig jig.yaml",
    "worker: --redis:",
    "Name the line's Redis: --redis redis://HOST:6379, or REDIS_URL.",
  ],
  ["worker --jig jig.yaml --redis http://x", "--redis:", "Give redis://host:port"],
  ["dashboard --redis unix:redis.sock", "dashboard:", "Start it in one (over ssh: ssh -t)."],
  ["simulate --jig jig.yaml", "jig line-a: fixtures:", "virtual: { chip: ... }"],
  ["jig new --relays reset:rts --ids F01..F02", "--relays, --ids: only goes", "Add --discover"],
  ["jig new --no-log --yes -o new.yaml", "--no-log, --yes: only goes", "Add --discover"],
  ["report", "data: has no journal.", "with --data DIR"],
  ["journal backup --data gone --to x", "gone: has no journal.", "with --data DIR"],
  ["history SN0001", "data: has no journal.", "with --data DIR"],
  ["demo --boards 0", "'--boards <n>'", "Give a whole number of 1 or more."],
  ["fly", "unknown command 'fly'", "flashline --help"],
])("flashline %s", async (command, where, remedy) => {
  await using place = new Workplace();
  layOut(place, {});
  const message = await refusalOf(place, ...command.split(" "));
  expect(message).toMatch(/^flashline: /);
  expect(message).toContain(where);
  expect(message).toContain(remedy);
});

const VIRTUAL = {
  jig: "virtual",
  trigger: "auto",
  fixtures: [{ id: "F01", virtual: { chip: "bk7231n" } }],
};

// In /proc no folder can be made, and Node tries for ever.
test.concurrent.each([
  ["simulate --jig virtual.yaml --state /proc/x", "simulate: --state: /proc/x cannot be written"],
  [
    "simulate --jig virtual.yaml --state file",
    "simulate: --state: file cannot be written (EEXIST)",
  ],
  [
    "simulate --jig virtual.yaml --control no/s",
    "simulate: --control: no/s cannot be made (EACCES)",
  ],
  ["simulate --jig virtual.yaml --control file", "simulate: --control: file is in use."],
  ["demo --data /proc/x/y", "demo: --data: /proc/x/y cannot be written (ENOENT)"],
])("flashline %s ends at once, saying what to name instead", async (command, problem) => {
  await using place = new Workplace();
  place.write("virtual.yaml", VIRTUAL);
  place.write("file", "");
  const message = await refusalOf(place, ...command.split(" "));
  expect(message).toContain(problem);
  expect(message).toMatch(/Name a (folder that is yours|short path that is free)/);
});

test.concurrent("a damaged journal is told in its own words, once", async () => {
  await using place = new Workplace();
  place.write("data/journal.sqlite", "no database at all, and yet some hundred bytes".repeat(30));
  const { exitCode, stderr } = await place.run("report", "--data", "data");
  expect(exitCode).toBe(3);
  expect(stderr).toBe(
    "flashline: station error: The journal in data is damaged, or journal.sqlite is another file.\n",
  );
});
