import { expect, test } from "vitest";
import { type CrashCase, VICTIMS } from "../../../apps/crash/crash-case.ts";
import { drawCase } from "../../../apps/crash/draw-case.ts";

const ROUNDS = Array.from({ length: 200 }, (_, number) => drawCase(7, number));

test("the same round is drawn again", () => {
  expect(drawCase(7, 12)).toEqual(ROUNDS[12]);
  expect(drawCase(8, 12)).not.toEqual(ROUNDS[12]);
});

test("every victim, blow and moment comes about", () => {
  const strikes = ROUNDS.flatMap((round) => round.strikes);
  expect(new Set(strikes.flatMap(({ victims }) => victims))).toEqual(new Set(VICTIMS));
  expect(new Set(strikes.map(({ blow }) => blow.kind)).size).toBe(4);
  expect(new Set(strikes.map(({ moment }) => JSON.stringify(moment))).size).toBe(12);
});

test("nobody is struck who is not there, and one relay board has one owner", () => {
  const isOdd = ({ layout, relays, dashboard, strikes }: CrashCase): boolean => {
    const struck = strikes.flatMap(({ victims }) => victims);
    const noGuard = struck.includes("redis-guard") && layout !== "private";
    const noScreen = struck.includes("dashboard") && dashboard === "none";
    return noGuard || noScreen || (layout === "mixed" && relays === "serial");
  };
  expect(ROUNDS.filter(isOdd)).toEqual([]);
});
