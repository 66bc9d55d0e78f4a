import type { Clock } from "../clock/clock.ts";
import type { GpioLine } from "../jig/jig.ts";
import { findGpioChip } from "./find-gpio-chip.ts";
import { GpioError } from "./gpio-error.ts";
import type { GpioLevel, GpioOutput } from "./gpio-output.ts";
import { holdCommand } from "./gpiod-commands.ts";
import { holdLine, LineBusyError, type LineHolder } from "./hold-line.ts";

/** How long the tool of a process that just died may take to let go of the line. */
const FREED_LIMIT_MS = 500;
const FREED_EVERY_MS = 25;

/**
 * An output through the character device, by libgpiod's own `gpioset`. The kernel gives a line to
 * one process and takes it back when that ends, so a process holds each line for us at its level.
 *
 * Another level is another process, started when the first has ended. In between nobody drives the
 * line, and it has its old level or the one its circuit rests at. A line has but two levels: the
 * old, then either of them, then the new is one edge, never a pulse. The same level again would be
 * a pulse where the circuit rests at the other one, therefore it does nothing at all.
 *
 * Opened, the line is an output at its inactive level from the first moment. In the end nobody
 * drives it: the circuit must rest at inactive. Rejects with `GpioError`.
 */
export const openGpiodOutput = async (line: GpioLine, clock: Clock): Promise<GpioOutput> => {
  const explained = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new GpioError(line, reason, { cause });
    }
  };
  const holder = await explained(async () => {
    const chip = await findGpioChip(line);
    const hold = (level: GpioLevel): Promise<LineHolder> => {
      const wire = (level === "active") === line.activeLow ? 0 : 1;
      return holdLine(holdCommand(chip, line.line, wire), clock);
    };
    return new LevelHolder(await awaitLine(() => hold("inactive"), clock), hold);
  });
  return {
    set: (level) => explained(() => holder.set(level)),
    [Symbol.asyncDispose]: async () => {
      await holder.set("inactive").catch(() => undefined);
      await holder.release().catch(() => undefined);
    },
  };
};

/** Takes a line that a process which is just ending may still hold. */
const awaitLine = async (hold: () => Promise<LineHolder>, clock: Clock): Promise<LineHolder> => {
  const until = clock.now() + FREED_LIMIT_MS;
  for (;;) {
    try {
      return await hold();
    } catch (error) {
      if (!(error instanceof LineBusyError) || clock.now() >= until) throw error;
      await clock.sleep(FREED_EVERY_MS);
    }
  }
};

class LevelHolder {
  readonly #hold: (level: GpioLevel) => Promise<LineHolder>;
  #holder: LineHolder | undefined;
  #level: GpioLevel = "inactive";

  constructor(holder: LineHolder, hold: (level: GpioLevel) => Promise<LineHolder>) {
    this.#holder = holder;
    this.#hold = hold;
  }

  async set(level: GpioLevel): Promise<void> {
    const loss = await this.#holder?.loss();
    if (loss !== undefined) {
      // Nobody knows since when: safe first, then told.
      await this.#change("inactive");
      throw new Error(`the line was let go: ${loss}`);
    }
    if (this.#holder !== undefined && level === this.#level) return;
    await this.#change(level);
  }

  async release(): Promise<void> {
    await this.#holder?.release();
    this.#holder = undefined;
  }

  async #change(level: GpioLevel): Promise<void> {
    await this.release();
    this.#holder = await this.#hold(level);
    this.#level = level;
  }
}
