import type { Existing } from "../../libs/dump/publish-file.ts";
import type { BoardOrder } from "./board-order.ts";

/** What of a board's flash is to be read, and where to. */
export interface ReadOrder extends BoardOrder {
  /** File for the dump; named after fixture and MAC if absent. */
  readonly output: string | undefined;
  /** What becomes of a file that has the name already. */
  readonly existing: Existing;
  readonly start: number;
  /** To the end of the flash if absent. */
  readonly length: number | undefined;
}
