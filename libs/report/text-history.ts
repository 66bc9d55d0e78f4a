import { hexAddress } from "../bytes/hex.ts";
import { printable } from "../failure/printable.ts";
import type { KeptSector } from "../journal/kept-sector.ts";
import type { BoardHistory } from "./board-history.ts";
import { localTime } from "./local-time.ts";
import { describeEnd, describeStart } from "./run-description.ts";
import { standingWord } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/** A board's history for people, in 80 columns: every attempt with its steps, cause and proof. */
export const formatTextHistory = (history: BoardHistory, timeZone: string): string => {
  const time = localTime(timeZone);
  const runs = [
    ...history.runs.map((record) => ({
      startedAt: record.startedAt,
      lines: [
        title(record.lot, record.attempt, standingWord(record.verdict), record.failure?.code),
        ...describeStart(record, time),
        ...describeEnd(record, time),
      ],
    })),
    ...history.open.map((start) => ({
      startedAt: start.startedAt,
      lines: [
        title(start.lot, start.attempt, "OPEN, no end recorded"),
        ...describeStart(start, time),
      ],
    })),
  ].toSorted((left, right) => Date.parse(left.startedAt) - Date.parse(right.startedAt));
  const blocks = [
    wrapText(
      `Serial ${printable(history.serial)}: ${runs.length} ${runs.length === 1 ? "attempt" : "attempts"}`,
      "",
    ),
    ...runs.map((run) => run.lines.join("\n")),
    ...history.keptSectors.map((sector) => describeSector(sector, time)),
    ...(history.keptSectors.length === 0
      ? []
      : ["With --kept ADDRESS --run RUN -o FILE what was saved is written to a file."]),
    `Times are those of ${timeZone}. --json shows everything but what saved sectors hold.`,
  ];
  return `${blocks.join("\n\n")}\n`;
};

const title = (lot: string, attempt: number, verdict: string, code = ""): string =>
  wrapText(`Lot ${printable(lot)}, attempt ${attempt}: ${verdict} ${code}`.trimEnd(), "");

const describeSector = (sector: KeptSector, time: (iso: string) => string): string =>
  wrapText(
    `Saved before an erase: ${sector.before.length} bytes at ${hexAddress(sector.address)}, ${time(
      sector.at,
    )}, in run ${printable(sector.run)}`,
    "",
  );
