import type { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import type { VirtualAdapter } from "./virtual-adapter.ts";

/** What a modem line is wired to. "cen": asserted holds the reset; "supply": asserted feeds the board. */
export type LineUse = "cen" | "supply" | "nothing";

/** How a board is joined to its adapters. */
export interface BoardWiring {
  /** On UART1. */
  readonly flash: VirtualAdapter;
  /** On UART2; its lines are wired to nothing. */
  readonly log?: VirtualAdapter;
  /** Lines of `flash`; wired to nothing if absent. */
  readonly rts?: LineUse;
  readonly dtr?: LineUse;
}

/** Joins a simulated board to its adapters at byte level, until disposed. */
export const wireBoard = (board: VirtualBoard, wiring: BoardWiring): Disposable => {
  const { flash, log, rts = "nothing", dtr = "nothing" } = wiring;
  const wires = new DisposableStack();
  wires.use(board.onTransmit((bytes, baud) => flash.hear(bytes, baud)));
  wires.use(flash.onHostBytes((bytes, baud) => board.receive(bytes, baud)));
  if (log !== undefined) wires.use(board.onLog((bytes, baud) => log.hear(bytes, baud)));
  const use = (what: LineUse, asserted: boolean): void => {
    if (what === "cen" && asserted) board.resetHold();
    if (what === "cen" && !asserted) board.resetRelease();
    if (what === "supply" && asserted) board.powerOn();
    if (what === "supply" && !asserted) board.powerOff();
  };
  wires.use(
    flash.onLines((lines) => {
      use(rts, lines.rts);
      use(dtr, lines.dtr);
    }),
  );
  return wires;
};
