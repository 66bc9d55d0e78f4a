/** Whether an app built with one bootloader is known to run behind another. */
export type PairJudgement = "runs" | "fails" | "unknown";

interface Pair {
  /** Start of the name of the bootloader that the image was built with. */
  readonly built: string;
  /** Name of the board's bootloader. */
  readonly board: string;
  readonly judgement: PairJudgement;
}

/** BK7231U's SDK also makes images for T; they need a newer bootloader than most T have. */
const KNOWN_PAIRS: readonly Pair[] = [
  { built: "BK7231U_", board: "BK7231S_1.0.5", judgement: "fails" },
  { built: "BK7231U_", board: "BK7231S_1.0.8", judgement: "runs" },
];

/** What is known of an app built with the bootloader `built` on a board with the bootloader `board`. */
export const judgePair = (built: string | null, board: string | null): PairJudgement => {
  if (built !== null && built === board) return "runs";
  const pair = KNOWN_PAIRS.find((known) => built?.startsWith(known.built) && known.board === board);
  return pair?.judgement ?? "unknown";
};

/** Bootloaders that an app built with `built` is known to run on, for advice. */
export const boardsFor = (built: string | null): readonly string[] =>
  KNOWN_PAIRS.filter(
    ({ built: start, judgement }) => judgement === "runs" && built?.startsWith(start),
  ).map(({ board }) => board);
