/** Edits (insert, delete, replace, swap of neighbours) that turn `from` into `to`. */
const editDistance = (from: string, to: string): number => {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const edits = [
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        ...(swapped && row > 1 ? [(beforeLast[column - 2] ?? 0) + 1] : []),
      ];
      current.push(Math.min(...edits));
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
};

/** The word a person most likely meant by `typed`, or undefined when none of `words` is near. */
export const nearestWord = (typed: string, words: readonly string[]): string | undefined => {
  const word = typed.slice(0, 40).toLowerCase();
  const [best] = words
    .map((candidate) => ({ candidate, edits: editDistance(word, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const tolerated = Math.max(1, Math.floor(word.length / 3));
  return best !== undefined && best.edits <= tolerated ? best.candidate : undefined;
};
