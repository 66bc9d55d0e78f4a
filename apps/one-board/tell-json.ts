import { systemClock } from "../../libs/clock/system-clock.ts";
import { safeJson } from "../../libs/report/safe-json.ts";
import type { BoardHappening, TellBoard } from "./board-news.ts";

/** Progress comes more often than anyone can use. */
const PROGRESS_EVERY_MS = 250;

/** A listener that writes what happens at one fixture, a JSON object a line. */
export const tellJson = (fixture: string, write: (text: string) => void): TellBoard => {
  let progressAt = Number.NEGATIVE_INFINITY;
  return (happening) => {
    if (happening.kind === "step-progress") {
      const now = systemClock.now();
      if (now - progressAt < PROGRESS_EVERY_MS && happening.done < happening.total) return;
      progressAt = now;
    }
    write(formatHappening(fixture, happening));
  };
};

/** A happening with its fixture and the time, as one line. */
export const formatHappening = (fixture: string, happening: BoardHappening): string => {
  const { kind, ...rest } = happening;
  const at = systemClock.date().toISOString();
  return `${safeJson({ kind, at, fixture, ...rest })}\n`;
};
