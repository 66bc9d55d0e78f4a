import { changeNest, type NestLevels, quietNest } from "../../../libs/station/nest-news.ts";
import { lotOf } from "./lot-of.ts";

/** A lot whose workers tell what their nests' wires say; nothing is tried again unless the order says so. */
export const watchedLot = (order: Parameters<typeof lotOf>[0] = {}) => {
  const lot = lotOf({ fixtures: [{ id: "F1", retries: 0 }], ...order });
  const nests = new Map<string, ReturnType<typeof quietNest>>();
  /** The wires of a nest change one after the other; returns what follows from all of it. */
  const change = (fixture: string, ...steps: readonly Partial<NestLevels>[]): string[] =>
    steps.flatMap((levels) => {
      const news = changeNest(nests.get(fixture) ?? quietNest(fixture), levels);
      nests.set(fixture, news);
      return lot.tell({ kind: "nest-news", news });
    });
  return { ...lot, change };
};

/** A press of a start button. */
export const PRESS: readonly Partial<NestLevels>[] = [{ button: "down" }, { button: "up" }];

/** One board out, another in. */
export const SWAP: readonly Partial<NestLevels>[] = [{ board: "absent" }, { board: "present" }];
