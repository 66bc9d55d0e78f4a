import type { ReactNode } from "react";
import { printable } from "../failure/printable.ts";
import { countSentence, lotSentences } from "../report/lot-words.ts";
import type { Report } from "../report/report.ts";
import type { SerialRow } from "../report/serial-row.ts";
import { durationWords, percentWords, plural, standingWord } from "../report/words.ts";
import { chooseBoards, MOST_BOARDS, type ShownLot } from "./choose-boards.ts";
import { FigureTable, type Row } from "./figure-table.tsx";
import { GivenText } from "./given-text.tsx";

type Time = (iso: string) => string;

/** What became of the boards, lot by lot: all where they are few, else those that did not pass. */
export const BoardSection = ({
  report: { lots, totals },
  time,
}: {
  readonly report: Report;
  readonly time: Time;
}): ReactNode => {
  const shown = chooseBoards(lots);
  const named = shown.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <section>
      <h2>Boards</h2>
      {named < totals.boards && (
        <p>
          {`A page names ${MOST_BOARDS} boards at most: here ${named} of ${totals.boards}, those that did not pass, of the latest lots first. `}
          <code>--lot ID</code> shows one lot, <code>--format csv</code> has every board.
        </p>
      )}
      {shown.map((one) => (
        <LotBoards key={one.lot.lot} shown={one} time={time} />
      ))}
    </section>
  );
};

const LotBoards = ({
  shown: { lot, rows },
  time,
}: {
  readonly shown: ShownLot;
  readonly time: Time;
}): ReactNode => {
  const left = lot.rows.length - rows.length;
  const { yield: share, firstPassYield, finalYield } = lot.totals;
  return (
    <>
      <h3>
        Lot <GivenText text={lot.lot} />
      </h3>
      {lotSentences(lot.rows, time).map((sentence) => (
        <p key={sentence} className="soft lead">
          {sentence}
        </p>
      ))}
      <p className="lead">
        {`${countSentence(lot.totals)} Yield ${percentWords(share)}, first pass ${percentWords(firstPassYield)}, final ${percentWords(finalYield)}.`}
      </p>
      <FigureTable
        caption={
          left === 0
            ? "By their last run."
            : `By their last run; ${plural(left, "board")} of this lot not shown.`
        }
        columns={[
          { title: "Serial", kind: "name" },
          { title: "Verdict", kind: "fixed" },
          { title: "Runs", kind: "number" },
          { title: "Fixture", kind: "name" },
          { title: "Cause, and what to do" },
          { title: "Ended", kind: "fixed" },
          { title: "Took", kind: "number" },
        ]}
        rows={rows.map((row) => boardRow(row, time))}
      />
    </>
  );
};

const boardRow = (row: SerialRow, time: Time): Row => ({
  key: row.serial,
  cells: [
    <GivenText key="serial" text={row.serial} />,
    <span key="verdict" className="verdict">
      {standingWord(row.verdict)}
    </span>,
    row.attempts,
    row.fixture === null ? "-" : <GivenText key="fixture" text={row.fixture} />,
    printable([row.cause, row.explanation].filter((words) => words !== null).join(": ")) || "-",
    row.endedAt === null ? "-" : time(row.endedAt).slice(0, -":00".length),
    row.durationMs === null ? "-" : durationWords(row.durationMs),
  ],
});
