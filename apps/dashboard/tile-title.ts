import { isProduct } from "../../libs/run/purpose.ts";
import { type FixtureState, isRunning, type RunState } from "../../libs/station/fixture-state.ts";
import { standingResult } from "../../libs/station/tile-state.ts";
import { countCells, drawable, fitCells, fitEnd } from "./cells.ts";

/** Who a tile is about, in drawable words; blank where there is nothing to say. */
export interface TileTitle {
  /** The fixture's number and name. */
  readonly nest: string;
  /** Of the board at work, of the one whose result stands, else of the one that is waited for. */
  readonly serial: string;
  /** `golden` or `must-fail` of a check board; of others `try 2`, from the second on. */
  readonly remark: string;
  /** `9 s`. */
  readonly elapsed: string;
}

const secondsOf = ({ startedAt, result }: RunState, now: number): number =>
  Math.max(0, Math.floor((result?.durationMs ?? now - Date.parse(startedAt)) / 1000));

const remarkOf = ({ attempt, purpose }: RunState): string => {
  if (!isProduct({ purpose })) return purpose;
  return attempt > 1 ? `try ${attempt}` : "";
};

/** Of the board that is waited for. */
const checkAhead = ({ situation, nextPurpose }: FixtureState): string =>
  situation === "waiting" && nextPurpose !== "product" ? nextPurpose : "";

/** What stands in a tile's title at `now` (ms since 1970). `place`: the fixture's number, from 1. */
export const tileTitle = (fixture: FixtureState, place: number, now: number): TileTitle => {
  const isShown = isRunning(fixture) || standingResult(fixture) !== null;
  const run = isShown ? fixture.run : null;
  return {
    nest: `${place}  ${drawable(fixture.fixture)}`,
    serial: drawable(run?.serial ?? fixture.nextSerial ?? ""),
    remark: run === null ? checkAhead(fixture) : remarkOf(run),
    elapsed: run === null ? "" : `${secondsOf(run, now)} s`,
  };
};

/** `start`, then `end` at the end if there is room for both whole; in exactly `width` cells. */
const pair = (start: string, end: string, width: number): string => {
  const room = width - countCells(end) - 1;
  if (end === "" || room < countCells(start)) return fitCells(start, width);
  return `${fitCells(start, room)} ${end}`;
};

/** A title in one row. */
export const titleRow = ({ nest, serial, remark, elapsed }: TileTitle, width: number): string => {
  const end = [remark, elapsed].filter((word) => word !== "").join("  ");
  const room = width - countCells(nest) - countCells(end) - 3;
  const shown = countCells(serial) <= room ? serial : fitEnd(serial, room);
  return pair(`${nest}  ${shown}`, end, width);
};

/** A title in a column of two rows or more. */
export const titleColumn = (
  { nest, serial, remark, elapsed }: TileTitle,
  width: number,
  rows: number,
): readonly string[] => {
  const shown = countCells(serial) <= width ? serial : fitEnd(serial, width);
  const lines =
    rows === 2
      ? [pair(nest, elapsed, width), pair(shown, remark, width)]
      : [pair(nest, elapsed, width), shown, remark];
  return Array.from({ length: rows }, (_, row) => fitCells(lines[row] ?? "", width));
};
