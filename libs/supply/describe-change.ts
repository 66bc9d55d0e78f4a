import type { PaceChange } from "./supply-pace.ts";

/** A changed gap for people at the line, as one notice. */
export const describeChange = (supply: string, { to, fromMs, toMs, signs }: PaceChange): string => {
  const gap = `boards now come on ${toMs} ms apart, not ${fromMs} ms`;
  if (to === "narrower") return `Supply ${supply} carries its boards again: ${gap}`;
  const failed = signs.map(({ fixture, code }) => `${fixture} ${code}`).join(", ");
  return `Supply ${supply} looks weak (${failed}): ${gap}. Call the engineer if it goes on`;
};
