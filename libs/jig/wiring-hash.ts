import { createHash } from "node:crypto";
import type { FixtureConfig, Jig } from "./jig.ts";

/** What of a nest's wiring a survey proves; recipes, inputs, lamps and SPI may change without it. */
const WIRING = ["id", "flashPort", "logPort", "power", "reset", "offMs", "virtual"] as const;

/**
 * SHA-256 in hex of what a jig's nests are wired to, by its meaning: comments, order and the way it
 * is written do not matter, nor does a nest's recipe.
 */
export const wiringHash = ({ fixtures }: Pick<Jig, "fixtures">): string => {
  const nests = fixtures.map(wiringOf).sort();
  return createHash("sha256").update(JSON.stringify(nests)).digest("hex");
};

const wiringOf = (fixture: FixtureConfig): string => {
  const fields = WIRING.map((field) => [field, Reflect.get(fixture, field)]);
  return JSON.stringify(inOrder(Object.fromEntries(fields)));
};

/** The same data with the keys of every object sorted. */
const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
};
