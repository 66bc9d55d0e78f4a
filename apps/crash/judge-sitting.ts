import type { SittingEnd } from "./play-sitting.ts";
import type { LastSitting } from "./round-facts.ts";

/** What a sitting did that none may. Whatever dies, nobody is told that he gave wrong orders, or shown a stack. */
export const misdeedsOf = (end: SittingEnd | "hang"): readonly string[] => {
  if (end === "hang") return ["hang: a sitting never ended"];
  const { exitCode, stderr } = end;
  return [
    ...([0, 1, 3, 130, null].includes(exitCode)
      ? []
      : [`a sitting ended with ${exitCode}: ${stderr}`]),
    ...(/^\s+at /m.test(stderr) ? [`a stack: ${stderr}`] : []),
  ];
};

/** What a sitting's last event says of the boards; undefined if it is not the lot's end. */
export const countsIn = ({ last }: SittingEnd): LastSitting["counts"] => {
  if (last?.kind !== "lot-ended") return undefined;
  const { pass, fail, error, aborted } = last;
  return { pass, fail, error, aborted };
};
