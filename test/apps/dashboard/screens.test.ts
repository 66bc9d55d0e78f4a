import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { formatTimeOfDay } from "../../../libs/station/format-figures.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import {
  atSecond,
  fixtureNames,
  lineEvent,
  lotStarted,
  passed,
  runStarted,
} from "../../libs/station/events.ts";
import { openScreen, type ScreenOptions } from "./open-screen.ts";
import { SAMPLE_SECOND, sampleLine } from "./sample-line.ts";

/** The sample line on a screen: every face but EMPTY, ERROR and ABORTED. */
const sampleScreen = async (options: ScreenOptions = {}) => {
  const screen = openScreen({ second: SAMPLE_SECOND, ...options });
  await screen.shows(/FLASHLINE|Needs/);
  screen.source.tell(...sampleLine());
  screen.clock.advance(250);
  return screen;
};

/** Times of day as they are in UTC, wherever the screen was drawn. */
const inUtc = (text: string): string =>
  Array.from({ length: SAMPLE_SECOND + 2 }, (_, second) => atSecond(second)).reduce(
    (shown, at) => shown.replaceAll(` ${formatTimeOfDay(at)}`, ` ${at.slice(11, 19)}`),
    text,
  );

test.each(["README.md", "docs/operator.md"])(
  "80x24 shows eight fixtures, and is the first screen in %s",
  async (document) => {
    const { terminal, shows } = await sampleScreen();
    await shows("F08");
    const path = resolve(import.meta.dirname, "../../..", document);
    const picture = `\`\`\`text\n${inUtc(terminal.text()).trimEnd()}\n\`\`\``;
    const page = readFileSync(path, "utf8");
    const shown = page.replace(/```text\n[\s\S]*?\n```/, () => picture);
    await expect(shown).toMatchFileSnapshot(path);
    expect(terminal.rows()[23]).toBe("");
    expect(terminal.showsAlternateScreen()).toBe(true);
  },
);

test("160x48 shows 32 fixtures", async () => {
  const { terminal, shows, tell } = openScreen({ columns: 160, rows: 48 });
  tell(lotStarted(fixtureNames(32)));
  await shows("F32");
  for (const fixture of fixtureNames(32))
    expect(terminal.text()).toMatch(new RegExp(`${fixture}\\b`));
  expect(terminal.text()).not.toContain("page");
  expect(terminal.rows()[47]).toBe("");
});

test("60x20 shows one column and pages through the rest, both ways and round", async () => {
  const { terminal, shows } = await sampleScreen({ columns: 60, rows: 20 });
  await shows("Tab page 1 of 3");
  expect(terminal.text()).toMatch(/F01[\s\S]*F02[\s\S]*F03/);
  expect(terminal.text()).not.toContain("F04 ");
  terminal.type("\t");
  await shows(/F04[\s\S]*F05[\s\S]*F06[\s\S]*page 2 of 3/);
  terminal.type("\u001b[C");
  await shows(/F07[\s\S]*F08[\s\S]*page 3 of 3/);
  terminal.type("\t");
  await shows("page 1 of 3");
  terminal.type("\u001b[Z");
  await shows("page 3 of 3");
});

test("resizing loses nothing and never scrolls", async () => {
  const { terminal, shows } = await sampleScreen();
  await shows("F08");
  const before = terminal.text();
  terminal.resize(60, 20);
  await shows("page 1 of 3");
  terminal.resize(20, 5);
  await shows("Needs 40x10");
  terminal.resize(160, 48);
  await shows(/F01.*F02.*F03 /);
  terminal.resize(80, 24);
  await expect.poll(() => terminal.text(), { interval: 5 }).toBe(before);
  expect(terminal.scrolledOff()).toBe(0);
});

test.each([
  [80, 24, 8],
  [80, 24, 64],
  [160, 48, 64],
  [60, 20, 64],
  [40, 10, 3],
  [200, 12, 9],
])(
  "a %dx%d frame of %d fixtures leaves the terminal's last row free",
  async (columns, rows, count) => {
    const { terminal, shows, tell } = openScreen({ columns, rows });
    const names = fixtureNames(count);
    tell(lotStarted(names), ...names.map((fixture) => passed({ fixture, serial: fixture })));
    await shows("F01");
    expect(terminal.rows()[rows - 2]).not.toBe("");
    expect(terminal.rows()[rows - 1]).toBe("");
    expect(terminal.scrolledOff()).toBe(0);
  },
);

test("a late viewer starts from the snapshot", async () => {
  const { source, shows, tell } = openScreen();
  await shows("Waiting for a lot to start.");
  source.tellSnapshot(sampleLine().reduce(reduceLine, emptyLine()));
  tell();
  await shows(/✓ PASS[\s\S]*✗ FAIL/);
});

test("time runs on between events", async () => {
  const { clock, shows, tell } = openScreen();
  tell(lotStarted(["F01"]), runStarted({}, 0));
  await shows(/0:00:00.*[\s\S]* 0 s/);
  clock.advance(3000);
  await shows(/0:00:03.*[\s\S]* 3 s/);
});

test("a lost connection is named in the header", async () => {
  const { terminal, source, shows, tell } = openScreen();
  tell(lotStarted(["F01"], { approvals: [] }));
  await shows("lot L1");
  expect(terminal.text()).not.toContain("NO ");
  source.state = "away";
  tell();
  await shows("NO CONNECTION");
});

const HOSTILE = "\u001b[2J\u001b[31mX\u0007\r\n\u202e\u200b\u009b1q\u0300🔥漢字";

test("text from chips, files and scanners cannot draw", async () => {
  const { terminal, shows, tell } = openScreen({ columns: 120, rows: 40 });
  tell(
    lotStarted([HOSTILE, "F02"], { lot: HOSTILE, recipe: HOSTILE, operator: HOSTILE }),
    runStarted({ fixture: HOSTILE, serial: HOSTILE }),
    lineEvent({ kind: "fixture-waiting", fixture: "F02", serial: HOSTILE, awaits: "key" }),
    lineEvent({ kind: "notice", level: "warning", text: `${HOSTILE} end` }),
  );
  terminal.type("\u202eabc");
  await shows(/Serial: \\u202eabc_/);
  const text = terminal.text();
  expect(text).toContain("\\x1b[2J\\x1b[31mX\\x07\\x0d\\x0a\\u202e\\u200b\\x9b1q??漢字 end");
  expect(text).toContain("line-2  \\x1b[2J");
  expect(text).not.toMatch(/[^\n\P{C}]/u);
  expect(terminal.rows()[38]).toContain("Serial:");
  expect(terminal.rows()[39]).toBe("");
  expect(terminal.backgroundOf("Load ")).toBe(254);
});
