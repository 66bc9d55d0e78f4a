import { printable } from "../failure/printable.ts";
import type { Suspect, Suspects } from "../figures/suspects.ts";
import { percentWords, plural } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/** Which fixtures are worse than the others, and how sure that is, in 80 columns. */
export const suspectLines = (suspects: Suspects): string =>
  suspectSentences(suspects)
    .map((line) => wrapText(line, ""))
    .join("\n");

/** The same, a sentence each or one that says there is none. Safe to print. */
export const suspectSentences = ({ fails, errors }: Suspects): readonly string[] => {
  const sentences = [
    ...fails.flatMap((suspect) => sentenceFor(suspect, "fails")),
    ...errors.flatMap((suspect) => sentenceFor(suspect, "has station errors")),
  ];
  return sentences.length === 0 ? [NONE] : sentences;
};

const NONE = "No fixture is worse than the others by more than chance.";

const sentenceFor = (suspect: Suspect, verb: string): readonly string[] => {
  const { fixture, hits, of, others, excess, p, judgement } = suspect;
  if (judgement === "unproven") return [];
  const rates = `${percentWords(hits / of)} of first runs (${hits} of ${of}), ${percentWords(
    others.hits / others.of,
  )} in the others`;
  const many = `about ${plural(Math.round(excess), "board")} too many`;
  const sure =
    judgement === "worse"
      ? `no chance (${chanceWords(p)})`
      : `perhaps chance (${chanceWords(p)}): watch it`;
  return [`${printable(fixture)} ${verb} more often: ${rates}; ${many}. That is ${sure}.`];
};

/** How likely a difference is where there is none: `p < 0.001`. */
export const chanceWords = (p: number): string => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);
