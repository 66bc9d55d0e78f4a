import { systemClock } from "../../../libs/clock/system-clock.ts";
import { printable } from "../../../libs/failure/printable.ts";
import { safeJson } from "../../../libs/report/safe-json.ts";
import { StatusLine } from "../status-line.ts";
import { describeUnbrick } from "./describe-unbrick.ts";
import { unbrickBoard } from "./unbrick-board.ts";
import type { TellUnbrick } from "./unbrick-news.ts";
import type { UnbrickOrder } from "./unbrick-order.ts";

/** Progress comes more often than anyone can use. */
const PROGRESS_EVERY_MS = 250;

/**
 * Unbricks a board and tells of it: lines for people on stderr, with `json` events on stdout.
 * @returns the exit code.
 * @throws InputError, StationError, JournalError.
 */
export const showUnbrick = (order: UnbrickOrder, format: "people" | "json"): Promise<number> => {
  const people = tellPeople(order);
  const program = format === "json" ? tellProgram() : () => undefined;
  return unbrickBoard(order, (happening, identity) => {
    people(happening, identity);
    program(happening, identity);
  });
};

const tellPeople = ({ fixture, imagePath, dataDir }: UnbrickOrder): TellUnbrick => {
  const status = new StatusLine(process.stderr, printable(fixture), systemClock);
  return (happening, { serial }) => {
    if (happening.kind === "step-started") {
      status.draw(`${happening.step} ...`);
      status.begin(0, `${happening.step} `);
    }
    if (happening.kind === "step-progress") status.progress(happening.done, happening.total);
    for (const text of describeUnbrick(happening, { serial, imagePath, dataDir }))
      status.line(text);
  };
};

const tellProgram = (): TellUnbrick => {
  let progressAt = Number.NEGATIVE_INFINITY;
  return (happening, identity) => {
    if (happening.kind === "step-progress") {
      const now = systemClock.now();
      if (now - progressAt < PROGRESS_EVERY_MS && happening.done < happening.total) return;
      progressAt = now;
    }
    const { kind, ...rest } = happening;
    const at = systemClock.date().toISOString();
    process.stdout.write(`${safeJson({ kind, at, ...identity, ...rest })}\n`);
  };
};
