import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { StepError } from "../../../libs/failure/step-error.ts";
import { type SupplyChange, watchGpio } from "../../support/watch-gpio.ts";
import { FAKE_GPIO } from "../gpio/with-fake-gpio.ts";
import type { ControlAnswer, ControlOrder } from "./gpio-control-order.ts";

/** A process whose /sys/class/gpio is a stand-in, and what its wires did. */
export interface FakeGpio {
  /** Rejects with `StepError` as the control did. */
  perform(order: ControlOrder): Promise<void>;
  /** When a line became active and inactive again, as a relay on it has it. */
  changes(line: ControlOrder["line"]): readonly SupplyChange[];
  end(): Promise<void>;
}

/** Starts one; lines are used once each, so that tests can share it. */
export const startFakeGpio = (): FakeGpio => {
  const folder = mkdtempSync(join(tmpdir(), "fakegpio-"));
  const log = join(folder, "log");
  const program = join(import.meta.dirname, "gpio-control-program.ts");
  const child = spawn(FAKE_GPIO, [process.execPath, program], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, FAKEGPIO_LOG: log, FAKEGPIO_BASE: "571", NODE_OPTIONS: "" },
  });
  const ended = once(child, "exit");
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (order: ControlOrder): Promise<void> => {
    child.stdin.write(`${JSON.stringify(order)}\n`);
    const { value = '{"kind":"broken","text":"the process ended"}' } = await answers.next();
    const answer: ControlAnswer = JSON.parse(value);
    if (answer.kind === "failed") throw new StepError(answer.failure);
    if (answer.kind === "broken") throw new Error(answer.text);
  };
  return {
    perform: (order) => {
      const done = last.then(() => ask(order));
      last = done.catch(() => undefined);
      return done;
    },
    changes: ({ line, activeLow }) => {
      const seen: SupplyChange[] = [];
      watchGpio(
        log,
        () => activeLow,
        (change) => {
          if (change.line === line) seen.push(change);
        },
      )[Symbol.dispose]();
      return seen;
    },
    end: async () => {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
};
