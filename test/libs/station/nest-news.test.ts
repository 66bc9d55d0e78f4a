import { expect, test } from "vitest";
import {
  changeNest,
  type NestLevels,
  type NestNews,
  quietNest,
} from "../../../libs/station/nest-news.ts";

const after = (...changes: readonly Partial<NestLevels>[]) =>
  changes.reduce<NestNews>((nest, change) => changeNest(nest, change), quietNest("F01"));

test("what a change of wires means is counted once, whatever else changes", () => {
  const nest = after(
    { ports: "here", lid: "open", board: "absent", button: "up" },
    { board: "present" },
    { board: "present" },
    { lid: "closed" },
    { button: "down" },
    { button: "up" },
    { button: "down" },
    { ports: "gone" },
    { ports: "here" },
  );
  expect(nest).toEqual({
    fixture: "F01",
    ports: "here",
    lid: "closed",
    board: "present",
    button: "down",
    counts: { unplugs: 1, closings: 1, arrivals: 1, presses: 2 },
  });
});

test("what was not seen to happen does not count: first states, and wires that can be read again", () => {
  const { counts } = after(
    { ports: "gone", lid: "closed", board: "present", button: "down" },
    { lid: "open", board: "absent", button: "up" },
    { lid: "unknown", board: "unknown", button: "unknown" },
    { lid: "closed", board: "present", button: "down" },
  );
  expect(counts).toEqual({ unplugs: 0, closings: 0, arrivals: 0, presses: 0 });
});
