import { printable } from "../failure/printable.ts";
import type { GpioLevel, GpioOutput } from "../gpio/gpio-output.ts";
import { openGpioOutput } from "../gpio/open-gpio-output.ts";
import type { GpioLine } from "../jig/jig.ts";
import { type PanelContext, reasonOf } from "./panel-wiring.ts";

/** A lamp or buzzer. It was opened off, and nobody waits for it. */
export interface Signal extends AsyncDisposable {
  /** Switches it as soon as its line is free; of several that wait the last counts. Never fails. */
  switch(level: GpioLevel): void;
}

/**
 * Opens a lamp or buzzer, off. One that does not work is told, once, and is dark from then on: no
 * run is hurt by it.
 */
export const openSignal = async (
  name: string,
  line: GpioLine,
  { clock, onTrouble }: PanelContext,
): Promise<Signal> => {
  const complain = (error: unknown): void =>
    onTrouble(`${name} does not work: ${printable(reasonOf(error))}`);
  const output: GpioOutput | undefined = await openGpioOutput(line, clock).catch(
    (error: unknown) => {
      complain(error);
      return undefined;
    },
  );
  let wanted: GpioLevel = "inactive";
  let isBroken = output === undefined;
  let working = Promise.resolve();
  const obey = async (): Promise<void> => {
    if (isBroken) return;
    await output?.set(wanted).catch((error: unknown) => {
      isBroken = true;
      complain(error);
    });
  };
  return {
    switch: (level) => {
      if (level === wanted) return;
      wanted = level;
      working = working.then(obey);
    },
    [Symbol.asyncDispose]: async () => {
      await working;
      await output?.[Symbol.asyncDispose]();
    },
  };
};
