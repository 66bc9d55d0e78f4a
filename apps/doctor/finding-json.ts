import { safeJson } from "../../libs/report/safe-json.ts";
import type { Finding, Level } from "./finding.ts";

/** `--json`: an object a line for each finding, then one with their counts. `at` is an ISO time. */
export const formatFindings = (findings: readonly Finding[], at: string): string => {
  const count = (level: Level): number => findings.filter((one) => one.level === level).length;
  const sum = { problems: count("problem"), warnings: count("warning"), notes: count("note") };
  const lines = [
    ...findings.map(({ check, level, what, remedy, commands, ...place }) =>
      safeJson({
        ...{ kind: "finding", at, check, level, ...place },
        ...{ what, remedy: remedy ?? null, commands: commands ?? [] },
      }),
    ),
    safeJson({ kind: "doctor-ended", at, ...sum }),
  ];
  return lines.map((line) => `${line}\n`).join("");
};
