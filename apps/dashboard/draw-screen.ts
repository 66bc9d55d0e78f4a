import type { YieldLimits } from "../../libs/jig/yield-limits-schema.ts";
import { isRunning } from "../../libs/station/fixture-state.ts";
import type { LineState } from "../../libs/station/line-state.ts";
import type { Look } from "./choose-look.ts";
import type { SourceHealth } from "./dashboard-source.ts";
import { drawFeed } from "./draw-feed.ts";
import { drawHeader } from "./draw-header.ts";
import { drawKeys } from "./draw-keys.ts";
import { drawTile } from "./draw-tile.ts";
import type { KeySituation, KeyState, Role } from "./key-state.ts";
import { type Layout, LEAST_TERMINAL, layOut } from "./lay-out.ts";
import { fitRow, type Row, type Segment, spread } from "./row.ts";

/** All that a frame shows. */
export interface ScreenContent {
  readonly line: LineState;
  readonly keys: KeyState;
  readonly health: SourceHealth;
  /** Ms since 1970. */
  readonly now: number;
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
  lotEnded: line.lot !== null && line.lot.ended !== null,
  boardsRunning: line.fixtures.filter(isRunning).length,
  pages: layOut(columns, rows, line.fixtures.length)?.pages ?? 1,
});

const GAP: Segment = { text: " ", tone: "plain" };

const drawTiles = (
  { line, keys, now }: ScreenContent,
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

/** The whole screen, row by row; one row fewer than the terminal has. Pure. */
export const drawScreen = (
  content: ScreenContent,
  settings: ScreenSettings,
  size: TerminalSize,
): readonly Row[] => {
  const { line, keys, health, now } = content;
  const { role, look, limits, dataFolder } = settings;
  const { columns: width } = size;
  const layout = layOut(width, size.rows, line.fixtures.length);
  if (layout === null) {
    const text = `Needs ${LEAST_TERMINAL.columns}x${LEAST_TERMINAL.rows}`;
    return [spread(text, "", width, "plain")];
  }
  const trigger = line.lot?.trigger ?? "operator";
  const feed = { symbols: look.symbols, width, rows: layout.feedRows, dataFolder, now };
  return [
    ...drawHeader({ line, health, limits, symbols: look.symbols, now }, width),
    ...drawTiles(content, settings, layout).map((row) => fitRow(row, width)),
    ...drawFeed(line, feed),
    drawKeys(keys, situationOf(line, role, size), trigger, width),
  ];
};
