import { parseArgs } from "node:util";
import { InputError } from "../../libs/input/input-error.ts";

/** What `npm run bench -- ...` was asked for. */
export interface BenchOptions {
  /** Boards of each lot, one lot after the other. */
  readonly boards: readonly number[];
  /** Size of the generated firmware's code. */
  readonly appBytes: number;
}

const LIMITS = { boards: { least: 1, most: 128 }, appBytes: { least: 512, most: 1_000_000 } };

/** Reads the command line's options. @throws InputError */
export const readOptions = (args: readonly string[]): BenchOptions => {
  const values = parse(args);
  return {
    boards: values.boards.split(",").map((text) => wholeNumber("--boards", text, LIMITS.boards)),
    appBytes: wholeNumber("--app-bytes", values["app-bytes"], LIMITS.appBytes),
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        boards: { type: "string", default: "1,8,32" },
        "app-bytes": { type: "string", default: "700000" },
      },
    }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new InputError(
      { source: "bench" },
      problem,
      "Options: --boards 1,8,32 --app-bytes 700000.",
    );
  }
};

const wholeNumber = (
  field: string,
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
): number => {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  const problem = `"${text}" is no whole number from ${least} to ${most}.`;
  throw new InputError(
    { source: "bench", field },
    problem,
    "Example: npm run bench -- --boards 1,8,32",
  );
};
