import { systemClock } from "../../libs/clock/system-clock.ts";
import { safeJson } from "../../libs/report/safe-json.ts";
import { explainFinding } from "../../libs/survey/explain-finding.ts";
import { levelOf } from "../../libs/survey/finding.ts";
import type { CommissionNews, TellCommission } from "./commission-news.ts";

/** A listener that writes what happens, a JSON object a line: a `finding` for each thing found. */
export const tellJson =
  (write: (text: string) => void): TellCommission =>
  (news) => {
    const at = systemClock.date().toISOString();
    for (const { kind, ...rest } of objectsOf(news)) write(`${safeJson({ kind, at, ...rest })}\n`);
  };

const objectsOf = (news: CommissionNews): readonly ({ readonly kind: string } & object)[] => {
  if (news.kind !== "survey-taken") return [news];
  const { findings, times } = news;
  return [
    ...times.map(({ nest, ...rest }) => ({ kind: "answer-times", fixture: nest, ...rest })),
    ...findings.map((finding) => {
      const { kind: found, ...data } = finding;
      return {
        kind: "finding",
        level: levelOf(finding),
        found,
        ...data,
        ...explainFinding(finding),
      };
    }),
  ];
};
