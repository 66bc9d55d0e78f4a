import { type FixtureState, isRunning, type RunState } from "../../libs/station/fixture-state.ts";
import { instruct } from "../../libs/station/instruct.ts";
import { overallProgress } from "../../libs/station/overall-progress.ts";
import { wantsHand } from "../../libs/station/tile-state.ts";
import { countCells, drawable, fitCells } from "./cells.ts";
import type { Look } from "./choose-look.ts";
import { FIGURE_SPACE } from "./glyphs.ts";
import { markRow, type Row } from "./row.ts";
import type { Symbols } from "./symbols.ts";
import { type TileBody, type TileWords, tileBody } from "./tile-body.ts";
import { type TileLook, tileLook } from "./tile-look.ts";
import { tileTitle } from "./tile-title.ts";

/** What a tile is drawn with besides its fixture. */
export interface TileFrame {
  readonly look: Look;
  /** Cells and rows, four at least. */
  readonly width: number;
  readonly height: number;
  /** The fixture's number: its place on the screen, from 1. */
  readonly place: number;
  /** Ms since 1970. */
  readonly now: number;
}

/** Half a second in its own colours, half a second in reverse: one blink a second, far from the 3 that can do harm. */
const BLINK_MS = 500;

const percentOf = (run: RunState): number => Math.floor(overallProgress(run.shares) * 100);

/** `▶ write    ████░░░░  61 %`: the bar is of the whole run, the word is its step. */
const progressOf = (run: RunState, symbols: Symbols, width: number): string => {
  const percent = percentOf(run);
  const before = `${symbols.running} ${(run.step ?? "start").padEnd(8)} `;
  const after = ` ${String(percent).padStart(3)} %`;
  const bar = Math.max(0, width - countCells(before) - countCells(after));
  const done = Math.round((bar * percent) / 100);
  return before + symbols.barDone.repeat(done) + symbols.barOpen.repeat(bar - done) + after;
};

/** The cause, after the word unless that is above in plain letters; without colours on a pattern, each fill its own. */
const causeOf = (
  { word, symbol, cause }: TileLook,
  letters: TileBody["letters"],
  { colouring }: Look,
  width: number,
): string => {
  const code = cause === null ? [] : [drawable(cause)];
  const said = [...(letters === "large" ? [`${symbol} ${word}`] : []), ...code].join("  ");
  if (colouring !== "none" || cause === null) return said;
  return `${said} ${symbol.repeat(Math.max(0, width - countCells(said) - 1))}`;
};

const wordsOf = (
  fixture: FixtureState,
  run: RunState | null,
  tile: TileLook,
  frame: TileFrame,
): TileWords => {
  const { word, symbol } = tile;
  return {
    title: tileTitle(fixture, frame.place, frame.now),
    large:
      run === null ? [`${symbol} ${word}`, word] : [`${percentOf(run)}%`.padStart(3, FIGURE_SPACE)],
    plain: `${symbol} ${word}`,
  };
};

/**
 * A fixture's tile, `height` rows of `width` cells, all of its face's fill: title and word, what to do, and under it
 * the cause, or the progress of a run. What to do blinks where a hand is wanted, and nothing else does.
 */
export const drawTile = (fixture: FixtureState, frame: TileFrame): readonly Row[] => {
  const { look, width, height, now } = frame;
  const { symbols } = look;
  const tile = tileLook(fixture, symbols);
  const run = isRunning(fixture) ? fixture.run : null;
  const inner = width - 2;
  const size = { width: inner, rows: height - 2 };
  const body = tileBody(wordsOf(fixture, run, tile, frame), size, symbols.blocks);
  const last =
    run === null ? causeOf(tile, body.letters, look, inner) : progressOf(run, symbols, inner);
  const row = (text: string): Row => [{ text: ` ${fitCells(text, inner)} `, tone: tile.tone }];
  const isReversed = wantsHand(fixture) && Math.floor(now / BLINK_MS) % 2 === 1;
  return [
    ...body.rows.map(row),
    markRow(row(drawable(instruct(fixture))), isReversed ? "inverted" : "none"),
    // A line parts it from the tile below.
    markRow(row(last), "underlined"),
  ];
};
