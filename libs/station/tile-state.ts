import { boardFate } from "../failure/board-fate.ts";
import { type FixtureState, isRunning, type RunResult } from "./fixture-state.ts";

/**
 * What a fixture is, for the one who stands before it. `EMPTY`: no board is asked for · `READY`: for a board ·
 * `RUNNING` · `PASS`, `FAIL`: a result stands · `RETRY`: the same board is to be seated again, or moved to another fixture · `QUARANTINE`: a board
 * that must not go on · `LOCKED`: it takes no board.
 */
export const TILE_STATES = [
  "EMPTY",
  "READY",
  "RUNNING",
  "PASS",
  "FAIL",
  "RETRY",
  "QUARANTINE",
  "LOCKED",
] as const;

/** One of `TILE_STATES`. */
export type TileState = (typeof TILE_STATES)[number];

/** What a tile shows in large, and what in small under it. */
export interface TileFace {
  readonly state: TileState;
  /** The state; of `FAIL` the verdict: FAIL, ERROR or ABORTED. */
  readonly word: string;
  /** Code of the failure, or why it is locked. Not escaped. */
  readonly cause: string | null;
}

/** Whether the fixture itself is out of order: its worker, its ports or its inputs are. */
export const isOut = ({ situation }: FixtureState): boolean =>
  situation === "lost" || situation === "unplugged" || situation === "unfit";

/** The result on the tile, unless there is none, or none any more. */
export const standingResult = ({ run, result }: FixtureState): RunResult | null =>
  result === "stands" ? (run?.result ?? null) : null;

const isTriedAgain = ({ situation, retry, nextSerial, awaits, run }: FixtureState): boolean =>
  situation === "waiting" &&
  (awaits === "acknowledge" ? retry !== "none" : nextSerial === (run?.serial ?? null));

/** Whether it failed in other fixtures, too: the board is bad. */
const isBad = ({ outcome, failedIn = [] }: RunResult): boolean =>
  outcome === "fail" && failedIn.length > 0;

const stateOfResult = (fixture: FixtureState, result: RunResult): TileState => {
  if (result.outcome === "pass") return "PASS";
  if (isTriedAgain(fixture)) return "RETRY";
  const isAside = isBad(result) || boardFate(result.failure) === "set-aside";
  return isAside ? "QUARANTINE" : "FAIL";
};

/** The state of a fixture's tile, one of eight. */
export const tileState = (fixture: FixtureState): TileState => {
  if (isOut(fixture)) return "LOCKED";
  if (isRunning(fixture)) return "RUNNING";
  const result = standingResult(fixture);
  if (result !== null) return stateOfResult(fixture, result);
  if (fixture.lock !== null) return "LOCKED";
  return fixture.situation === "waiting" ? "READY" : "EMPTY";
};

const causeOf = (fixture: FixtureState, state: TileState): string | null => {
  const { lock, reason } = fixture;
  if (state === "LOCKED") return (isOut(fixture) ? reason : lock?.why) ?? null;
  const result = standingResult(fixture);
  const code = result?.failure?.code;
  if (result !== null && code !== undefined && isBad(result)) {
    return `${code}, in ${result.failedIn?.join(", ")}, too`;
  }
  // A pass has no cause: there is room to tell that nothing comes after it.
  return code ?? (lock === null ? null : "locked");
};

/** State, word and cause of a fixture's tile. */
export const tileFace = (fixture: FixtureState): TileFace => {
  const state = tileState(fixture);
  const verdict = standingResult(fixture)?.outcome.toUpperCase();
  const word = state === "FAIL" ? (verdict ?? state) : state;
  return { state, word, cause: state === "RUNNING" ? null : causeOf(fixture, state) };
};

/** Whether a person has to do something at the fixture for the line to go on there. */
export const wantsHand = (fixture: FixtureState): boolean => {
  const { situation, awaits, run } = fixture;
  if (isOut(fixture)) return true;
  if (isRunning(fixture)) return run?.asked !== null;
  const isPatient =
    awaits === "resume" ||
    awaits === "elsewhere" ||
    awaits === "report" ||
    awaits === "journal" ||
    awaits === "redis";
  if (situation !== "waiting" || isPatient) return false;
  // A locked nest takes no board, but its result is to be seen.
  return fixture.lock === null || standingResult(fixture) !== null;
};
