import type { ApprovalRecord } from "../run/run-record.ts";

/** A recipe of a lot, and who approved it; null if nobody did. */
export interface LotApproval {
  readonly recipe: string;
  readonly approval: ApprovalRecord | null;
}

/** Who approved a lot's recipes; undefined unless each was approved. Not escaped. */
export const approverNames = (approvals: readonly LotApproval[]): string | undefined => {
  const names = approvals.map(({ approval }) => approval?.by);
  return names.includes(undefined) ? undefined : [...new Set(names)].join(", ");
};

/** The approvals of a lot's recipes in a few words: by whom, or which are not. Not escaped. */
export const approvalWords = (approvals: readonly LotApproval[]): string => {
  const names = approverNames(approvals);
  if (names !== undefined) return `approved by ${names}`;
  const open = approvals.filter(({ approval }) => approval === null).map(({ recipe }) => recipe);
  return open.length === approvals.length ? "not approved" : `${open.join(", ")} not approved`;
};
