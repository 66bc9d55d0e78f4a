import { checkHeaderPlace } from "./check-header-place.ts";
import type { Checklist } from "./checklist.ts";
import type { CodeKeyName } from "./code-key.ts";
import { APP_START, originOf } from "./code-part.ts";
import type { CodeReading } from "./code-reading.ts";
import type { ExamineRequest } from "./examination.ts";
import { examineCode } from "./examine-code.ts";
import type { RefusedKind } from "./firmware-kind.ts";
import { judgeOrigin, layoutChip } from "./judge-origin.ts";

/**
 * Checks an app without header, as `.crc` files are: refused, and if it would not even boot on the
 * recipe's chip, for that.
 */
export const examineBareApp = (
  bytes: Uint8Array,
  found: Extract<RefusedKind, { readonly kind: "app-without-header" }>,
  { chip: wanted }: ExamineRequest,
  list: Checklist,
): CodeReading => {
  const { codeKey } = found;
  const chips = judgeOrigin({ origin: originOf(bytes, 0, "app", codeKey), wanted }, list);
  list.fail("content", { code: "wrong-kind", found });
  const app = examineCode({ part: "app", start: APP_START, stored: bytes }, list);
  return { chips, facts: { codeKey, app }, writes: [] };
};

/**
 * Checks an app packed alone. All of it is written, the fill between code and header too. */
export const examineApp = (
  bytes: Uint8Array,
  codeKey: CodeKeyName,
  { chip: wanted }: ExamineRequest,
  list: Checklist,
): CodeReading => {
  const app = examineCode({ part: "app", start: APP_START, stored: bytes }, list);
  const chips = judgeOrigin({ origin: originOf(bytes, 0, "app", codeKey), wanted }, list);
  const chip = layoutChip(wanted, chips);
  if (app !== undefined && chip !== undefined) checkHeaderPlace(app, chip, list);
  return { chips, facts: { codeKey, app }, writes: [{ part: "app", start: APP_START, bytes }] };
};
