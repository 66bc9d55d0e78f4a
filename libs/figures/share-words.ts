const percent = (share: number): string => (share * 100).toFixed(1);

/**
 * A part of a whole, 0 to 1: `97.9 %`; `-` for none. Only all of it is `100.0 %`, and nothing of it `0.0 %`:
 * one lost board of thousands must not be rounded away.
 */
export const shareWords = (share: number | null): string => {
  if (share === null) return "-";
  const words = percent(share);
  if (share < 1 && words === percent(1)) return "99.9 %";
  return share > 0 && words === percent(0) ? "0.1 %" : `${words} %`;
};
