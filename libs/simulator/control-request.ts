import { z } from "zod";
import { particularBoardSchema } from "./particular-board.ts";

const requestSchema = z.union([
  z.strictObject({ power: z.enum(["on", "off"]), board: z.string() }),
  z.strictObject({ load: z.string(), board: particularBoardSchema.exactOptional() }),
  z.strictObject({ shelve: z.string(), as: z.string() }),
  z.strictObject({ load: z.string(), shelved: z.string() }),
  z.strictObject({ state: z.string() }),
]);

/**
 * What the simulator can be asked, one JSON object a line: to switch a board's power, to put another
 * board into a nest, perhaps a particular one, to lay one aside under a name and to put it into a nest later, to tell a board's state. Boards go by their fixture's id.
 */
export type ControlRequest = z.infer<typeof requestSchema>;

const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** A request line, or undefined if it is none. */
export const parseControlRequest = (line: string): ControlRequest | undefined =>
  requestSchema.safeParse(parseLine(line)).data;
