import { expect } from "vitest";
import type { Workplace } from "../support/run-flashline.ts";

/** A nest whose relay leaves a mark in the workplace when it is moved. Its port is not there. */
export const watchedNest = (place: Workplace, id: string) => ({
  id,
  flashPort: place.path(`port-${id}`),
  power: {
    kind: "command",
    on: ["touch", place.path(`${id}-on`)],
    off: ["touch", place.path(`${id}-off`)],
  },
});

/**
 * The message of a command that must be refused: exit 2, a line on stderr and nothing else printed,
 * no relay moved, no file made or changed.
 */
export const refusalOf = async (place: Workplace, ...args: readonly string[]): Promise<string> => {
  const before = place.contents();
  const { exitCode, stdout, stderr } = await place.run(...args);
  expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 2, stdout: "" });
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(place.contents()).toEqual(before);
  return stderr.trimEnd();
};
