import { CommanderError } from "commander";
import { expect, test } from "vitest";
import { buildApp } from "../../libs/firmware/build-image.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { Workplace } from "../support/run-flashline.ts";
import { refusalOf, watchedNest } from "./refusal.ts";
import { runInHere } from "./run-in-here.ts";

/** The image of the good lot. */
export const GOOD_APP = buildApp({ chip: "bk7231n", seed: 8, bytes: 20_000, version: "1.0.8" });

/** The recipe of the good lot. */
export const GOOD_RECIPE = {
  recipe: "plug-1.0.8",
  chip: "bk7231n",
  images: [{ file: "app.rbl" }],
};

/** What differs from a good lot: a file's content, or an option; `null` leaves an option out. */
export interface Bad {
  readonly jig?: (place: Workplace) => object | string;
  readonly recipe?: object;
  readonly serials?: string;
  readonly image?: Uint8Array;
  readonly options?: Readonly<Record<string, string | null>>;
}

/** What is bad, and what must be said of it: where it stands, and what to do. */
export type BadCase = readonly [name: string, bad: Bad, place: string, remedy: string];

/** A jig with these nests. */
export const jigOf = (...fixtures: readonly object[]) => ({
  jig: "line-a",
  trigger: "auto",
  fixtures,
});

/** Writes a lot that is good but for one thing, and returns the command that runs it. */
export const layOut = (place: Workplace, bad: Bad): readonly string[] => {
  writeLot(place, bad);
  const good = { "--jig": "jig.yaml", "--recipe": "recipe.yaml", "--serials": "serials.txt" };
  return ["run", ...wordsOf({ ...good, ...bad.options })];
};

const writeLot = (place: Workplace, { jig, recipe, serials, image }: Bad) => {
  place.write("empty.bin", "");
  place.write("app.rbl", image ?? GOOD_APP);
  return {
    jig: place.write("jig.yaml", jig?.(place) ?? jigOf(watchedNest(place, "F01"))),
    recipe: place.write("recipe.yaml", recipe ?? GOOD_RECIPE),
    serials: place.write("serials.txt", serials ?? "SN0001\nSN0002\n"),
  };
};

/** A lot with one option other than in the good one. */
export const badOption = (name: string, value: string | null): Bad => ({
  options: { [name]: value },
});

/**
 * A test for each: refused before anything is touched, with a message that says where and what to do. The same
 * code says so without a process for each; how the program ends then `testProgramRefusals` tries.
 */
export const testRefusals = (cases: readonly BadCase[]): void => {
  testEach(cases, refusalInHere);
};

/** The same by the program itself. */
export const testProgramRefusals = (cases: readonly BadCase[]): void => {
  testEach(cases, (place, bad) => refusalOf(place, ...layOut(place, bad)));
};

const testEach = (
  cases: readonly BadCase[],
  refuse: (place: Workplace, bad: Bad) => Promise<string>,
): void => {
  test.concurrent.each(cases)("%s", async (_name, bad, where, remedy) => {
    await using place = new Workplace();
    const message = await refuse(place, bad);
    expect(message).toContain(where);
    expect(message).toContain(remedy);
  });
};

const refusalInHere = async (place: Workplace, bad: Bad): Promise<string> => {
  const { jig, recipe, serials } = writeLot(place, bad);
  const before = place.contents();
  const good = { "--jig": jig, "--recipe": recipe, "--serials": serials };
  const rest = ["--data", place.path("data"), "--headless"];
  const error = await runInHere([...wordsOf({ ...good, ...bad.options }), ...rest]);
  const isRefusal = error instanceof InputError || error instanceof CommanderError;
  if (!isRefusal) throw new Error("not refused", { cause: error });
  expect(place.contents()).toEqual(before);
  return error.message;
};

const wordsOf = (options: Readonly<Record<string, string | null>>): readonly string[] =>
  Object.entries(options).flatMap(([name, value]) => (value === null ? [] : [name, value]));
