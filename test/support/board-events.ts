import type { BoardHappening, HappeningOf } from "../../apps/one-board/board-news.ts";
import type { Ending } from "./run-flashline.ts";

/** What `info` or `read --json` told, in order. Throws unless stdout is one JSON object a line. */
export const boardEventsOf = ({ stdout }: Ending): readonly BoardHappening[] =>
  stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

/** The last of them, which must be of this kind. */
export const lastEvent = <Kind extends BoardHappening["kind"]>(
  ending: Ending,
  kind: Kind,
): HappeningOf<Kind> => {
  const last = boardEventsOf(ending).at(-1);
  if (last?.kind !== kind) throw new Error(`ends with ${last?.kind}: ${ending.stderr}`);
  return last as HappeningOf<Kind>;
};
