import { takeBaton } from "../claims/take-baton.ts";
import { printable } from "../failure/printable.ts";
import { openGpioOutput } from "../gpio/open-gpio-output.ts";
import { type GpioLine, gpioKey } from "../jig/jig.ts";
import { type PanelContext, reasonOf } from "./panel-wiring.ts";

/** In ms: how long it sounds, and the silence after. */
const BEEP_MS = 120;
const GAP_MS = 120;
/** So many beeps; three can be told from one with the back turned. */
const BEEPS = { pass: 1, fail: 3 } as const;
/** Other workers of the jig sound it, too. */
const TURN_LIMIT_MS = 10_000;

/** A jig's buzzer. Disposed: silent. */
export interface Buzzer extends AsyncDisposable {
  /** Never waits, never fails. Of several boards that end together one is heard for each result. */
  sound(result: keyof typeof BEEPS): void;
}

/**
 * Opens a jig's buzzer, silent. All workers of a jig have the same one: each drives it only while it
 * sounds, in turns. One that does not work is told, once.
 */
export const openBuzzer = async (line: GpioLine, context: PanelContext): Promise<Buzzer> => {
  const { clock, onTrouble } = context;
  const waiting = new Set<keyof typeof BEEPS>();
  let isBroken = false;
  let working = Promise.resolve();
  const drive = async (beeps: number): Promise<void> => {
    const turn = { owner: "the buzzer", limitMs: TURN_LIMIT_MS };
    await using _ = await takeBaton(gpioKey(line), turn);
    await using output = await openGpioOutput(line, clock);
    for (let beep = 0; beep < beeps; beep += 1) {
      if (beep > 0) await clock.sleep(GAP_MS);
      await output.set("active");
      await clock.sleep(BEEP_MS);
      await output.set("inactive");
    }
  };
  const attempt = async (beeps: number): Promise<void> => {
    if (isBroken) return;
    await drive(beeps).catch((error: unknown) => {
      isBroken = true;
      onTrouble(`The buzzer does not work: ${printable(reasonOf(error))}`);
    });
  };
  await attempt(0);
  return {
    sound: (result) => {
      if (waiting.has(result)) return;
      waiting.add(result);
      working = working.then(() => {
        waiting.delete(result);
        return attempt(BEEPS[result]);
      });
    },
    [Symbol.asyncDispose]: async () => {
      isBroken = true;
      await working;
    },
  };
};
