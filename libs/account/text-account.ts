import { printable } from "../failure/printable.ts";

/** A line of an account, as it was read: nobody vouches for what is in it. */
export type AccountLine = Readonly<Record<string, unknown>>;

const LONGEST = 400;

/** A run's account for people: a line a happening, ms since the run began, all of it escaped. */
export const textAccount = (run: string, lines: readonly AccountLine[]): string => {
  if (lines.length === 0) return `RUN ${word(run)}: no account of it is in the logs\n`;
  const head = lines.find(({ kind }) => kind === "run-started") ?? {};
  const what = ["at", "lot", "serial", "fixture", "attempt", "recipe", "port", "station", "program"]
    .filter((key) => head[key] !== undefined)
    .map((key) => `${key} ${word(head[key])}`);
  const told = lines.flatMap((line) => describe(line));
  return [`RUN ${word(run)}`, `  ${what.join(", ")}`, ...told, ""].join("\n");
};

const describe = (line: AccountLine): readonly string[] => {
  const { ms, kind } = line;
  switch (kind) {
    case "run-started":
      return [];
    case "exchanges":
      return describeExchanges(line);
    case "log-port":
      return ["  log port:", ...tuples(line.lines).map(([at, text]) => row(at, word(text)))];
    case "wire":
      return [`  the last of the wire (${word(ms)} ms):`, ...tuples(line.frames).map(frameRow)];
    default:
      return [row(ms, `${word(kind)} ${facts(line, ["run", "ms", "kind"])}`)];
  }
};

const describeExchanges = ({ by, odd, oddLeft, crcs }: AccountLine): readonly string[] => [
  "  requests:",
  ...Object.entries(isRecord(by) ? by : {}).map(([name, figures]) => {
    const text = isRecord(figures) ? facts(figures, []) : word(figures);
    return `  ${"".padStart(9)}  ${word(name)}: ${text}`;
  }),
  ...records(crcs).map((crc) => row(crc.ms, `crc ${facts(crc, ["ms"])}`)),
  ...records(odd).map((one) => row(one.ms, `ODD ${facts(one, ["ms"])}`)),
  ...(oddLeft === undefined ? [] : [`  and ${word(oddLeft)} more between them`]),
];

const frameRow = ([ms, way, what, bytes, hidden, n, lastMs]: readonly unknown[]): string => {
  const masked = hidden === 0 || hidden === undefined ? "" : ` +${word(hidden)} bytes not shown`;
  const times = n === undefined ? "" : `  ${word(n)} times, until ${word(lastMs)} ms`;
  return row(ms, `${word(way)} ${word(what)}  ${word(bytes)}${masked}${times}`);
};

const row = (ms: unknown, text: string): string => `  ${word(ms ?? "").padStart(9)}  ${text}`;

const facts = (record: AccountLine, without: readonly string[]): string =>
  Object.entries(record)
    .filter(([key]) => !without.includes(key))
    .map(([key, value]) => `${word(key)} ${word(value)}`)
    .join(", ");

const word = (value: unknown): string =>
  printable(typeof value === "string" ? value : (JSON.stringify(value) ?? ""), LONGEST);

const isRecord = (value: unknown): value is AccountLine =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const records = (value: unknown): readonly AccountLine[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

const tuples = (value: unknown): readonly (readonly unknown[])[] =>
  Array.isArray(value) ? value.filter((entry) => Array.isArray(entry)) : [];
