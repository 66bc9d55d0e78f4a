import type { YieldLimits } from "../../libs/jig/yield-limits-schema.ts";
import type { LineState } from "../../libs/station/line-state.ts";
import type { Look } from "./choose-look.ts";
import type { SourceHealth } from "./dashboard-source.ts";
import { ANSWER_ROWS, coverByAnswer } from "./draw-answer.ts";
import { drawFeed } from "./draw-feed.ts";
import { drawFixturePage } from "./draw-fixture-page.ts";
import { drawHeader } from "./draw-header.ts";
import { drawHelp } from "./draw-help.ts";
import { drawKeys } from "./draw-keys.ts";
import { drawTile } from "./draw-tile.ts";
import type { KeySituation, KeyState, Role } from "./key-state.ts";
import { type Layout, LEAST_TERMINAL, layOut } from "./lay-out.ts";
import { fitRow, type Row, type Segment, spread } from "./row.ts";

/** All that a frame shows. */
export interface ScreenContent {
  readonly line: LineState;
  readonly keys: KeyState;
  /** What was answered to the last scan or key; null when there is nothing to say. Not escaped. */
  readonly answer: string | null;
  readonly health: SourceHealth;
  /** Ms since 1970. */
  readonly now: number;
  /** When the line was heard last, ms since 1970: nobody knows how long its boards went on after that. */
  readonly heardMs: number;
}

/** What stays the same while a dashboard runs. */
export interface ScreenSettings {
  readonly role: Role;
  readonly look: Look;
  /** Below which first-pass yield is shown as too low. */
  readonly limits: YieldLimits;
  /** The journal's folder for the commands named at the end, or null for the usual one. */
  readonly dataFolder: string | null;
}

/** The terminal's size in cells. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What the keys mean on the screen that is shown. */
export const situationOf = (
  line: LineState,
  role: Role,
  { columns, rows }: TerminalSize,
): KeySituation => ({
  role,
  line,
  pages: layOut(columns, rows, line.fixtures.length)?.pages ?? 1,
});

const GAP: Segment = { text: " ", tone: "plain" };

const drawTiles = (
  { line, keys, heardMs: now }: ScreenContent,
  { look }: ScreenSettings,
  { tileColumns, tileRows, tileWidth: width, tileHeight: height, pages }: Layout,
): readonly Row[] => {
  const start = Math.min(keys.page, pages - 1) * tileColumns * tileRows;
  return Array.from({ length: tileRows }, (_, down) => {
    const from = start + down * tileColumns;
    const tiles = line.fixtures
      .slice(from, from + tileColumns)
      .map((fixture, across) =>
        drawTile(fixture, { look, width, height, place: from + across + 1, now }),
      );
    return Array.from({ length: height }, (_, row) =>
      tiles.flatMap((tile) => [...(tile[row] ?? []), GAP]),
    );
  }).flat();
};

/** The page that is open over the tiles, if one is. */
const drawPage = (
  { line, keys, heardMs: now }: ScreenContent,
  { role, look }: ScreenSettings,
  { width, rows }: { readonly width: number; readonly rows: number },
): readonly Row[] | undefined => {
  if (keys.help === "shown") return drawHelp(role, width, rows);
  const index = line.fixtures.findIndex((it) => it.fixture === keys.opened);
  const fixture = line.fixtures[index];
  return fixture && drawFixturePage(fixture, { look, width, rows, place: index + 1, now });
};

/** The whole screen, row by row; one row fewer than the terminal has. Pure. */
export const drawScreen = (
  content: ScreenContent,
  settings: ScreenSettings,
  size: TerminalSize,
): readonly Row[] => {
  const { line, keys, answer, health, now } = content;
  const { role, look, limits, dataFolder } = settings;
  const { columns: width } = size;
  const layout = layOut(width, size.rows, line.fixtures.length);
  if (layout === null) {
    const text = `Needs ${LEAST_TERMINAL.columns}x${LEAST_TERMINAL.rows}`;
    return [spread(text, "", width, "plain")];
  }
  const keyRow = drawKeys(keys, situationOf(line, role, size), width);
  const page = drawPage(content, settings, { width, rows: size.rows - 2 });
  if (page !== undefined) return [...coverByAnswer(page, answer, ANSWER_ROWS, width), keyRow];
  const feed = { symbols: look.symbols, width, rows: layout.feedRows, dataFolder, now };
  const rows = [
    ...drawHeader({ line, health, limits, symbols: look.symbols, now }, width),
    ...drawTiles(content, settings, layout).map((row) => fitRow(row, width)),
    ...drawFeed(line, feed),
  ];
  return [...coverByAnswer(rows, answer, layout.feedRows, width), keyRow];
};
