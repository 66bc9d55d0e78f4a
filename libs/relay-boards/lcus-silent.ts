import { lcusOrder } from "./lcus-order.ts";
import type { RelayBoard } from "./relay-board.ts";

/** Boards with LCUS frames that answer no question, such as LCUS-1 (its maker describes none). */
export const lcusSilent: RelayBoard = { baudRate: 9600, channels: [1, 8], order: lcusOrder };
