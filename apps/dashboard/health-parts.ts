import { redisWord } from "../../libs/station/redis-health.ts";
import type { StationHealth } from "../../libs/station/station-health.ts";
import type { Part } from "./fit-parts.ts";
import type { Symbols } from "./symbols.ts";

const WEIGHTS = { trouble: 90, well: 55 } as const;

/** Something wrong, in short and in words. */
interface Trouble {
  readonly what: string;
  readonly how: string;
  readonly tone: "amber" | "red";
}

const troubles = ({ redis, journal, disk }: StationHealth): readonly Trouble[] => [
  ...(redis === "up"
    ? []
    : [{ what: "Redis", how: redisWord(redis) ?? redis, tone: "red" } as const]),
  ...(journal === "good"
    ? []
    : [{ what: "journal", how: journal.toUpperCase(), tone: "red" } as const]),
  ...(disk === "full" ? [{ what: "disk", how: "FULL", tone: "red" } as const] : []),
  ...(disk === "low" || disk === "unknown"
    ? [{ what: "disk", how: disk, tone: "amber" } as const]
    : []),
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
    ...bad.map(({ what, how, tone }): Part => {
      const forms = [` ${error} ${what} ${how} `, ` ${error} ${what} `];
      return { forms, tone, weight: WEIGHTS.trouble };
    }),
    { forms: [well, last, ""], weight: WEIGHTS.well },
  ];
};
