import { InvalidArgumentError, Option } from "commander";
import { isLineName, LINE_NAME_FORM } from "../../libs/dispatch/line-prefix.ts";

/** A line's name, from an option's text; an empty variable is none. Throws `InvalidArgumentError`. */
const lineName = (text: string): string => {
  if (text === "" || isLineName(text)) return text;
  throw new InvalidArgumentError(`A line's name is ${LINE_NAME_FORM}.`);
};

/** `--line NAME`: which of several lines on one Redis. */
export const lineOption = (): Option =>
  new Option("--line <name>", "which line, where several share one Redis")
    .env("FLASHLINE_LINE")
    .argParser(lineName);
