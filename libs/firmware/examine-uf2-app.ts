import type { Chip, ChipName } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import { checkHeaderPlace } from "./check-header-place.ts";
import type { Checklist } from "./checklist.ts";
import { keyOfPart, originOf } from "./code-part.ts";
import type { CodeReading } from "./code-reading.ts";
import type { ExamineRequest } from "./examination.ts";
import { examineCode } from "./examine-code.ts";
import { findMisplacement } from "./find-misplacement.ts";
import { judgeOrigin, layoutChip } from "./judge-origin.ts";
import type { Refusal } from "./refusal.ts";
import type { Uf2Write } from "./uf2-writes.ts";

/** Checks the app that a UF2 writes, for one of the chips of its family (`among`, the likeliest first). */
export const examineUf2App = (
  writes: readonly Uf2Write[],
  among: readonly ChipName[],
  { chip: wanted }: ExamineRequest,
  list: Checklist,
): CodeReading => {
  const chip = among[0] === undefined ? wanted : CHIPS[among[0]];
  const nothing = { chips: [], facts: {}, writes: [] };
  if (chip === undefined) return nothing;
  const misplaced = findWrongPlace(writes, wanted ?? chip);
  if (misplaced !== undefined) {
    list.fail("place", misplaced);
    return nothing;
  }
  const stored = layOut(writes, chip.appStart);
  const app = examineCode({ part: "app", start: chip.appStart, stored }, list);
  const codeKey = keyOfPart(stored, 0, "app");
  if (codeKey === undefined) {
    list.fail("app-start", { code: "wrong-kind", found: { kind: "unknown-code", at: 0 } });
    return { ...nothing, facts: { app } };
  }
  list.pass("app-start", "has start vectors where the bootloader starts the app.");
  const chips = judgeOrigin({ origin: originOf(stored, 0, "app", codeKey), wanted, among }, list);
  const layout = layoutChip(wanted, chips);
  if (app !== undefined && layout !== undefined) checkHeaderPlace(app, layout, list);
  return {
    chips,
    facts: { codeKey, app },
    writes: writes.map((write) => ({ part: "app", ...write })),
  };
};

/** Every write in its place, the first where the bootloader starts the app. */
const findWrongPlace = (writes: readonly Uf2Write[], chip: Chip): Refusal | undefined => {
  for (const { start, bytes } of writes) {
    const wrong = findMisplacement({ start, end: start + bytes.length }, chip, "keep");
    if (wrong !== undefined) return wrong;
  }
  const [first] = writes;
  const expected = chip.appStart;
  if (first === undefined || first.start === expected) return undefined;
  const isApp = keyOfPart(first.bytes, 0, "app") !== undefined;
  return isApp
    ? { code: "misplaced-app", address: first.start, expected }
    : { code: "no-app", expected };
};

/** The app partition as it will be: FF between the writes. Their places must have been checked. */
const layOut = (writes: readonly Uf2Write[], start: number): Uint8Array => {
  const end = writes.reduce(
    (last, write) => Math.max(last, write.start + write.bytes.length),
    start,
  );
  const stored = new Uint8Array(end - start).fill(0xff);
  for (const write of writes) stored.set(write.bytes, write.start - start);
  return stored;
};
