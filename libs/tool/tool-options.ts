import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { InputError } from "../input/input-error.ts";

/** A developers' program, as what it refuses names it. */
export interface Tool {
  readonly name: string;
  /** How it is used; ends each refusal. */
  readonly usage: string;
}

/** Parses a command line as Node does. @throws InputError for options it does not know or that are bare. */
export const parseOptions = <Options extends ParseArgsOptionsConfig>(
  { name, usage }: Tool,
  args: readonly string[],
  options: Options,
) => {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new InputError({ source: name }, problem, usage);
  }
};

/** That an option is not as it has to be. */
export const refuseOption = ({ name, usage }: Tool, option: string, problem: string): InputError =>
  new InputError({ source: name, field: option }, problem, usage);

/** A whole number from an option's text. @throws InputError outside the limits, which belong to it. */
export const readWholeNumber = (
  tool: Tool,
  option: string,
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
): number => {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  throw refuseOption(tool, option, `"${text}" is no whole number from ${least} to ${most}.`);
};
