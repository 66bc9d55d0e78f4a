import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { HEADER_ROWS, layOut } from "../../../apps/dashboard/lay-out.ts";
import { formatTimeOfDay } from "../../../libs/station/format-figures.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import {
  atSecond,
  fixtureNames,
  lineEvent,
  lotStarted,
  passed,
  runEvent,
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

/** Holds a document to the picture of a screen: the first one behind these words. */
const expectPicture = async (document: string, words: string, text: string): Promise<void> => {
  const path = resolve(import.meta.dirname, "../../..", document);
  const page = readFileSync(path, "utf8");
  const at = page.indexOf(words);
  expect(at).toBeGreaterThanOrEqual(0);
  const picture = `\`\`\`text\n${inUtc(text).trimEnd()}\n\`\`\``;
  const shown = page.slice(at).replace(/```text\n[\s\S]*?\n```/, () => picture);
  await expect(page.slice(0, at) + shown).toMatchFileSnapshot(path);
};

test.each(["README.md", "docs/operator.md"])(
  "80x24 shows eight fixtures, and is the first screen in %s",
  async (document) => {
    const { terminal, shows } = await sampleScreen();
    await shows("F08");
    await expectPicture(document, "# ", terminal.text());
    expect(terminal.rows()[23]).toBe("");
    expect(terminal.showsAlternateScreen()).toBe(true);
  },
);

test("fewer fixtures have larger words, as the operator's page shows", async () => {
  const { terminal, shows, tell } = openScreen({ second: 20 });
  const { fixture, serial } = { fixture: "F02", serial: "SN0002" };
  tell(
    lotStarted(["F01", "F02"], { operator: "Eva", boards: 2, passedBefore: 0 }),
    lineEvent({ kind: "station-health", journal: "good", disk: "good", redis: "up" }),
    passed({ fixture: "F01", serial: "SN0001" }, 19),
    runStarted({ fixture, serial }, 8),
    runEvent({ fixture, serial }, { kind: "step-started", step: "verify" }, 18),
  );
  await shows("verify");
  await expectPicture("docs/operator.md", "The fewer fixtures", terminal.text());
});

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

test("a tile stands still while the line is not heard: nobody knows what its board does", async () => {
  const { clock, terminal, source, shows, tell } = openScreen();
  tell(lotStarted(["F01"]), runStarted({}, 0));
  clock.advance(3000);
  await shows(/SN0001 +3 s/);
  source.state = "silent";
  clock.advance(30_000);
  await shows("NO LINE");
  expect(terminal.text()).toMatch(/SN0001 +3 s/);
  source.state = "connected";
  clock.advance(1000);
  await shows(/SN0001 +34 s/);
});

/** Sequences that clear, colour, retitle and ring; bidi, zero-width, combining, wide, and pictures. */
const HOSTILE =
  "\u001b[2J\u001b]0;own\u0007\u009b31mX\r\n\u202e\u200b\u2028q\u0300\u0301🔥👩‍👩‍👧漢字ｶﾞ\ud800 end";

const hostileLine = (): readonly StationEvent[] => {
  const names = { lot: HOSTILE, recipe: HOSTILE, operator: HOSTILE, station: HOSTILE };
  const approval = { by: HOSTILE, at: atSecond(0) };
  const board = { fixture: "F02", serial: HOSTILE };
  return [
    lotStarted([HOSTILE, "F02", "F03"], { ...names, approvals: [{ recipe: HOSTILE, approval }] }),
    lineEvent({ kind: "identities-left", pool: HOSTILE, left: 1 }),
    runStarted({ fixture: HOSTILE, serial: HOSTILE }),
    runEvent(
      { fixture: HOSTILE, serial: HOSTILE },
      { kind: "operator-asked", instruction: HOSTILE },
    ),
    runEvent(board, {
      ...{ kind: "run-ended", verdict: "fail", durationMs: 1 },
      failure: { code: "wrong-chip", expected: HOSTILE, found: HOSTILE },
    }),
    lineEvent({ kind: "fixture-waiting", ...board, awaits: "acknowledge" }),
    lineEvent({ kind: "fixture-locked", fixture: "F03", by: HOSTILE, why: HOSTILE }),
    lineEvent({ kind: "line-paused", by: HOSTILE }),
    lineEvent({ kind: "notice", level: "warning", text: HOSTILE }),
    lineEvent({ kind: "scan-refused", serial: HOSTILE, reason: "unknown", data: {} }),
  ];
};

test.each([
  [80, 24],
  [160, 48],
  [60, 20],
])("%dx%d: text from chips, files and scanners cannot draw", async (columns, rows) => {
  const { terminal, shows, tell } = openScreen({ columns, rows, role: "watch" });
  const quiet = terminal.written;
  tell(...hostileLine());
  await shows("x1b[2J");
  const shown = [terminal.text()];
  for (let page = 0; page < 3; page += 1) {
    terminal.type("\t");
    await shows(/\d/);
    shown.push(terminal.text());
  }
  for (const text of shown) {
    expect(text).not.toMatch(/[^\n\P{C}]/u);
    expect(text.split("\n").at(-1)).toBe("");
  }
  // Its escapes are text: none of them reached the terminal as such, nor what orders, joins or hides.
  const sent = terminal.written.slice(quiet.length);
  for (const sequence of ["\u001b]", "\u0007", "\u009b", "\u001b[2J"]) {
    expect(sent).not.toContain(sequence);
  }
  for (const character of ["\u202e", "\u200b", "\u200d", "\u2028", "\u0300", "🔥"]) {
    expect(sent).not.toContain(character);
  }
  expect(terminal.scrolledOff()).toBe(0);
  // The tiles are where they belong: fills end where their tiles end.
  const layout = layOut(columns, rows, 3);
  if (layout === null) throw new Error("too small");
  const { tileWidth, tileHeight, tileColumns } = layout;
  for (let row = HEADER_ROWS; row < HEADER_ROWS + tileHeight; row += 1) {
    for (let tile = 0; tile < tileColumns; tile += 1) {
      const left = tile * (tileWidth + 1);
      expect(terminal.styleAt(row, left)?.background).toBeGreaterThan(0);
      expect(terminal.styleAt(row, left + tileWidth - 1)?.background).toBe(
        terminal.styleAt(row, left)?.background,
      );
      expect(terminal.styleAt(row, left + tileWidth)?.background ?? -1).toBe(-1);
    }
  }
});

test("what is typed cannot draw either", async () => {
  const { terminal, shows, tell } = openScreen();
  tell(lotStarted(["F01"]));
  await shows("F01");
  terminal.type("\u202eabc");
  await shows(/Serial: \\u202eabc_/);
  expect(terminal.text()).not.toMatch(/[^\n\P{C}]/u);
});
