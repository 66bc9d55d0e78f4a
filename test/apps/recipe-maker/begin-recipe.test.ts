import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { prepareRecipe } from "../../../apps/coordinator/prepare/prepare-lot.ts";
import { beginRecipe } from "../../../apps/recipe-maker/begin-recipe.ts";
import { nameRecipe } from "../../../apps/recipe-maker/name-recipe.ts";
import { writeDraft } from "../../../apps/recipe-maker/recipe-draft.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { buildApp, buildQio, buildUf2 } from "../../../libs/firmware/build-image.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { readRecipe } from "../../../libs/recipe/read-recipe.ts";
import { anyCharacter } from "../../support/any-character.ts";

const folder = mkdtempSync(join(tmpdir(), "begin-recipe-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "recipes"));

const specOf = (chip: ChipName) => ({ chip, seed: 5, bytes: 20_000, version: "3.1.4" });

const write = (name: string, bytes: Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

const begin = (files: readonly string[], chip?: string): Promise<string> =>
  beginRecipe({ files, chip, folder: join(folder, "recipes") });

/** Writes the recipe down and prepares it as `run` does. */
const prepared = async (text: string) => {
  const path = join(folder, "recipes", "new.yaml");
  writeFileSync(path, text);
  return await prepareRecipe(path, "optional");
};

test.each<[string, Uint8Array, ChipName, string]>([
  ["plug.uf2", buildUf2(specOf("bk7231n")), "bk7231n", "plug-3.1.4"],
  ["it's: a #1 plug.rbl", buildApp(specOf("bk7231n")), "bk7231n", "it-s-a-1-plug-3.1.4"],
  ["OpenBK_QIO_3.1.4.bin", buildQio(specOf("bk7231n")), "bk7231n", "OpenBK_QIO_3.1.4"],
])("a recipe for %s is one that runs", async (name, bytes, chip, named) => {
  const { sent, images } = await prepared(await begin([write(name, bytes)]));
  expect(sent).toMatchObject({ recipe: named, chip, images: [{ file: name }] });
  expect(images.map(({ file }) => file)).toEqual([join(folder, name)]);
});

test("where several chips fit they are named, and the one that is given is taken", async () => {
  const file = write("t.rbl", buildApp(specOf("bk7231t")));
  await expect(begin([file])).rejects.toThrow(InputError);
  await expect(begin([file])).rejects.toThrow(
    "recipe new: --chip: is needed: images like t.rbl are for BK7231T or BK7231S. Give the one that is on your boards: --chip bk7231t or --chip bk7231s.",
  );
  expect((await prepared(await begin([file], "BK7231S"))).sent.chip).toBe("bk7231s");
  await expect(begin([file], "bk7231n")).rejects.toThrow(/t\.rbl: .*BK7231N/s);
  await expect(begin([file], "bk7213t")).rejects.toThrow('Did you mean "bk7231t"?');
});

test("what may not be flashed is refused by its own fault, not for its chip", async () => {
  const app = buildApp(specOf("bk7231t"));
  const spoilt = app.map((byte, at) => (at === 5000 ? byte ^ 1 : byte));
  await expect(begin([write("spoilt.rbl", spoilt)])).rejects.toThrow(/spoilt\.rbl: is damaged/);
  await expect(begin([write("empty.bin", new Uint8Array())])).rejects.toThrow(/is empty/);
  await expect(begin([join(folder, "none.bin")])).rejects.toThrow(/none\.bin: does not exist/);
});

test("every other field stands there as a comment, and means what it says without one", async () => {
  const text = await begin([write("n.rbl", buildApp(specOf("bk7231n")))]);
  const path = join(folder, "recipes", "whole.yaml");
  writeFileSync(path, text);
  const { recipe } = await readRecipe(path);
  const fields = [...text.matchAll(/^# (\w+): .*$/gm)].filter(
    ([, name = ""]) => !/^(boot|identity)$/.test(name),
  );
  expect(fields.length).toBeGreaterThan(6);
  writeFileSync(path, `${text}${fields.map(([line]) => line.slice(2)).join("\n")}\n`);
  expect((await readRecipe(path)).recipe).toEqual(recipe);
  // Those without a default are there as one might write them, on any chip.
  const more = [...text.matchAll(/^# ((?:boot|identity): .*)$/gm)].map(([, line]) => line);
  expect(more.length).toBe(2);
  expect(more.join()).not.toMatch(/BK72/);
  writeFileSync(path, `${text}${more.join("\n")}\n`);
  expect((await readRecipe(path)).recipe).toMatchObject({ boot: { on: "log" }, identity: {} });
});

test("a version is not added to a name that has one", () => {
  expect(nameRecipe("OpenBK7231T_QIO_1.18.300.bin", "1.00")).toBe("OpenBK7231T_QIO_1.18.300");
  expect(nameRecipe("plug.rbl", "1.18.0")).toBe("plug-1.18.0");
});

test("a name of several lines, or one that a terminal would act on, is written so that it can be read and shown", async () => {
  const name = "a\nb: \u001b[2J\u202e\u0085\u2028.rbl";
  const text = await begin([write(name, buildApp(specOf("bk7231n")))]);
  expect(text.replaceAll("\n", "")).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
  expect((await prepared(text)).images.map(({ file }) => file)).toEqual([join(folder, name)]);
});

test("whatever files and their version are called, the recipe can be read", async () => {
  const text = fc.oneof(
    fc.string({ unit: anyCharacter, minLength: 1 }),
    fc.string({ minLength: 1 }),
    fc.string({ unit: fc.constantFrom("\n", "\r", " ", "a", "#", '"', "\u0085"), minLength: 1 }),
  );
  const name = text.filter((it) => !/[\0\ud800-\udfff]/.test(it));
  const path = join(folder, "recipes", "odd.yaml");
  await fc.assert(
    fc.asyncProperty(
      fc.array(name, { minLength: 4, maxLength: 16 }),
      text,
      async (files, version) => {
        const images = files.map((it) => ({
          file: `d/${it}`,
          sha256: "0".repeat(64),
          remark: "uf2",
        }));
        const named = nameRecipe(`/x/${files[0]}`, version);
        writeFileSync(path, writeDraft({ name: named, chip: "bk7231n", images }));
        const { recipe } = await readRecipe(path);
        expect(recipe.recipe).toBe(named);
        expect(recipe.images.map(({ file }) => file)).toEqual(
          images.map(({ file }) => resolve(folder, "recipes", file)),
        );
      },
    ),
    { numRuns: 25 },
  );
});
