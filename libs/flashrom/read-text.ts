import { printable } from "../failure/printable.ts";

/** A flash part as one of flashrom's definitions has it. */
export interface FoundPart {
  /** As its option `-c` takes it. */
  readonly name: string;
  readonly bytes: number;
}

/** The definitions that fit what answered, each once; those without a size are none to work with. */
export const partsIn = (text: string): readonly FoundPart[] => {
  const found = [...text.matchAll(/^Found .*? flash chip "([^"\n]+)" \((\d+) kB, [^)\n]*\)/gm)];
  const parts = new Map(found.map(([, name = "", kib]) => [name, Number(kib) * 1024]));
  return [...parts].flatMap(([name, bytes]) => (bytes > 0 ? [{ name, bytes }] : []));
};

/** JEDEC id that it read, 6 hex digits; of several the one it read most often; null if none. */
export const jedecIdIn = (text: string): string | null => {
  const counts = new Map<string, number>();
  for (const [, maker, part] of text.matchAll(/id1 0x([0-9a-f]{2}), id2 0x([0-9a-f]{4})\b/g)) {
    const id = `${maker}${part}`;
    if (!NO_ID.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  return most?.[0] ?? null;
};

/** What an empty bus reads as; the other bytes are what flashrom 1.3 makes of it. */
const NO_ID: ReadonlySet<string> = new Set(["000000", "ffffff", "fffe00"]);

/** Its version; Debian's 1.3.0 calls itself `unknown`. */
export const versionIn = (text: string): string =>
  printable(/^flashrom (\S+) on /m.exec(text)?.[1] ?? "unknown", 40);

/** Lines that say nothing of this flash. */
const IDLE = [
  /^flashrom (is free software|was built with)/,
  /^(Probing for|Using clock_gettime|Requested buses|Enabling support|Chip status register:)/,
  /^(===|This flash part has status|The test status|version of flashrom|please email)/,
  /^(work correctly|file for all|which mainboard|Thanks for your help)/,
  /^\s*$/,
];

/** What is worth keeping of what it said: repeated lines once, line ends as `\n`, at most `max` characters, the end. */
export const excerptOf = (text: string, max: number): string => {
  const lines = text.split("\n").filter((line) => !IDLE.some((idle) => idle.test(line)));
  const kept = lines
    .filter((line, at) => line !== lines[at - 1])
    .map((line) => printable(line, 300));
  return kept.join("\n").slice(-max);
};
