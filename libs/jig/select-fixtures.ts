import { InputError } from "../input/input-error.ts";
import { suggestWord } from "../input/suggest-word.ts";
import type { Jig } from "./jig.ts";

/**
 * The jig with only the nests of `list` (`F01,F02`), in jig order. Throws `InputError` for an id
 * the jig does not have; `source` is the option the list came from.
 */
export const selectFixtures = (jig: Jig, list: string, source = "--only"): Jig => {
  const known = jig.fixtures.map(({ id }) => id);
  const wanted = list
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
  if (wanted.length === 0) {
    throw new InputError({ source }, "names no fixture.", "Give ids such as F01,F02.");
  }
  const stranger = wanted.find((id) => !known.includes(id));
  if (stranger !== undefined) {
    const problem = `jig ${jig.jig} has no fixture "${stranger}".`;
    throw new InputError({ source }, problem, suggestWord(stranger, known));
  }
  return { ...jig, fixtures: jig.fixtures.filter(({ id }) => wanted.includes(id)) };
};
