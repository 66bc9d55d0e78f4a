import { DEFAULT_PREFIX, keysOf } from "./keys.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/** The first words of the keys of a line without a name. */
const WORDS = new Set(
  Object.values(keysOf(DEFAULT_PREFIX)).map((key: string | ((...parts: string[]) => string)) => {
    const name = typeof key === "string" ? key : key("", "");
    return name.split(":")[1] ?? "";
  }),
);

/** For people: what the name of a line may be. */
export const LINE_NAME_FORM =
  "1 to 40 letters, digits, dots, dashes or underscores, the first a letter or digit, and no word that keys begin with, such as `worker`";

/** Whether a text can be the name of a line: its keys are then no other line's, named or not. */
export const isLineName = (text: string): boolean => NAME.test(text) && !WORDS.has(text);

/**
 * What all keys of a line begin with: lines of different names share a Redis and never meet.
 * @throws what `refuse` makes of a name that is none.
 */
export const linePrefix = (
  name: string | undefined,
  refuse: (problem: string) => Error,
): string => {
  if (name === undefined) return DEFAULT_PREFIX;
  if (!isLineName(name)) throw refuse(`A line's name is ${LINE_NAME_FORM}.`);
  return `${DEFAULT_PREFIX}:${name}`;
};
