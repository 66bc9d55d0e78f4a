import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { localTime } from "../report/local-time.ts";
import type { Report, ReportFormat } from "../report/report.ts";
import { checksSentence } from "../report/scope-words.ts";
import { BoardSection } from "./board-section.tsx";
import { CauseSection, HeatMapSection } from "./cause-section.tsx";
import { RetestSection, SuspectSection } from "./fixture-section.tsx";
import { PAGE_END, pageBegin } from "./page-frame.tsx";
import { PageHead, reportTitle } from "./page-head.tsx";
import { TimeSection } from "./time-section.tsx";
import { YieldOverTimeSection, YieldSection } from "./yield-section.tsx";

/**
 * The report as one page for screen and paper, with charts: it loads nothing, runs nothing, and is XML, too.
 * Every text that others wrote is escaped.
 */
export const formatHtmlReport: ReportFormat = function* (report) {
  yield pageBegin(`${reportTitle(report)} - Flashline report`);
  for (const part of partsOf(report)) {
    const html = renderToStaticMarkup(part);
    if (html !== "") yield `${html}\n`;
  }
  yield PAGE_END;
};

function* partsOf(report: Report): Iterable<ReactNode> {
  const { figures, totals } = report;
  const time = localTime(report.timeZone);
  yield <PageHead report={report} time={time} />;
  if (totals.runs > 0) {
    yield <SuspectSection {...figures} />;
    yield <YieldOverTimeSection {...figures} />;
    yield <CauseSection {...figures} />;
    yield <HeatMapSection {...figures} />;
    yield <TimeSection {...figures} />;
    yield <YieldSection {...figures} />;
    yield <RetestSection {...figures} />;
  }
  if (report.lots.length > 0) yield <BoardSection report={report} time={time} />;
  yield <PageFoot checks={report.checks} />;
}

const PageFoot = ({ checks }: Pick<Report, "checks">): ReactNode => (
  <footer>
    {checks > 0 && <p>{checksSentence(checks)}</p>}
    <p>
      A board counts by its last run. Yield: passed, of boards whose last run passed or failed.
      First-pass yield: the same by first runs. Final yield: passed at last, of boards that any run
      passed or failed. Station errors and stopped runs are in no yield.
    </p>
  </footer>
);
