import { systemClock } from "../../libs/clock/system-clock.ts";
import { printable } from "../../libs/failure/printable.ts";
import type { TellBoard } from "./board-news.ts";
import { describeHappening } from "./describe-happening.ts";
import { type PeopleStream, StatusLine } from "./status-line.ts";

/** A listener that tells people on a stream what happens at one fixture. */
export const tellPeople = (fixture: string, stream: PeopleStream): TellBoard => {
  const status = new StatusLine(stream, printable(fixture), systemClock);
  return (happening) => {
    if (happening.kind === "step-started") status.draw(`${happening.step} ...`);
    if (happening.kind === "step-progress") status.progress(happening.done, happening.total);
    if (happening.kind === "read-started") status.begin(happening.kept);
    for (const text of describeHappening(happening)) status.line(text);
  };
};
