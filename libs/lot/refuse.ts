import type { CommandRefusal, ScanRefusal, ScanRefusalData } from "../station/refusal.ts";
import type { RefusableCommand } from "../station/station-event.ts";
import type { LotPlan, LotStep } from "./lot-plan.ts";

/** A key or button that does nothing, and why. */
export const refuseCommand = (
  plan: LotPlan,
  command: RefusableCommand,
  fixture: string | null,
  reason: CommandRefusal,
): LotStep => ({ plan, actions: [{ kind: "refuse-command", command, fixture, reason }] });

/** Why a scan is not taken, and which nest that is about. */
export interface ScanProblem {
  readonly reason: ScanRefusal;
  readonly fixture?: string;
  readonly data?: ScanRefusalData;
}

/** A scan that does nothing, and why. */
export const refuseScan = (
  plan: LotPlan,
  serial: string,
  { reason, fixture = undefined, data = {} }: ScanProblem,
): LotStep => ({
  plan,
  actions: [{ kind: "refuse-scan", serial, fixture: fixture ?? null, reason, data }],
});
