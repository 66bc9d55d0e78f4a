import { describe, expect, test } from "vitest";
import type { CauseClass } from "../../../libs/failure/cause.ts";
import { causeClassesOf } from "../../../libs/failure/likely-causes.ts";
import { startRun } from "../../support/memory-bench.ts";

/** What is broken on the bench, and which class of cause the record must name for it. */
const BROKEN: readonly (readonly [CauseClass, readonly string[]])[] = [
  ["contact", ["silent", "deaf", "mute", "wrong-uart", "reset-held", "flips:0.02", "chatter:30"]],
  ["supply", ["silent", "dies-at:0x8000", "reboots-at:0x8000", "brown-out:0x8000"]],
  ["reset-timing", ["narrow:1", "echoes"]],
  ["flash", ["dead-flash", "protected", "sr-locked", "wip-stuck", "stuck:0x15003:0x10"]],
  ["chip", ["wrong-chip:0x7238", "hangs-at:20", "status:0x0f:6:2", "blank-flash"]],
  ["image", ["boot-silent", "boot-loop", "app-crash", "boots-other:0.9"]],
];

const BOOT = { expect: ["1.18.0"], never: [], withinMs: 5000 };

describe.each(["bk7231n", "bk7231t"] as const)("the record of a %s", (chip) => {
  const cases = BROKEN.flatMap(([kind, faults]) => faults.map((fault) => [kind, fault] as const));
  test.each(cases)("names %s as a likely class for %s", async (kind, fault) => {
    const { failure } = await startRun(chip, { faults: [fault], order: { boot: BOOT } }).end;
    expect(failure).not.toBeNull();
    expect(failure && causeClassesOf(failure)).toContain(kind);
  });
});
