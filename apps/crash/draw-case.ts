import type { ChipName } from "../../libs/chips/chip.ts";
import { type Dice, diceOf } from "../../libs/simulator/dice.ts";
import type { Blow, CrashCase, CrashNest, Layout, Moment, Strike, Victim } from "./crash-case.ts";

const CHIPS: readonly ChipName[] = ["bk7231n", "bk7231t"];

/** Once: a board that fails for ever only fails, and its lot never ends with 0. */
const FAULTS: readonly string[] = [
  "drops-reply:12:once",
  "noise:3",
  "wrong-crc:1:once",
  "reboots-at:12288:once",
  "status:0x0f:1:2:once",
  "silent",
];

const MOMENTS: readonly Moment[] = [
  { kind: "sitting" },
  { kind: "lot-started" },
  { kind: "run-started" },
  { kind: "run-ended" },
  { kind: "step-started", step: "link" },
  { kind: "step-started", step: "identify" },
  { kind: "step-started", step: "erase" },
  { kind: "step-started", step: "write" },
  { kind: "step-started", step: "verify" },
  { kind: "step-started", step: "boot" },
  { kind: "step-started", step: "release" },
  { kind: "step-passed", step: "release" },
];

/** Round `number` of this seed. */
export const drawCase = (seed: number, number: number): CrashCase => {
  const dice = diceOf(seed, number);
  const layout = dice.pick<Layout>(["private", "private", "station", "mixed"]);
  const nests = Array.from({ length: dice.whole(2, 4) }, (_, index) => drawNest(dice, index));
  const dashboard = layout !== "private" && dice.chance(0.4) ? "watching" : "none";
  return {
    ...{ seed, number, layout, nests, dashboard },
    boards: dice.whole(3, 8),
    speed: dice.chance(0.7) ? "fast" : "real",
    // The relay board's one port has one owner.
    relays: layout !== "mixed" && dice.chance(0.5) ? "serial" : "command",
    strikes: Array.from({ length: dice.whole(1, 4) }, () => drawStrike(dice, layout, dashboard)),
  };
};

const drawNest = (dice: Dice, index: number): CrashNest => ({
  id: `F0${index + 1}`,
  chip: dice.pick(CHIPS),
  faults: dice.chance(0.12) ? [dice.pick(FAULTS)] : [],
});

const drawStrike = (dice: Dice, layout: Layout, dashboard: CrashCase["dashboard"]): Strike => {
  const moment = dice.pick(MOMENTS);
  const victims = drawVictims(dice, victimsIn(layout, dashboard));
  return {
    moment,
    passed: dice.chance(0.5) ? 0 : dice.whole(1, 4),
    // Starting takes a second, a step some milliseconds.
    delayMs: Math.round(moment.kind === "sitting" ? dice.whole(0, 3000) : dice.size(1, 400) - 1),
    victims,
    which: dice.whole(0, 7),
    blow: drawBlow(dice, victims, layout),
  };
};

const victimsIn = (layout: Layout, dashboard: CrashCase["dashboard"]): readonly Victim[] => [
  ...(["worker", "worker", "worker", "coordinator", "coordinator"] as const),
  ...(["redis", "redis", "nest-guard", "everything"] as const),
  ...(layout === "private" ? (["redis-guard"] as const) : []),
  ...(dashboard === "watching" ? (["dashboard", "dashboard"] as const) : []),
];

const drawVictims = (dice: Dice, there: readonly Victim[]): readonly Victim[] => {
  const first = dice.pick(there);
  if (first === "everything" || dice.chance(0.75)) return [first];
  return [...new Set([first, dice.pick(there.filter((victim) => victim !== "everything"))])];
};

/** Stalls are shorter and longer than a sign of life lasts. */
const drawBlow = (dice: Dice, victims: readonly Victim[], layout: Layout): Blow => {
  if (victims.includes("everything")) return { kind: "kill" };
  const isSharedRedis = layout !== "private" && victims.join() === "redis";
  if (isSharedRedis && dice.chance(0.3)) return { kind: "wipe" };
  if (dice.chance(0.7)) return { kind: "kill" };
  return dice.chance(0.4)
    ? { kind: "terminate" }
    : { kind: "stall", ms: Math.round(dice.size(100, 9000)) };
};
