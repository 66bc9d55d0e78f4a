import { CHECKS } from "./checks.ts";
import type { Check, Examination } from "./examination.ts";
import type { Finding } from "./finding.ts";

/**
 * Makes every check and gathers what they found, in their order. A check that fails is a finding
 * itself: the others' are worth having all the more.
 */
export const runChecks = async (
  about: Examination,
  checks: Readonly<Record<string, Check>> = CHECKS,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const [check, examine] of Object.entries(checks)) {
    const remarks = await examine(about).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      const what = `This check could not be made: ${reason}`;
      return [{ level: "warning", what, remedy: "Please report it with this page." } as const];
    });
    findings.push(...remarks.map((remark) => ({ check, ...remark })));
  }
  return findings;
};
