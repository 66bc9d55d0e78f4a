import type { StationHealth } from "../../libs/station/station-health.ts";
import type { Part } from "./fit-parts.ts";
import type { Symbols } from "./symbols.ts";

const WEIGHTS = { trouble: 90, well: 55 } as const;

/** What is wrong, in words; what is not wrong is not named. */
const troubles = ({ redis, journal, disk }: StationHealth): readonly string[] => [
  ...(redis === "away" ? ["Redis AWAY"] : []),
  ...(journal === "failing" ? ["journal FAILING"] : []),
  ...(disk === "full" ? ["disk FULL"] : []),
  ...(disk === "low" ? ["disk low"] : []),
  ...(disk === "unknown" ? ["disk unknown"] : []),
];

const wells = ({ redis, journal, disk }: StationHealth): readonly string[] => [
  ...(redis === "up" ? ["Redis"] : []),
  ...(journal === "good" ? ["journal"] : []),
  ...(disk === "good" ? ["disk"] : []),
];

/** What the line lives on: each in trouble for itself, all that is well in one. */
export const healthParts = (
  health: StationHealth | null,
  { pass, error, quiet }: Symbols,
): readonly Part[] => {
  if (health === null) {
    return [{ forms: [`${quiet} Redis journal disk`, ""], tone: "dim", weight: WEIGHTS.well }];
  }
  const bad = troubles(health);
  const good = wells(health);
  const last = bad.length === 0 ? `${pass} all well` : "";
  const well = good.length === 0 ? "" : `${pass} ${good.join(" ")}`;
  return [
    ...bad.map(
      (text): Part => ({
        forms: [` ${error} ${text} `, ` ${error} ${text.split(" ")[0]} `],
        tone: text === text.toLowerCase() ? "amber" : "red",
        weight: WEIGHTS.trouble,
      }),
    ),
    { forms: [well, last, ""], weight: WEIGHTS.well },
  ];
};
