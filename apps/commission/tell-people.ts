import { printable } from "../../libs/failure/printable.ts";
import { wrapText } from "../../libs/report/wrap-text.ts";
import { explainFinding } from "../../libs/survey/explain-finding.ts";
import { type Finding, levelOf } from "../../libs/survey/finding.ts";
import type { CommissionNews, TellCommission, Woken } from "./commission-news.ts";
import { drawMatrix, drawTimes } from "./draw-survey.ts";

/** A listener that tells people what happens, in lines. */
export const tellPeople =
  (write: (text: string) => void, order: { readonly only: string | undefined }): TellCommission =>
  (news) => {
    for (const line of linesOf(news, order)) write(`${line}\n`);
  };

const linesOf = (
  news: CommissionNews,
  { only }: { readonly only: string | undefined },
): readonly string[] => {
  switch (news.kind) {
    case "operator-asked":
      return [`ASKS: ${printable(news.instruction)}`];
    case "commission-started": {
      const { jig, fixtures } = news;
      return [
        `${jig}: moves ${fixtures.length} controls, one at a time; a board must be in every nest`,
      ];
    }
    case "control-moved": {
      const { fixture, answered, logged } = news;
      return [
        `${fixture}: ${[...words(answered, "answers"), ...words(logged, "logs")].join(", ") || "nothing woke"}`,
      ];
    }
    case "survey-taken": {
      const { survey, nests, findings, times } = news;
      return [
        "",
        drawMatrix(survey, nests),
        "",
        ...(times.length === 0 ? [] : [drawTimes(times), ""]),
        ...findings.flatMap(describeFinding),
      ];
    }
    case "commission-ended":
      return [describeEnd(news, only)];
  }
};

const words = (woken: readonly Woken[], does: string): string[] =>
  woken.map(
    ({ nest, field, afterMs }) =>
      `${nest}${field === "logPort" ? " log port" : ""} ${does} after ${afterMs} ms`,
  );

const describeFinding = (finding: Finding): readonly string[] => {
  const { problem, mend } = explainFinding(finding);
  const level = levelOf(finding) === "unfit" ? "WRONG" : "note";
  return [wrapText(`${level}: ${problem}`, ""), wrapText(`mend: ${mend}`, "  ")];
};

const describeEnd = (
  { proven, mark, durationMs }: CommissionNews & { readonly kind: "commission-ended" },
  only: string | undefined,
): string => {
  const seconds = `${Math.round(durationMs / 1000)} s`;
  if (!proven) return `UNFIT: correct what is wrong and commission again (${seconds})`;
  if (mark !== null) return `PROVEN: ${printable(mark)} says so (${seconds})`;
  return `RIGHT: ${printable(only ?? "")}; commission the whole jig to prove it (${seconds})`;
};
