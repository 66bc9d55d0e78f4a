import type { LotState } from "../../libs/station/lot-state.ts";
import { drawable } from "./cells.ts";
import type { KeySituation, KeyState } from "./key-state.ts";
import { type Row, spread } from "./row.ts";

const stopQuestion = (boards: number): string => {
  const who = boards === 0 ? "No board is" : boards === 1 ? "1 board is" : `${boards} boards are`;
  return ` Stop the line? ${who} running.  y / n`;
};

/** The last row of the screen, `width` cells: what the keys do now, or what they are asked. */
export const drawKeys = (
  { typed, page, stop }: KeyState,
  { role, lotEnded, boardsRunning, pages }: KeySituation,
  trigger: LotState["trigger"],
  width: number,
): Row => {
  if (lotEnded) return spread(" Press any key to leave.", "", width, "ask");
  if (stop === "ask") return spread(stopQuestion(boardsRunning), "", width, "warning");
  const turn = pages > 1 ? `Tab page ${Math.min(page, pages - 1) + 1} of ${pages}   ` : "";
  if (role === "watch") return spread(" Watching", ` ${turn}q leave `, width, "dim");
  if (stop === "sent") {
    return spread(" Stopping the line. Ctrl-C leaves this screen.", "", width, "warning");
  }
  if (typed !== "") {
    return spread(` Serial: ${drawable(typed)}_`, "  Enter send  Esc clear ", width, "ask");
  }
  const feeding = trigger !== "auto" ? " Enter start   scan or type a serial" : "";
  return spread(feeding, ` ${turn}q stop `, width, "dim");
};
