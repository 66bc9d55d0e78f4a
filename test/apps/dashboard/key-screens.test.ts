import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { OperatorCommand, StationEvent } from "../../../libs/station/station-event.ts";
import {
  failed,
  fixtureNames,
  lineEvent,
  lotStarted,
  passed,
  runEvent,
  runStarted,
} from "../../libs/station/events.ts";
import { openScreen, type ScreenOptions } from "./open-screen.ts";

const start: OperatorCommand = { kind: "start", shown: [] };
const stop: OperatorCommand = { kind: "stop" };
const scan = (serial: string): OperatorCommand => ({ kind: "scan", serial });

const opened = (options: ScreenOptions = {}) => {
  const screen = openScreen(options);
  const { terminal, clock } = screen;
  /** The terminal hands on the letter, and nothing follows it. */
  const pressAlone = async (letter: string): Promise<void> => {
    const before = clock.pending;
    terminal.type(letter);
    await expect.poll(() => clock.pending, { interval: 2 }).toBe(before + 1);
    clock.advance(120);
  };
  /** A key some time after the one before. */
  const press = (key: string): void => {
    clock.advance(500);
    terminal.type(key);
  };
  return { ...screen, pressAlone, press };
};

const times = (text: string): string => text.replace(/\d\d:\d\d:\d\d/g, "hh:mm:ss");

/** The picture in a document that shows this. */
const pictureWith = (document: string, text: string): string => {
  const page = readFileSync(new URL(`../../../${document}`, import.meta.url), "utf8");
  const pictures = [...page.matchAll(/```text\n([\s\S]*?)\n```/g)].map(
    ([, picture = ""]) => picture,
  );
  return pictures.find((picture) => picture.includes(text)) ?? "";
};

test("keys on a terminal: start, scan, question, stop, summary, leave", async () => {
  const { terminal, source, shows, tell, done, press, pressAlone } = opened();
  const who = { fixture: "F01", serial: "SN0001" };
  tell(
    lotStarted(["F01", "F02"]),
    lineEvent({ kind: "fixture-waiting", fixture: "F01", serial: "SN0001", awaits: "key" }),
  );
  await shows("Load SN0001, press Enter");
  terminal.type("\r");
  await expect.poll(() => source.commands).toEqual([start]);
  tell(runStarted(who, 1));
  await shows("Do not touch the board");
  terminal.type("SN");
  await shows("Serial: SN_");
  terminal.type("0007\r");
  await expect.poll(() => source.commands).toEqual([start, scan("SN0007")]);
  await pressAlone("q");
  await shows("Stop the line? 1 board is running.  y / n");
  await pressAlone("n");
  await shows("Q end");
  terminal.type("\u0003");
  await shows("Stop the line?");
  terminal.type("\u0003");
  await shows("Stopping the line.");
  expect(source.commands.at(-1)).toEqual(stop);
  const counts = { pass: 1, fail: 0, error: 0, aborted: 0, notRun: 23 };
  const end = { kind: "lot-ended", lot: "L1", stopped: true, durationMs: 9000 } as const;
  tell(passed(who, 9), lineEvent({ ...end, ...counts }));
  await shows(
    /stopped by the operator after 0:00:09[\s\S]*report --lot L1 --data data[\s\S]*history SERIAL --data data/,
  );
  await shows("✓ PASS");
  press("SN0008\r");
  await shows("The lot has ended. Enter leaves this screen.");
  press("\r");
  await done;
  expect(terminal.showsAlternateScreen()).toBe(false);
  await shows(/^Lot L1 stopped by the operator after 0:00:09\.\n24 boards: 1 PASS/);
  expect(terminal.text()).toContain("npx flashline history SERIAL --data data");
});

test("a watcher who leaves changes nothing, and lets go of line and clock", async () => {
  const { terminal, source, clock, shows, tell, done, press, pressAlone } = opened({
    role: "watch",
  });
  tell(lotStarted(["F01"]), runStarted({}, 1));
  await shows("Watching");
  press("1\r");
  await shows(/1 {2}F01[\s\S]*STEPS: none yet/);
  press("SN1\r");
  await shows("This screen watches");
  await pressAlone("q");
  await done;
  await shows("The dashboard was left.");
  expect(terminal.showsAlternateScreen()).toBe(false);
  expect(source.commands).toEqual([]);
  expect(source.listeners).toBe(0);
  expect(clock.pending).toBe(0);
});

test("a dashboard ended from outside gives the terminal back", async () => {
  const { terminal, ending, shows, tell, done } = opened();
  tell(lotStarted(["F01"]));
  await shows("F01");
  ending.abort();
  await done;
  expect(terminal.showsAlternateScreen()).toBe(false);
});

test.each([
  [80, 24],
  [60, 20],
  [160, 48],
])("what a wrong scan led to stands in a band at %dx%d, on every page", async (columns, rows) => {
  const { terminal, source, clock, shows, tell, press, pressAlone } = opened({ columns, rows });
  tell(lotStarted(fixtureNames(8)));
  const refuse = (): void =>
    source.tell(
      lineEvent({
        kind: "scan-refused",
        serial: "SN\u001b[2J9",
        fixture: "F02",
        reason: "in-fixture",
        data: {},
      }),
    );
  const said =
    "SN\\x1b[2J9: It is in work in F02. Two boards cannot have one serial: check the label.";
  for (const key of ["", "2\r", "?"]) {
    if (key === "?") await pressAlone(key);
    else press(key);
    refuse();
    await shows("label.");
    expect(terminal.text().replace(/\s+/g, " ")).toContain(said);
    expect(terminal.backgroundOf("SN\\x1b[2J9:")).toBe(229);
    expect(terminal.rows()[rows - 2]).toContain("help");
    expect(terminal.rows()[rows - 1]).toBe("");
  }
  clock.advance(10_250);
  await expect.poll(() => terminal.text(), { interval: 5 }).not.toMatch(/check the label/);
  terminal.type("\u001b[200~SN77\u001b[201~");
  await expect.poll(() => source.commands).toEqual([scan("SN77")]);
});

/** A run that failed at verify, after one that passed. */
const story = (): readonly StationEvent[] => {
  const who = { fixture: "F03", serial: "SN0003" };
  const before = { fixture: "F03", serial: "SN0001" };
  const steps = [
    ["prepare", 8, 40],
    ["link", 8.04, 1210],
    ["identify", 9.25, 310],
    ["erase", 9.6, 1950],
    ["write", 9.7, 7420],
  ] as const;
  const told = steps.flatMap(([step, second, durationMs]) => [
    runEvent(who, { kind: "step-started", step }, second),
    runEvent(who, { kind: "step-passed", step, durationMs, bytes: 0 }, second + durationMs / 1000),
  ]);
  const port = "/dev/serial/by-path/platform-xhci-hcd.0-usb-0:1.3:1.0-port0";
  return [
    lotStarted(fixtureNames(8), { operator: "Eva" }),
    runStarted(before, 1),
    passed(before, 6),
    runEvent(who, { kind: "run-started", chip: "bk7231n", recipe: "plug", port }, 8),
    ...told,
    runEvent(who, { kind: "board-linked", baud: 921_600 }, 9),
    runEvent(who, { kind: "log-lines", lines: ["V:BK7231N_1.0.1", "J 0x10000"] }, 12),
    runEvent(who, { kind: "step-started", step: "verify" }, 17.2),
    runEvent(who, { kind: "step-started", step: "release" }, 17.9),
    runEvent(who, { kind: "step-passed", step: "release", durationMs: 60, bytes: 0 }, 18),
    runEvent(
      who,
      {
        kind: "run-ended",
        verdict: "fail",
        failure: {
          code: "verify-mismatch",
          address: 0x12000,
          length: 4096,
          expected: "0f3c11aa",
          found: "93b0c2d4",
        },
        durationMs: 10_100,
      },
      18,
    ),
  ];
};

test("a fixture's page tells its story, at 80x24 as in the operator's page", async () => {
  const { terminal, source, clock, shows, tell, press } = opened();
  await shows("FLASHLINE");
  clock.advance(18_000);
  tell(...story());
  press("3\r");
  await shows("LAST RUNS HERE");
  expect(times(terminal.text().trimEnd())).toBe(pictureWith("docs/operator.md", "LAST RUNS HERE"));
  press("\t");
  await shows(/4 {2}F04[\s\S]*STEPS: none yet/);
  // Escape, and a scan that comes right behind it.
  press("\u001bSN0042\r");
  await shows("FLASHLINE");
  expect(source.commands).toEqual([scan("SN0042")]);
});

test("a page with more than fits cuts it with a word, and what chips say cannot draw", async () => {
  const { terminal, clock, shows, tell, press } = opened({ columns: 60, rows: 20 });
  await shows("FLASHLINE");
  clock.advance(60_000);
  const who = { fixture: "F03", serial: "SN0009" };
  const runs = [11, 12, 13, 14, 15].flatMap((at) => [
    runStarted({ ...who, serial: `SN00${at}` }, at * 3),
    failed({ ...who, serial: `SN00${at}` }, at * 3 + 2),
  ]);
  const steps = (
    ["prepare", "link", "identify", "backup", "compare", "erase", "write"] as const
  ).flatMap((step, index) => [
    runEvent(who, { kind: "step-started", step }, 50 + index),
    runEvent(who, { kind: "step-passed", step, durationMs: 900, bytes: 0 }, 51 + index),
  ]);
  const lines = Array.from({ length: 20 }, (_, line) => `line ${line} \u001b[31m\u202e`);
  tell(
    lotStarted(fixtureNames(8)),
    ...runs,
    runStarted(who, 50),
    ...steps,
    runEvent(who, { kind: "step-started", step: "verify" }, 58),
    runEvent(who, { kind: "step-progress", step: "verify", done: 45, total: 100 }, 59),
    runEvent(who, { kind: "log-lines", lines }, 59),
  );
  press("3\r");
  await shows(/verify +2\.\d s 45 %/);
  await shows(/LOG PORT +last \d of 20/);
  await shows("line 19 \\x1b[31m\\u202e");
  await shows(/LAST RUNS HERE +first 2 of 5/);
  expect(terminal.text()).not.toMatch(/[^\n\P{C}]/u);
  expect(terminal.rows()[18]).toContain("Q end");
  expect(terminal.rows()[19]).toBe("");
  expect(terminal.scrolledOff()).toBe(0);
  terminal.resize(160, 48);
  await shows(/LOG PORT\n line 0/);
  terminal.resize(40, 10);
  await shows("more on a larger terminal");
  expect(terminal.scrolledOff()).toBe(0);
});

test("the help has every key and scan, as in the operator's page, and fits 60x20", async () => {
  const { terminal, shows, tell, press, pressAlone } = opened({ columns: 60, rows: 20 });
  tell(lotStarted(fixtureNames(8)));
  await pressAlone("?");
  await shows("KEYS AND SCANS");
  expect(terminal.text().trimEnd()).toBe(pictureWith("docs/operator.md", "KEYS AND SCANS"));
  expect(terminal.text()).not.toContain("~");
  press("\r");
  await shows("Scan, or Enter");
});
