import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { SupplyPlan } from "../../../libs/jig/supply-plan.ts";
import { SupplyGate } from "../../../libs/supply/supply-gate.ts";

const PROGRAM = join(import.meta.dirname, "gate-program.ts");

const planOf = (name: string, rules: Partial<SupplyPlan> = {}): SupplyPlan => ({
  name,
  key: `${name} of test process ${process.pid}`,
  atOnce: 2,
  gapMs: 30,
  maxHoldMs: 5000,
  fixtures: ["F0", "F1", "F2", "F3"],
  ...rules,
});

const start = (plan: SupplyPlan, boards: number, manner = "good") =>
  spawn(process.execPath, [PROGRAM, JSON.stringify(plan), String(boards), manner], {
    stdio: ["ignore", "pipe", "inherit"],
  });

test("relays of several processes close no nearer to each other than the gap of their supply", async () => {
  const plan = planOf("shared");
  const told = await Promise.all([1, 2, 3].map(() => text(start(plan, 6).stdout)));
  const closings = told
    .flatMap((lines) => lines.trim().split("\n").map(Number))
    .sort((one, other) => one - other);
  expect(closings).toHaveLength(18);
  const gaps = closings.slice(1).map((at, index) => at - (closings[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(plan.gapMs);
});

test("a process killed in the midst of a power-up frees its turn and its slot", async () => {
  const plan = planOf("killed", { atOnce: 1, maxHoldMs: 60_000 });
  const other = start(plan, 1, "hang");
  await once(other.stdout, "data");
  const gate = new SupplyGate(plan, { fixture: "F1", clock: systemClock });
  const turn = gate.awaitTurn(new AbortController().signal);
  other.kill("SIGKILL");
  (await turn).settled();
});

test("a relay that hangs in one process holds up the boards of another for its limit only", async () => {
  const plan = planOf("hung", { atOnce: 1, maxHoldMs: 100 });
  const other = start(plan, 1, "hang");
  await once(other.stdout, "data");
  const gate = new SupplyGate(plan, { fixture: "F1", clock: systemClock });
  (await gate.awaitTurn(new AbortController().signal)).settled();
  other.kill("SIGKILL");
});
