import { emptyLine, type LineState, reduceLine } from "../../libs/station/line-state.ts";
import { summarizeLot } from "../../libs/station/lot-summary.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { formatLine, toAscii } from "./format-line.ts";

/**
 * A listener that writes events as plain lines and, when the lot has ended, its summary.
 * `dataFolder` is named in the commands of the summary; null for the usual folder.
 */
export const printLines = (
  write: (text: string) => void,
  dataFolder: string | null,
): ((event: StationEvent) => void) => {
  let state: LineState = emptyLine();
  return (event) => {
    state = reduceLine(state, event);
    const line = formatLine(event);
    if (line !== undefined) write(`${line}\n`);
    if (event.kind !== "lot-ended") return;
    for (const text of summarizeLot(state, dataFolder, Date.parse(event.at))) {
      write(`${toAscii(text)}\n`);
    }
  };
};
