import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { InputError } from "../../../libs/input/input-error.ts";
import { type LoadedImage, loadImages } from "../../../libs/recipe/load-images.ts";
import { readRecipe } from "../../../libs/recipe/read-recipe.ts";

const folder = mkdtempSync(join(tmpdir(), "load-images-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, bytes: Uint8Array) => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return { file, sha256: createHash("sha256").update(bytes).digest("hex") };
};

/** Loads the images of a recipe that names these, each on a line of its own from the fourth on. */
const load = async (
  ...images: readonly { readonly file: string; readonly sha256?: string }[]
): Promise<LoadedImage[]> => {
  const path = join(folder, "r.yaml");
  const lines = images.map((image) => `  - ${JSON.stringify(image)}`);
  writeFileSync(path, ["recipe: r", "chip: bk7231n", "images:", ...lines, ""].join("\n"));
  return await loadImages(await readRecipe(path));
};

test("images come in the recipe's order with content and hash", async () => {
  const a = write("a.bin", new Uint8Array([1, 2, 3]));
  const b = write("b.bin", new Uint8Array(100_000).fill(7));
  const loaded = await load(b, { file: a.file });
  expect(loaded.map(({ file, sha256, bytes }) => [file, sha256, bytes.length])).toEqual([
    [b.file, b.sha256, 100_000],
    [a.file, a.sha256, 3],
  ]);
  expect([...(loaded[1]?.bytes ?? [])]).toEqual([1, 2, 3]);
});

test("a file that is not the approved one is refused, naming both hashes", async () => {
  const a = write("a.bin", new Uint8Array([1]));
  const b = write("b.bin", new Uint8Array([2]));
  const loading = load(a, { file: b.file, sha256: a.sha256 });
  await expect(loading).rejects.toThrow(InputError);
  await expect(loading).rejects.toThrow(
    `r.yaml:5:${16 + b.file.length}: images[1].sha256: ${b.file} is not the file the recipe names: expected ${a.sha256}, found ${b.sha256}.`,
  );
});

test("a file that cannot be read is refused with the field that names it", async () => {
  const at = (file: string) => load({ file });
  await expect(at(join(folder, "no.bin"))).rejects.toThrow(
    /r\.yaml:4:6: images\[0\]\.file: cannot be used: .*no\.bin: does not exist\./,
  );
  await expect(at(folder)).rejects.toThrow("is a folder");
  await expect(at("/dev/zero")).rejects.toThrow("is not a regular file");
  const { file } = write("huge.bin", new Uint8Array());
  truncateSync(file, (16 << 20) + 1);
  await expect(at(file)).rejects.toThrow("more than 16777216");
});
