import type { LotCounts } from "../station/station-event.ts";
import type { LotPlan } from "./lot-plan.ts";

/** Boards by their last run, those of earlier sittings included. */
export const lotCounts = ({ boards, source, unknown, twins }: LotPlan): LotCounts => {
  const inDoubt = new Set(twins.flatMap(({ serials }) => serials));
  const counts = { pass: 0, doubtful: 0, fail: 0, error: 0, aborted: 0, notRun: 0 };
  for (const [serial, { outcome }] of boards) {
    if (unknown.has(serial)) continue;
    counts[outcome === "pass" && inDoubt.has(serial) ? "doubtful" : (outcome ?? "notRun")] += 1;
  }
  const { doubtful, ...sure } = counts;
  return {
    ...sure,
    notRun: source === "scan" ? null : counts.notRun,
    ...(doubtful > 0 && { doubtful }),
    ...(unknown.size > 0 && { unknown: unknown.size }),
  };
};

/** How the command that ran the lot ends (design.md section 5.1). */
export const lotExitCode = (plan: LotPlan): 0 | 1 | 3 | 130 => {
  if (plan.unrecorded) return 3;
  if (plan.stopped) return 130;
  const { fail, error, aborted, notRun } = lotCounts(plan);
  const isAway = [...plan.nests.values()].some(({ kind }) => kind === "away");
  const isRefused = [...plan.checks.values()].some(({ standing }) => standing === "refused");
  // Boards are left over without a stop only when no fixture was left for them.
  if (plan.unknown.size > 0) return 3;
  if (plan.stationFailed || isAway || isRefused || error > 0 || (notRun ?? 0) > 0) return 3;
  return fail + aborted > 0 || plan.twins.length > 0 ? 1 : 0;
};
