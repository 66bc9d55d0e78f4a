import { atBoard } from "./at-board.ts";
import type { TellBoard } from "./board-news.ts";
import type { BoardOrder } from "./board-order.ts";
import type { BoardPage } from "./board-page.ts";
import { describePage } from "./describe-page.ts";
import { EXIT_CODES } from "./exit-code.ts";
import { meetBoard } from "./meet-board.ts";
import { formatHappening } from "./tell-json.ts";
import { tellPeople } from "./tell-people.ts";

/**
 * `flashline info`: finds out what the board in a nest is and prints it on stdout, as a page or as
 * one JSON object; what goes wrong is told on stderr.
 * @returns the exit code.
 * @throws InputError, StationError.
 */
export const showInfo = async (order: BoardOrder, format: "page" | "json"): Promise<number> => {
  const { fixture } = order;
  const people = tellPeople(fixture, process.stderr);
  const tell: TellBoard = (happening) => {
    people(happening);
    if (happening.kind !== "board-info") return;
    const { board } = happening;
    if (format === "json") process.stdout.write(formatHappening(fixture, happening));
    else if (board !== null) process.stdout.write(describePage(fixture, board));
  };
  let board: BoardPage | null = null;
  const { verdict } = await atBoard(order, tell, async (hand) => {
    board = await meetBoard(hand);
  });
  const failure = "failure" in verdict ? verdict.failure : null;
  tell({ kind: "board-info", verdict: verdict.outcome, failure, board });
  return EXIT_CODES[verdict.outcome];
};
