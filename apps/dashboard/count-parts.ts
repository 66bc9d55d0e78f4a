import { type FixtureState, isRunning } from "../../libs/station/fixture-state.ts";
import type { LineState } from "../../libs/station/line-state.ts";
import { lineStations } from "../../libs/station/line-stations.ts";
import type { LotFigures } from "../../libs/station/lot-figures.ts";
import type { PoolLeft } from "../../libs/station/lot-state.ts";
import { drawable } from "./cells.ts";
import type { Part, Parts } from "./fit-parts.ts";
import type { Tone } from "./tone.ts";

const verdict = (word: string, boards: number, tone: Tone, weight: number): Part => ({
  forms: boards === 0 ? [`${word} 0`, ""] : [` ${word} ${boards} `, `${word} ${boards}`],
  ...(boards !== 0 && { tone }),
  weight,
});

/** What is left in the pools; a warning where the boards to come need more. */
const identityParts = (pools: readonly PoolLeft[], toCome: number | null): readonly Part[] =>
  pools.map(({ pool, left }): Part => {
    const isShort = left < (toCome ?? 1);
    const forms = [
      `${drawable(pool)}: ${left} identities left`,
      `${drawable(pool)} ${left} left`,
      `${left} left`,
    ];
    return isShort
      ? { forms: forms.map((form) => ` ! ${form} `), tone: "amber", weight: 70 }
      : { forms, weight: 40 };
  });

/** How many stations the line has, if several, and which are away. */
const stationParts = (fixtures: readonly FixtureState[]): readonly Part[] => {
  const stations = lineStations(fixtures);
  if (stations.length < 2) return [];
  const away = stations.filter(({ presence }) => presence === "away");
  const names = away.map(({ station }) => drawable(station)).join(", ");
  return [
    { forms: [`${stations.length} stations`, ""], weight: 15 },
    ...(away.length === 0
      ? []
      : [
          { forms: [` ${names} AWAY `, ` ${away.length} AWAY `], tone: "red", weight: 85 } as const,
        ]),
  ];
};

/** Boards by verdict, how many are at work, and what is left of their identities. */
export const countParts = ({ lot, fixtures }: LineState, figures: LotFigures): Parts => {
  const { counts, seen } = figures;
  const boards = lot?.boards ?? null;
  const size = boards === null ? `${seen}` : `${seen} of ${boards}`;
  const noun = (boards ?? seen) === 1 ? "board" : "boards";
  const running = fixtures.filter(isRunning).length;
  return {
    start: [
      { forms: [`${size} ${noun}`, size], tone: "strong", weight: 90 },
      verdict("PASS", counts.pass, "pass", 80),
      ...(counts.doubtful === undefined ? [] : [verdict("DOUBTFUL", counts.doubtful, "red", 85)]),
      verdict("FAIL", counts.fail, "fail", 80),
      verdict("ERROR", counts.error, "error", 20),
      verdict("ABORTED", counts.aborted, "aborted", 20),
    ],
    end: [
      ...stationParts(fixtures),
      ...identityParts(lot?.identities ?? [], counts.notRun),
      { forms: [`${running} running`, ""], weight: 10 },
    ],
  };
};
