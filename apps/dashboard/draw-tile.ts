import type { FixtureState, RunState } from "../../libs/station/fixture-state.ts";
import { instruct } from "../../libs/station/instruct.ts";
import { overallProgress } from "../../libs/station/overall-progress.ts";
import { isOut, standingResult, tileFace, tileState } from "../../libs/station/tile-state.ts";
import { countCells, drawable } from "./cells.ts";
import type { Tone } from "./palette.ts";
import { fitRow, type Row, spread } from "./row.ts";
import type { Symbols } from "./symbols.ts";

/** What a tile is drawn with besides its fixture. */
export interface TileFrame {
  readonly symbols: Symbols;
  /** Cells. */
  readonly width: number;
  /** Ms since 1970. */
  readonly now: number;
}

/** A tile's word, symbol and tone: the same thing said three times. */
interface Face {
  readonly word: string;
  readonly symbol: string;
  readonly tone: Tone;
}

const faceOf = (fixture: FixtureState, symbols: Symbols): Face => {
  const { situation } = fixture;
  const result = standingResult(fixture);
  if (result !== null && !isOut(fixture)) {
    const { outcome } = result;
    return { word: outcome.toUpperCase(), symbol: symbols[outcome], tone: outcome };
  }
  if (tileState(fixture) === "LOCKED" && !isOut(fixture)) {
    return { word: "LOCKED", symbol: symbols.error, tone: "error" };
  }
  switch (situation) {
    case "running":
    case "ended":
      return { word: "RUNNING", symbol: symbols.running, tone: "running" };
    case "waiting":
      return { word: "READY", symbol: symbols.ready, tone: "strong" };
    case "idle":
      return { word: "DONE", symbol: symbols.quiet, tone: "dim" };
    case "empty":
      return { word: "EMPTY", symbol: symbols.quiet, tone: "dim" };
    case "unplugged":
      return { word: "UNPLUGGED", symbol: symbols.error, tone: "error" };
    case "unfit":
      return { word: "NO INPUT", symbol: symbols.error, tone: "error" };
    case "lost":
      return { word: "LOST", symbol: symbols.error, tone: "error" };
  }
};

const elapsedSeconds = ({ startedAt, result }: RunState, now: number): number =>
  Math.max(0, Math.floor((result?.durationMs ?? now - Date.parse(startedAt)) / 1000));

const titleOf = (fixture: FixtureState, { width, now }: TileFrame, tone: Tone): Row => {
  const { run } = fixture;
  const serial = run?.serial ?? fixture.nextSerial ?? "";
  const attempt = run !== null && run.attempt > 1 ? `try ${run.attempt}  ` : "";
  const elapsed = run === null ? "" : `${elapsedSeconds(run, now)} s`;
  const left = ` ${drawable(fixture.fixture)}  ${drawable(serial)}`;
  return spread(left, ` ${attempt}${elapsed} `, width, tone);
};

/** ` write    ████░░░░  61 % `: the bar is of the whole run, the word is its step. */
const progressOf = (run: RunState, { symbols, width }: TileFrame): Row => {
  const progress = overallProgress(run.shares);
  const before = ` ${symbols.running} ${(run.step ?? "start").padEnd(8)} `;
  const after = ` ${String(Math.floor(progress * 100)).padStart(3)} % `;
  const bar = Math.max(0, width - countCells(before) - countCells(after));
  const done = Math.round(bar * progress);
  return fitRow(
    [
      { text: before, tone: "strong" },
      { text: symbols.barDone.repeat(done), tone: "running" },
      { text: symbols.barOpen.repeat(bar - done), tone: "dim" },
      { text: after, tone: "strong" },
    ],
    width,
  );
};

/** A fixture's three rows, each `width` cells: who, what, and what to do. A verdict fills all of them. */
export const drawTile = (fixture: FixtureState, frame: TileFrame): readonly Row[] => {
  const { run, situation } = fixture;
  const { symbols, width } = frame;
  const { word, symbol, tone } = faceOf(fixture, symbols);
  const running = situation === "running" && run !== null && run.result === null;
  const { cause } = tileFace(fixture);
  const code = cause === null ? "" : `  ${drawable(cause)}`;
  const status = running
    ? progressOf(run, frame)
    : spread(` ${symbol} ${word}${code}`, "", width, tone);
  const wantsHand = situation === "waiting" || (running && run.asked !== null);
  const order = drawable(instruct(fixture));
  return [
    titleOf(fixture, frame, running ? "strong" : tone),
    status,
    spread(` ${order}`, "", width, wantsHand ? "ask" : running ? "dim" : tone),
  ];
};
