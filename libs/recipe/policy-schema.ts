import { z } from "zod";

const boards = (least: number, most: number) => z.int().min(least).max(most);

/** A recipe's `policy`: when a board moves, a fixture is locked, the line stops. */
export const policySchema = z
  .strictObject({
    otherFixtures: boards(0, 3)
      .optional()
      .describe(
        "In how many other fixtures a board is tried that failed in one; 1, with `retries: 0` none, if absent.",
      ),
    lockAfter: boards(0, 100)
      .default(3)
      .describe(
        "Boards in a row that fail in a fixture by contact, power or link, or runs with the fixture's error, before it is locked; 0: never.",
      ),
    lockWorse: z
      .boolean()
      .default(true)
      .describe("true locks a fixture that is worse than the others by more than chance."),
    stopAfter: boards(0, 1000)
      .default(5)
      .describe(
        "Boards in a row, over all fixtures, that fail by their image, or by their identity, before the line stops; 0: never.",
      ),
    minFirstPassYield: z
      .strictObject({
        percent: z.number().min(0).max(100).describe("The least first-pass yield."),
        after: boards(1, 100_000).describe("How many boards must have had their first run."),
      })
      .optional()
      .describe("Below which first-pass yield the line stops."),
  })
  .prefault({})
  .describe("When a board moves to another fixture, a fixture is locked, and the line stops.");
