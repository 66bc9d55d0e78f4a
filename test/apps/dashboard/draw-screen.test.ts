import fc from "fast-check";
import { expect, test } from "vitest";
import { countCells } from "../../../apps/dashboard/cells.ts";
import { chooseLook } from "../../../apps/dashboard/choose-look.ts";
import {
  drawScreen,
  type ScreenContent,
  situationOf,
} from "../../../apps/dashboard/draw-screen.ts";
import { NO_KEYS } from "../../../apps/dashboard/key-state.ts";
import { emptyLine, reduceLine } from "../../../libs/station/line-state.ts";
import { fixtureNames, lotStarted, START } from "../../libs/station/events.ts";
import { everyFace } from "./every-face.ts";

const FACES = everyFace().reduce(reduceLine, emptyLine()).fixtures;

/** So many fixtures, their faces by turns. */
const lineOf = (count: number): ScreenContent["line"] => ({
  ...reduceLine(emptyLine(), lotStarted([])),
  fixtures: fixtureNames(count).flatMap((fixture, index) =>
    FACES.slice(index % FACES.length, (index % FACES.length) + 1).map((it) => ({ ...it, fixture })),
  ),
});

const looks = [
  chooseLook({ TERM: "xterm", LANG: "C.UTF-8" }),
  chooseLook({ TERM: "xterm", LANG: "C", NO_COLOR: "1" }),
];

test("no frame is taller or wider than its terminal, and each fixture is on one page", () => {
  const size = fc.record({
    columns: fc.integer({ min: 40, max: 300 }),
    rows: fc.integer({ min: 10, max: 100 }),
  });
  fc.assert(
    fc.property(
      size,
      fc.nat(100),
      fc.constantFrom(...looks),
      fc.nat(10_000),
      (size, count, look, ms) => {
        const line = lineOf(count);
        const settings = {
          ...({ role: "operate", look, limits: { amber: 95, red: 90 }, dataFolder: null } as const),
        };
        const { pages } = situationOf(line, "operate", size);
        const shown = Array.from({ length: pages }, (_, page) => {
          const rows = drawScreen(
            {
              ...{ line, answer: null, health: "connected", now: START + ms, heardMs: START + ms },
              keys: { ...NO_KEYS, page },
            },
            settings,
            size,
          ).map((row) => row.map(({ text }) => text).join(""));
          expect(rows).toHaveLength(size.rows - 1);
          for (const row of rows) expect(countCells(row)).toBe(size.columns);
          return rows.join("\n");
        }).join("\n");
        for (const [index, name] of fixtureNames(count).entries()) {
          expect(shown.split(new RegExp(`\\b${index + 1} {1,2}${name}\\b`))).toHaveLength(2);
        }
      },
    ),
    { numRuns: 60 },
  );
});
