import type { Clock } from "../clock/clock.ts";
import type { BoardControl } from "../fixture/fixture.ts";
import type { ControlMove, RunEars } from "./run-ears.ts";

/** A board's power and reset, each move of which is told. */
export const hearControl = (control: BoardControl, clock: Clock, ears: RunEars): BoardControl => {
  const told = (move: ControlMove, act: () => Promise<void>) => async (): Promise<void> => {
    const began = clock.now();
    try {
      await act();
      ears.moved(move, clock.now() - began);
    } catch (error) {
      ears.moved(move, clock.now() - began, error);
      throw error;
    }
  };
  return {
    means: control.means,
    offMs: control.offMs,
    stop: told("stop", () => control.stop()),
    awaitTurn: told("turn", () => control.awaitTurn()),
    start: told("start", () => control.start()),
    settled: () => {
      ears.moved("settled", 0);
      control.settled();
    },
  };
};
