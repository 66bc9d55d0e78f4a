import type { Outcome } from "../../libs/failure/verdict.ts";
import { judgeFlash } from "./judge-flash.ts";
import { judgeHistories, unionOf } from "./judge-histories.ts";
import type { RoundFacts } from "./round-facts.ts";

/** Everything that must never happen (design.md section 6) and did; empty for a round as it should be. */
export const judgeRound = (facts: RoundFacts): readonly string[] => [
  ...facts.misdeeds,
  ...judgeHistories(facts),
  ...judgeFlash(facts),
  ...judgeEnd(facts),
  ...facts.left.map((thing) => `left: ${thing}`),
];

/** Exit code, last event and report say of each board what its last run says. */
const judgeEnd = ({ serials, journals, last, reported }: RoundFacts): readonly string[] => {
  const runs = unionOf(journals);
  const verdicts = serials.map((serial) => ({
    serial,
    verdict: runs.findLast((run) => run.serial === serial)?.end?.verdict,
  }));
  const violations = verdicts
    .filter(({ serial, verdict }) => reported.get(serial) !== verdict)
    .map(({ serial, verdict }) => `${serial}: ${verdict}, reported as ${reported.get(serial)}`);
  const counts = Object.entries(last.counts ?? {}).filter(
    ([outcome, count]) => verdicts.filter(({ verdict }) => verdict === outcome).length !== count,
  );
  if (last.counts === undefined) violations.push("the last sitting told no end of the lot");
  if (counts.length > 0) violations.push(`the last sitting counted ${JSON.stringify(last.counts)}`);
  const code = exitCodeFor(verdicts.map(({ verdict }) => verdict));
  if (last.exitCode !== code)
    violations.push(`the last sitting ended with ${last.exitCode}, not ${code}`);
  return violations;
};

/** README, Exit codes. */
const exitCodeFor = (verdicts: readonly (Outcome | undefined)[]): number => {
  if (verdicts.some((verdict) => verdict === undefined || verdict === "error")) return 3;
  return verdicts.every((verdict) => verdict === "pass") ? 0 : 1;
};
