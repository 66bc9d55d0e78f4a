/**
 * Corrects chances for their number (Holm): that any of the results below a limit is a mere chance
 * is then no likelier than that limit. In the order given.
 */
export const holm = (chances: readonly number[]): readonly number[] => {
  const corrected = [...chances];
  let least = 0;
  for (const [rank, { chance, index }] of chances
    .map((given, place) => ({ chance: given, index: place }))
    .toSorted((left, right) => left.chance - right.chance)
    .entries()) {
    least = Math.max(least, Math.min(1, chance * (chances.length - rank)));
    corrected[index] = least;
  }
  return corrected;
};
