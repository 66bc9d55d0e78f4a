import type { Range } from "./ranges.ts";

/** The same addresses by as few ranges as there can be, in order. */
export const joinRanges = (ranges: Iterable<Range>): readonly Range[] => {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((left, right) => left.start - right.start)) {
    const last = joined.at(-1);
    if (last === undefined || start > last.end) joined.push({ start, end });
    else last.end = Math.max(last.end, end);
  }
  return joined;
};
