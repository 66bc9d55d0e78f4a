import type { ReactNode } from "react";
import { printable } from "../failure/printable.ts";
import type { Share } from "../figures/yields.ts";
import { countSentence } from "../report/lot-words.ts";
import type { Report } from "../report/report.ts";
import { boundSentence } from "../report/scope-words.ts";
import { percentWords, plural } from "../report/words.ts";

/** What the report is about, in a few words of plain text: the page's name, too. */
export const reportTitle = ({ scope, lots }: Report): string => {
  const [only] = lots;
  const lot = scope.lot ?? (lots.length === 1 ? only?.lot : undefined);
  if (lot !== undefined) return `Lot ${printable(lot)}`;
  return lots.length === 0 ? "No lot" : plural(lots.length, "lot");
};

/** Name, place and time of the report, then the yields as large as they matter. */
export const PageHead = ({
  report,
  time,
}: {
  readonly report: Report;
  readonly time: (iso: string) => string;
}): ReactNode => {
  const { scope, lots, totals, madeAt, timeZone, head } = report;
  const bounds = boundSentence(scope, time);
  const stations = [...new Set(lots.flatMap((lot) => lot.stations))].map((name) => printable(name));
  const begun = lots.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt])).toSorted();
  return (
    <header>
      <p className="kicker">Flashline report</p>
      <h1>
        <bdi>{reportTitle(report)}</bdi>
      </h1>
      <p className="soft">
        {stations.length > 0 &&
          `${stations.length === 1 ? "Station" : "Stations"} ${stations.join(", ")}. `}
        {begun[0] !== undefined && `First run ${time(begun[0])}. `}
        {`Made ${time(madeAt)}, times of ${timeZone}.`}
      </p>
      {head !== null && (
        <p className="soft">
          Journal head <code>{head}</code>
        </p>
      )}
      {bounds !== null && <p>{bounds}</p>}
      <dl className="key">
        <KeyFigure name="First-pass yield" share={totals.firstPassYield} of={totals.firstPass} />
        <KeyFigure
          name="Yield"
          share={totals.yield}
          of={{ pass: totals.pass, of: totals.pass + totals.fail }}
        />
        <KeyFigure name="Final yield" share={totals.finalYield} of={totals.final} />
      </dl>
      <p>{countSentence(totals)}</p>
    </header>
  );
};

const KeyFigure = ({
  name,
  share,
  of: { pass, of },
}: {
  readonly name: string;
  readonly share: number | null;
  readonly of: Share;
}): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd className="number">{percentWords(share)}</dd>
    <dd>{of === 0 ? "no board passed or failed" : `${pass} of ${plural(of, "board")}`}</dd>
  </div>
);
