import type { BoardOrder } from "../board-order.ts";

/** Which board gets which bootloader, as a person typed it; not yet checked. */
export interface UnbrickOrder extends Omit<BoardOrder, "baud"> {
  /** File that the bootloader is taken from. */
  readonly imagePath: string;
  readonly dataDir: string;
  /** Of the board; a name made of time and fixture if absent. */
  readonly serial: string | undefined;
  readonly operator: string | undefined;
  /** Who answers for the board's key where nothing on the board shows it. */
  readonly keyKnownBy: string | undefined;
  /** Version of this program. */
  readonly program: string;
}
