import { describeTenant, findTenant, type Tenant } from "../../../libs/process/tenant.ts";
import { type Claimant, claimsByProcess } from "../claims-by-process.ts";
import type { Check, Examination } from "../examination.ts";
import type { Remark } from "../finding.ts";

/** No other process of Flashline owns a fixture of the jig. Owners are asked; nothing is taken. */
export const checkClaims: Check = async (about) => {
  const claimants = claimsByProcess(about);
  const byTenant = Map.groupBy(claimants, (claimant) => tenantOf(claimant, about)?.pid);
  const remarks = [...byTenant.values()].map((of) => tell(of, about));
  if (remarks.length > 0 || about.wired.length === 0) return remarks;
  return [{ level: "ok", what: "no other process of Flashline owns a fixture of this jig" }];
};

const tenantOf = ({ pid }: Claimant, { processes }: Examination): Tenant | undefined =>
  pid === undefined ? undefined : findTenant(pid, "gone meanwhile", processes);

/** What one tenant has, by whichever of its processes. */
const tell = (claimants: readonly Claimant[], about: Examination): Remark => {
  const [first] = claimants;
  const place = { fixtures: claimants.flatMap(({ fixtures }) => fixtures) };
  const names = [...new Set(claimants.flatMap((claimant) => claimant.names))].join(", ");
  const tenant = first === undefined ? undefined : tenantOf(first, about);
  if (tenant === undefined) {
    return { level: "problem", ...place, what: `Another process of Flashline owns it: ${names}.` };
  }
  const who = describeTenant(tenant);
  switch (tenant.kind) {
    case "lot":
      return {
        level: "warning",
        ...place,
        what: `A lot of Flashline runs on this jig: ${who}.`,
        remedy: "Another lot begins when that one has ended.",
      };
    case "worker":
      return {
        level: "warning",
        ...place,
        what: `A standing worker serves this jig: ${who}.`,
        remedy: "Run lots over that worker's Redis (run --redis), or stop the worker first.",
      };
    case "other":
      return {
        level: "problem",
        ...place,
        what: `Another process of Flashline owns it: ${names} of ${who}.`,
        remedy: "Wait for its end, or stop it: it leaves its boards without power.",
        commands: [`kill ${tenant.pid}`],
      };
  }
};
