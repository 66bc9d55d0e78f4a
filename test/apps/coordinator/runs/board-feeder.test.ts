import { expect, test } from "vitest";
import { BoardFeeder } from "../../../../apps/coordinator/runs/board-feeder.ts";

test("a board that is to be moved is kept beside the nests and comes back; others go", async () => {
  const did: string[] = [];
  const hands = {
    fixtures: new Set(["F1", "F2", "F3"]),
    load: async (fixture: string) => void did.push(`${fixture} new`),
    shelve: async (fixture: string, serial: string) => void did.push(`${serial} out of ${fixture}`),
    loadShelved: async (fixture: string, serial: string) =>
      void did.push(`${serial} in ${fixture}`),
  };
  const prepared = {
    jig: { jig: "j", trigger: "auto", fixtures: [] },
    recipes: new Map(),
  } as const;
  const queue = new Set(["A"]);
  const feeder = new BoardFeeder(hands, prepared, (serial) => queue.has(serial));
  for (const [fixture, serial] of [
    ["F1", "A"],
    ["F1", "A"],
    ["F1", "B"],
    ["F1", "C"],
    ["F2", "A"],
    ["F3", "C"],
  ] as const) {
    await feeder.load(fixture, serial, "product");
  }
  expect(did).toEqual([
    ...["F1 new", "A out of F1", "F1 new", "F1 new"],
    ...["A in F2", "C out of F1", "C in F3"],
  ]);
});
