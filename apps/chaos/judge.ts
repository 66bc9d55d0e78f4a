import { hexAddress } from "../../libs/bytes/hex.ts";
import { type Range, SECTOR_BYTES } from "../../libs/bytes/ranges.ts";
import { sameBytes } from "../../libs/bytes/same-bytes.ts";
import { writableRange } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import type { FailureCode } from "../../libs/failure/failure.ts";
import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";
import { allowanceOf } from "./allowances.ts";
import type { TroubleName } from "./chaos-case.ts";
import type { Evidence } from "./evidence.ts";
import { findWrongByte } from "./find-wrong-byte.ts";
import { planOf } from "./plan-of.ts";
import { troubleOf } from "./troubles-of.ts";

/** What a case ended with: `pass`, `fail link-lost`, `aborted`, `hang`. */
export const outcomeOf = ({ end }: Evidence): string => {
  if ("hang" in end) return "hang";
  return end.failure === null ? end.verdict : `${end.verdict} ${end.failure.code}`;
};

/** Everything that must never happen (design.md section 6) and did; empty for a case as it should be. */
export const judge = (evidence: Evidence): readonly string[] =>
  [judgeEnd, judgePass, judgeReach, judgeEarlyEnd, judgeBackup, judgeKept, judgeAftermath].flatMap(
    (rule) => rule(evidence),
  );

type Rule = (evidence: Evidence) => readonly string[];

/** Every run ends, with a cause that its troubles can have. */
const judgeEnd: Rule = (evidence) => {
  const { end } = evidence;
  if ("hang" in end) return [`hang: ${end.hang}`];
  if (end.verdict === "pass") return end.failure === null ? [] : ["a pass with a failure"];
  const { causes } = allowanceOf(evidence);
  const cause = end.verdict === "aborted" ? "aborted" : end.failure?.code;
  if (cause === undefined) return [`${end.verdict} without a failure`];
  if (causes.includes(cause)) return [];
  const expected = causes.length === 0 ? "a pass" : [...new Set(causes)].join(", ");
  return [`wrong cause: ${JSON.stringify(end.failure ?? cause)} in place of ${expected}`];
};

/** A pass is true: the plan in flash, nothing else changed, all of it proved after the last change. */
const judgePass: Rule = (evidence) => {
  const { end, plan, before, after } = evidence;
  if ("hang" in end || end.verdict !== "pass") return [];
  const violations: string[] = [];
  if (allowanceOf(evidence).pass === "false")
    violations.push("false pass: its troubles allow none");
  const wrong = findWrongByte(plan, before, after);
  if (wrong !== undefined)
    violations.push(`false pass: the flash is wrong at ${hexAddress(wrong)}`);
  const unproved = firstUnproved(evidence);
  if (unproved !== undefined)
    violations.push(`false pass: ${hexAddress(unproved)} was not verified after the last write`);
  return violations;
};

/** The first planned sector that no CRC or read covers after the last change of the flash. */
const firstUnproved = ({ plan, changes, requests }: Evidence): number | undefined => {
  const lastChange = changes.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const proofs = requests.filter(({ does, at }) => does === "prove" && at >= lastChange);
  for (const { start, bytes } of plan.regions) {
    for (let sector = start; sector < start + bytes.length; sector += SECTOR_BYTES) {
      const end = sector + SECTOR_BYTES;
      if (!proofs.some(({ range }) => range.start <= sector && range.end >= end)) return sector;
    }
  }
  return undefined;
};

/** Troubles in which the chip is told, or takes, another address than the station sent. */
const LIARS: readonly TroubleName[] = ["flips", "drops", "doubles", "loose", "chatter", "stray"];

/** Nothing outside the plan and the writable range is asked to change, or does unless the wire lied. */
const judgeReach: Rule = ({ chaosCase, plan, before, changes, requests }) => {
  const chip = CHIPS[chaosCase.chip];
  const writable = writableRange(chip, chaosCase.recipe.bootloader, before.length);
  const isAllowed = (range: Range): boolean =>
    isPlanned(plan, range) && range.start >= writable.start && range.end <= writable.end;
  const asked = requests.find(({ does, range }) => does === "change" && !isAllowed(range));
  if (asked !== undefined) return [`out of reach: asked to ${asked.text}`];
  if (LIARS.some((name) => troubleOf(chaosCase, name) !== undefined)) return [];
  const stray = changes.find(
    ({ address, length }) => !isAllowed({ start: address, end: address + length }),
  );
  return stray === undefined ? [] : [`out of reach: ${stray.kind} at ${hexAddress(stray.address)}`];
};

const isPlanned = ({ regions }: FlashPlan, range: Range): boolean =>
  regions.some(({ start, bytes }) => start <= range.start && range.end <= start + bytes.length);

/** Found out before the first erase, or not at all. */
const BEFORE_ERASE: ReadonlySet<FailureCode> = new Set<FailureCode>([
  "no-link",
  "wrong-chip",
  "unknown-chip",
  "flash-unreadable",
  "wrong-key",
  "bootloader-mismatch",
  "already-passed",
  "mac-at-work",
  "already-cloned",
  "identity-missing",
  "identity-invalid",
  "identity-conflict",
  "identity-taken",
  "identity-lost",
]);

/** A board that is refused is left as it came. */
const judgeEarlyEnd: Rule = ({ end, changes }) => {
  if ("hang" in end || end.failure === null || !BEFORE_ERASE.has(end.failure.code)) return [];
  return changes.length === 0 ? [] : [`${end.failure.code} after the flash was changed`];
};

/** What a backup says it holds, it holds; a recipe that asks for one has it before the first erase. */
const judgeBackup: Rule = ({ chaosCase, before, backup, changes }) => {
  if (backup !== undefined && Buffer.compare(backup, before) !== 0) return ["a wrong backup"];
  const isMissing = chaosCase.recipe.backup === "whole" && backup === undefined;
  return isMissing && changes.length > 0 ? ["no backup before the first erase"] : [];
};

/** A sector of the board's own is changed only once what it held is durable, and its values called intended. */
const judgeKept: Rule = ({ chaosCase, plan, before, changes, kept, marks }) => {
  if (chaosCase.recipe.own === "none") return [];
  const image = planOf(chaosCase.chip, chaosCase.image, chaosCase.recipe);
  const intended = marks.find(({ state }) => state === "intended")?.at ?? Number.POSITIVE_INFINITY;
  const isLying = LIARS.some((name) => troubleOf(chaosCase, name) !== undefined);
  return plan.regions.flatMap(({ start }) => {
    const first = changes.find(({ address }) => address - (address % SECTOR_BYTES) === start);
    if (first === undefined || image.regions.some((region) => region.start === start)) return [];
    const sector = before.subarray(start, start + SECTOR_BYTES);
    const saved = kept.find(
      ({ address, before: bytes }) => address === start && sameBytes(bytes, sector),
    );
    if (saved === undefined || saved.at > first.at)
      return [`lost: ${hexAddress(start)} was not kept`];
    return intended > first.at && !isLying ? [`${hexAddress(start)} was changed unannounced`] : [];
  });
};

/** Power is off and the station is silent, once the run is over. */
const judgeAftermath: Rule = ({ chaosCase, end, fired, powered, bytesAfterEnd }) => {
  if ("hang" in end) return [];
  const violations: string[] = [];
  const mayBeOn = chaosCase.wiring.control !== "power" || fired.has("relay-stuck");
  if (powered && !mayBeOn) violations.push("power is on after the run");
  if (bytesAfterEnd > 0) violations.push(`${bytesAfterEnd} bytes sent after the end of the run`);
  return violations;
};
