import { printable } from "../failure/printable.ts";
import type { Suspect, Suspects } from "../figures/suspects.ts";
import { percentWords, plural } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/** Which fixtures are worse than the others, and how sure that is, a sentence each. */
export const suspectLines = ({ fails, errors }: Suspects): string => {
  const lines = [
    ...fails.flatMap((suspect) => sentenceFor(suspect, "fails")),
    ...errors.flatMap((suspect) => sentenceFor(suspect, "has station errors")),
  ];
  return (lines.length === 0 ? [NONE] : lines).map((line) => wrapText(line, "")).join("\n");
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
