import { isRunning } from "../../libs/station/fixture-state.ts";
import type { LineState } from "../../libs/station/line-state.ts";
import { countCells, drawable, fitCells } from "./cells.ts";
import { hasEnded, type KeySituation, type KeyState } from "./key-state.ts";

import { heldLetter } from "./press-key.ts";
import { retryCandidates } from "./retry-candidates.ts";
import { fitRow, type Row, spread } from "./row.ts";
import { numberedFixture } from "./take-line.ts";
import type { Tone } from "./tone.ts";

/** `left`, cut if need be, and the whole of `right` at the end. */
const parted = (left: string, right: string, width: number, tone: Tone): Row =>
  fitRow([{ text: fitCells(left, width - countCells(right)) + right, tone }], width);

const stopQuestion = ({ line }: KeySituation): string => {
  const boards = line.fixtures.filter(isRunning).length;
  const who = boards === 0 ? "No board is" : boards === 1 ? "1 board is" : `${boards} boards are`;
  return ` Stop the line? ${who} running.  y / n`;
};

const whichRow = ({ question, entry }: KeyState, { line }: KeySituation, width: number): Row => {
  const numbers = retryCandidates(line).map(({ place }) => place);
  const what = question === "retry" ? `Run again: ${numbers.join(", ")}?` : "Lock or unlock?";
  return parted(` ${what}`, `  Number, Enter: ${drawable(entry.text)}_ `, width, "warning");
};

const entryRow = (state: KeyState, { line }: KeySituation, width: number): Row => {
  const { kind, text } = state.entry;
  // By hand: a scanner is done before anyone reads this.
  const fixture = kind === "plain" ? numberedFixture({ text, pace: "hand" }, line) : undefined;
  return fixture === undefined
    ? spread(` Serial: ${drawable(text)}_`, "  Enter send  Esc leave ", width, "ask")
    : spread(
        ` Fixture ${drawable(text)}_`,
        `  Enter opens ${drawable(fixture)}  Esc leave `,
        width,
        "ask",
      );
};

/** The keys that there is room for, the most needed first. */
const offer = ({ opened, help }: KeyState, { lot }: LineState, room: number): string => {
  if (help === "shown") return "";
  const feeding = opened === null ? ["Scan, or Enter"] : ["Enter"];
  const keys = [...(lot?.trigger === "auto" ? [] : feeding), "R again", "L lock", "P pause"];
  return keys.reduce((shown, key) => {
    const longer = `${shown}${shown === "" ? " " : "   "}${key}`;
    return countCells(longer) <= room ? longer : shown;
  }, "");
};

/** What is behind this page, or beside it. */
const turning = ({ page, opened, help }: KeyState, { pages }: KeySituation): string => {
  if (opened !== null || help === "shown") return "Esc back   ";
  return pages > 1 ? `Tab page ${Math.min(page, pages - 1) + 1} of ${pages}   ` : "";
};

/** What the keys are when nothing is asked and nothing typed. */
const restingRow = (state: KeyState, situation: KeySituation, width: number): Row => {
  const { line, role } = situation;
  const turn = turning(state, situation);
  if (hasEnded(situation)) return parted(" Enter leaves", ` ${turn}? help `, width, "ask");
  if (role === "watch") return parted(" Watching", ` ${turn}? help   Q leave `, width, "dim");
  const right = ` ${turn}? help   Q end `;
  if (line.paused !== null) return parted(" Paused: P goes on", right, width, "ask");
  return parted(offer(state, line, width - countCells(right)), right, width, "dim");
};

/** The last row of the screen, `width` cells: what the keys do now, or what they are asked. */
export const drawKeys = (state: KeyState, situation: KeySituation, width: number): Row => {
  const { question, stop, entry } = state;
  if (hasEnded(situation) && entry.text === "") return restingRow(state, situation, width);
  if (question === "stop") return spread(stopQuestion(situation), "", width, "warning");
  if (question !== "none") return whichRow(state, situation, width);
  const isHeld = heldLetter(state) !== undefined;
  if ((entry.text !== "" && !isHeld) || entry.kind === "typed") {
    return entryRow(state, situation, width);
  }
  return stop === "sent"
    ? spread(" Stopping the line. Ctrl-C leaves this screen.", "", width, "warning")
    : restingRow(state, situation, width);
};
