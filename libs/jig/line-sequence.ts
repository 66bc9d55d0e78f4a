import { suggestWord } from "../input/suggest-word.ts";
import type { ModemLine, SequenceText } from "./jig.ts";

/** How lines are to be from now on, true = asserted; a line that is not named stays as it is. */
export type LineLevels = Readonly<Partial<Record<ModemLine, boolean>>>;

/** A part of a sequence: lines that change together, and how long they stay so before the next. */
export interface LineStep {
  readonly levels: LineLevels;
  readonly thenMs: number;
}

/** How an adapter's lines reset a chip, such as `rts:1 wait:200 rts:0`. */
export interface LineSequence {
  /** What brings CEN low: all until, for the first time, a line is let go. */
  readonly hold: readonly LineStep[];
  /** How long the chip is held at least, in ms. */
  readonly holdMs: number;
  /** What lets the chip start; leaves all lines released. */
  readonly release: readonly LineStep[];
  /** The lines it moves. */
  readonly lines: readonly ModemLine[];
}

const LONGEST_TEXT = 200;
/** All waits together: they pass while a run waits for its board, or a worker for its end. */
const LONGEST_WAIT_MS = 5000;
/** The shortest reset a chip surely sees; the same as the schema's least pulse. */
const SHORTEST_HOLD_MS = 10;

const LINES: readonly ModemLine[] = ["rts", "dtr"];
const EXAMPLE = "Write it like rts:1 wait:200 rts:0 (1 = asserted, waits in ms).";

const bad = (problem: string, remedy: string): Error => new Error(`${problem} ${remedy}`);

/** Whether a reset line is written as a sequence rather than as the name of a line. */
export const isSequence = (text: string): text is SequenceText => text.includes(":");

/**
 * Reads a reset sequence, in the style of esptool's custom ones: steps `rts:0`, `rts:1`, `dtr:0`,
 * `dtr:1` and `wait:MS`, apart by spaces. Lines between two waits change together.
 * @throws Error that says to the writer of the jig file what to mend.
 */
export const parseLineSequence = (text: string): LineSequence => {
  if (text.length > LONGEST_TEXT) throw bad("is too long for a sequence.", EXAMPLE);
  const steps = stepsOf(text.trim().split(/\s+/));
  const letsGo = steps.findIndex(({ levels }, at) => {
    const before = levelsAfter(steps.slice(0, at));
    return LINES.some((line) => before[line] === true && levels[line] === false);
  });
  const hold = steps.slice(0, letsGo === -1 ? steps.length : letsGo);
  const last = levelsAfter(steps);
  const left = LINES.find((line) => last[line] === true);
  if (left !== undefined) {
    const problem = `ends with ${left} asserted, which would hold the chip in reset for ever.`;
    throw bad(problem, `End it with ${left}:0.`);
  }
  if (letsGo === -1) throw bad("asserts no line, so it resets nothing.", EXAMPLE);
  const holdMs = hold.at(-1)?.thenMs ?? 0;
  if (holdMs < SHORTEST_HOLD_MS) {
    const problem = `holds the chip for less than ${SHORTEST_HOLD_MS} ms before it lets go.`;
    throw bad(problem, EXAMPLE);
  }
  const lines = LINES.filter((line) => steps.some(({ levels }) => line in levels));
  return { hold, holdMs, release: steps.slice(letsGo), lines };
};

const levelsAfter = (steps: readonly LineStep[]): LineLevels =>
  Object.assign({}, ...steps.map(({ levels }) => levels));

const stepsOf = (words: readonly string[]): readonly LineStep[] => {
  const steps: { levels: Partial<Record<ModemLine, boolean>>; thenMs: number }[] = [];
  for (const word of words) {
    const step = readStep(word);
    const current = steps.at(-1);
    if ("waitMs" in step) {
      if (current === undefined) {
        throw bad(`begins with "${word}", before any line moves.`, EXAMPLE);
      }
      current.thenMs += step.waitMs;
    } else if (current === undefined || current.thenMs > 0) {
      steps.push({ levels: { [step.line]: step.asserted }, thenMs: 0 });
    } else if (step.line in current.levels) {
      const problem = `moves ${step.line} again at "${word}" without a wait in between.`;
      throw bad(problem, EXAMPLE);
    } else {
      current.levels[step.line] = step.asserted;
    }
  }
  const allMs = steps.reduce((sum, { thenMs }) => sum + thenMs, 0);
  if (allMs <= LONGEST_WAIT_MS) return steps;
  const problem = `waits ${allMs} ms in all, more than ${LONGEST_WAIT_MS}.`;
  throw bad(problem, "Shorten its waits.");
};

type ReadStep =
  | { readonly waitMs: number }
  | { readonly line: ModemLine; readonly asserted: boolean };

const readStep = (word: string): ReadStep => {
  const [name = "", value = "", ...rest] = word.split(":");
  const badStep = (remedy: string): Error => bad(`has the bad step "${word}".`, remedy);
  if (name === "wait") {
    const isWait = /^\d{1,6}$/.test(value) && rest.length === 0;
    if (!isWait || Number(value) < 1 || Number(value) > LONGEST_WAIT_MS) {
      throw badStep(`Write a wait of 1 to ${LONGEST_WAIT_MS} ms, such as wait:200.`);
    }
    return { waitMs: Number(value) };
  }
  const line = LINES.find((known) => known === name);
  if (line === undefined) throw badStep(suggestWord(name, ["rts", "dtr", "wait"]));
  if (rest.length > 0 || (value !== "0" && value !== "1")) {
    throw badStep(`Write ${line}:1 to assert it or ${line}:0 to let it go.`);
  }
  return { line, asserted: value === "1" };
};
