import { spellFailure, tellCauses } from "../../libs/failure/explain.ts";
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
      const { jig, controls } = news;
      if (controls.length === 0) return [`${jig}: nothing of it can be moved`];
      return [
        `${jig}: moves ${countOf(controls, "control")}, one at a time; a board must be in every nest`,
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
        ...(survey.moves.length === 0 ? [] : [drawMatrix(survey, nests), ""]),
        ...(times.length === 0 ? [] : [drawTimes(times), ""]),
        ...describePorts(findings),
        ...findings.filter(({ kind }) => kind !== "port-failed").flatMap(describeFinding),
      ];
    }
    case "commission-ended":
      return [describeEnd(news, only)];
    case "commission-stopped": {
      const { unswitched } = news;
      if (unswitched.length === 0) return ["stopped; every board is off"];
      return [
        `stopped; every board is off but for those whose supply the station does not switch: ${unswitched.join(", ")}`,
      ];
    }
  }
};

const words = (woken: readonly Woken[], does: string): string[] =>
  woken.map(
    ({ nest, field, afterMs }) =>
      `${nest}${field === "logPort" ? " log port" : ""} ${does} after ${afterMs} ms`,
  );

const countOf = (things: readonly unknown[], word: string): string =>
  `${things.length} ${word}${things.length === 1 ? "" : "s"}`;

/** Ports that fail alike have one cause, and one mend. */
const describePorts = (findings: readonly Finding[]): readonly string[] => {
  const failed = findings.filter((finding) => finding.kind === "port-failed");
  const alike = Map.groupBy(failed, ({ failure }) => tellCauses(failure));
  return [...alike].flatMap(([causes, of]) => {
    const [one, another] = of;
    if (one !== undefined && another === undefined) return describeFinding(one);
    return [
      ...of.map(({ place, failure }) =>
        wrapText(`WRONG: ${place.nest}'s ${place.field}: ${spellFailure(failure)}`, ""),
      ),
      wrapText(causes, "  "),
      wrapText("mend: Mend the ports; nothing of these nests is proven.", "  "),
    ];
  });
};

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
