import { likelyCauses } from "../../libs/failure/likely-causes.ts";
import { explainEnd } from "../../libs/failure/pair-words.ts";
import { checkBoardWords } from "../../libs/station/check-words.ts";
import type { FixtureState, RunState } from "../../libs/station/fixture-state.ts";
import { formatTimeOfDay } from "../../libs/station/format-figures.ts";
import { MEND_LOCKED } from "../../libs/station/lock-words.ts";
import type { PastRun } from "../../libs/station/past-run.ts";
import type { StepTime } from "../../libs/station/step-time.ts";
import { countCells, drawable, fitCells, wrapCells } from "./cells.ts";
import { drawTile, type TileFrame } from "./draw-tile.ts";
import { fitSections, type Section } from "./fit-sections.ts";
import { type Row, spread } from "./row.ts";
import type { Symbols } from "./symbols.ts";

/** What a fixture's page is drawn with besides its fixture. */
export interface PageFrame extends Omit<TileFrame, "height"> {
  readonly rows: number;
}

/** Rows of its tile: title and word, what to do, cause. */
const TILE_ROWS = 4;

const seconds = (ms: number): string => `${(Math.max(0, ms) / 1000).toFixed(1)} s`;

/** Cells of one step; as many side by side as fit. */
const STEP_CELLS = 28;

const share = ({ done, total }: RunState): string =>
  total > 0 ? `${Math.floor((done / total) * 100)} %` : "";

/** A step: done, under way, or where the run ended. */
const stepCell = (
  { step, startedAt, durationMs }: StepTime,
  run: RunState,
  { look: { symbols }, now }: PageFrame,
): string => {
  const cell = (symbol: string, said: string): string =>
    fitCells(` ${symbol} ${step.padEnd(9)}${said}`, STEP_CELLS);
  const time = (ms: number): string => seconds(ms).padStart(7);
  if (durationMs !== null) return cell(symbols.pass, time(durationMs));
  if (run.result !== null) return cell(symbols[run.result.outcome], " ended here");
  const done = run.step === step ? ` ${share(run)}` : "";
  return cell(symbols.running, `${time(now - Date.parse(startedAt))}${done}`);
};

const stepRows = (run: RunState, frame: PageFrame): readonly Row[] => {
  const across = Math.max(1, Math.floor(frame.width / STEP_CELLS));
  const down = Math.ceil(run.steps.length / across);
  return Array.from({ length: down }, (_, row) => {
    const cells = run.steps
      .filter((_step, index) => index % down === row)
      .map((step) => stepCell(step, run, frame));
    return spread(cells.join(""), "", frame.width, "plain");
  });
};

const pastRow = (past: PastRun, symbols: Symbols, width: number): Row => {
  const { serial, attempt, purpose, outcome, code, durationMs, endedAt } = past;
  const board = purpose === "product" ? serial : checkBoardWords(purpose, serial);
  const tried = attempt > 1 ? `  try ${attempt}` : "";
  const cause = code === null ? "" : `  ${drawable(code)}`;
  const verdict = `${symbols[outcome]} ${outcome.toUpperCase().padEnd(7)}`;
  const what = ` ${formatTimeOfDay(endedAt)} ${verdict} ${drawable(board)}${cause}${tried}`;
  return spread(what, `${seconds(durationMs)} `, width, "plain");
};

/** Why it is as it is, and what to do: who locked it, what its board failed with. */
const causeLines = ({ lock, run }: FixtureState): readonly string[] => {
  const by = lock?.by == null ? "" : ` by ${drawable(lock.by)}`;
  const detail = lock?.detail === undefined ? "" : `. ${drawable(lock.detail)} ${MEND_LOCKED}`;
  const locked = lock === null ? [] : [`Locked${by}: ${drawable(lock.why)}${detail}`];
  // What becomes of a check board follows from what it was to do: the lock says that.
  const result = run?.purpose === "product" ? run.result : null;
  const said = result === null ? null : explainEnd(result);
  return said === null ? locked : [...locked, drawable(said)];
};

/** What usually lies behind its failure, for the one who mends the fixture. */
const likelyLines = ({ run }: FixtureState): readonly string[] => {
  const failure = run?.purpose === "must-fail" ? null : (run?.result?.failure ?? null);
  const causes = failure === null ? [] : likelyCauses(failure);
  return causes.map((cause) => `[${cause.class}] ${drawable(cause.text)}`);
};

/** A section that is not there without lines. */
const sectionOf = (title: string, texts: readonly string[], width: number): readonly Section[] => {
  const lines = texts
    .flatMap((text) => wrapCells(` ${text}`, width))
    .map((line) => spread(line, "", width, "plain"));
  return lines.length === 0 ? [] : [{ title, lines, keep: "first", least: 2 }];
};

const sectionsOf = (fixture: FixtureState, frame: PageFrame): readonly Section[] => {
  const { look, width } = frame;
  const { run, pastRuns } = fixture;
  const log = run?.log.map((line) => spread(` ${drawable(line)}`, "", width, "plain")) ?? [];
  const past = pastRuns.map((it) => pastRow(it, look.symbols, width));
  const steps = run === null ? [] : stepRows(run, frame);
  return [
    ...sectionOf("CAUSE, AND WHAT TO DO", causeLines(fixture), width),
    { title: "STEPS", lines: steps, keep: "first", least: 4 },
    { title: "LOG PORT", lines: log, keep: "last", least: 2 },
    { title: "LAST RUNS HERE", lines: past, keep: "first", least: 2 },
    ...sectionOf("LIKELY CAUSES", likelyLines(fixture), width),
  ];
};

/** The station, the port's path and the link's rate; of a long path the end, where ports differ. */
const portRow = ({ run, station }: FixtureState, width: number): Row => {
  const rate = run?.baud == null ? "" : ` ${run.baud} baud `;
  const port = drawable(run?.port ?? "not told yet");
  const where = station === null ? " Port " : ` On ${drawable(station)}, port `;
  const room = Math.max(0, width - countCells(rate) - countCells(where));
  const from = Math.max(0, countCells(port) - room + 1);
  const shown = countCells(port) <= room ? port : `~${Array.from(port).slice(from).join("")}`;
  return spread(where + shown, rate, width, "dim");
};

/** The whole story of one fixture in exactly `rows` rows of `width` cells; what does not fit is cut, and says so. */
export const drawFixturePage = (fixture: FixtureState, frame: PageFrame): readonly Row[] => {
  const { width, rows } = frame;
  const blanks = Array.from({ length: rows }, () => spread("", "", width, "plain"));
  const head = [...drawTile(fixture, { ...frame, height: TILE_ROWS }), portRow(fixture, width)];
  const sections = fitSections(sectionsOf(fixture, frame), rows - head.length, width);
  return [...head, ...sections, ...blanks].slice(0, rows);
};
