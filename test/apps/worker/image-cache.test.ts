import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openImageCache } from "../../../apps/worker/image-cache.ts";

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Images of 1000 bytes that a coordinator has, and which of them were fetched. */
const makeStore = (count: number) => {
  const images = Array.from({ length: count }, (_, index) => new Uint8Array(1000).fill(index));
  const fetched: number[] = [];
  const source = async (sha256: string): Promise<Uint8Array | undefined> => {
    const index = images.findIndex((image) => hashOf(image) === sha256);
    fetched.push(index);
    return images[index];
  };
  return { images, fetched, source, hashes: images.map(hashOf) };
};

const makeFolder = (): string => {
  const parent = mkdtempSync(join(tmpdir(), "images-"));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  return join(parent, "images");
};

test("an image is fetched once by all workers of a folder, and again when its file was damaged", async () => {
  const folder = makeFolder();
  const { images, fetched, source, hashes } = makeStore(1);
  const [hash = ""] = hashes;
  const troubles: string[] = [];
  const open = () => openImageCache({ folder, source, onTrouble: (text) => troubles.push(text) });
  const workers = [open(), open(), open()];
  const got = await Promise.all(workers.map((load) => load(hash)));
  expect(got).toEqual([images[0], images[0], images[0]]);
  expect(readdirSync(folder)).toEqual([hash]);
  fetched.length = 0;
  expect(await open()(hash)).toEqual(images[0]);
  expect(fetched).toEqual([]);

  for (const damage of [new Uint8Array(0), new Uint8Array(1000).fill(9)]) {
    writeFileSync(join(folder, hash), damage);
    expect(await open()(hash)).toEqual(images[0]);
    expect(hashOf(readFileSync(join(folder, hash)))).toBe(hash);
  }
  expect(fetched.length).toBe(2);
  expect(troubles).toEqual([]);
  // What is not the image that was asked for is not kept under its name.
  const liar = openImageCache({
    folder,
    source: async () => images[0],
    onTrouble: () => undefined,
  });
  await liar("00".repeat(32));
  expect(readdirSync(folder)).toEqual([hash]);
});

test("the ones unused for longest go, and what was cut off in mid-write", async () => {
  const folder = makeFolder();
  const { hashes, source } = makeStore(4);
  const load = openImageCache({ folder, source, onTrouble: () => undefined, limitBytes: 3000 });
  const [first = "", second = "", third = "", fourth = ""] = hashes;
  for (const hash of [first, second, third]) await load(hash);
  for (const [age, hash] of [third, second, first].entries()) {
    const then = Date.now() / 1000 - 100 * (age + 1);
    utimesSync(join(folder, hash), then, then);
  }
  writeFileSync(join(folder, `${first}.01K.part`), "half");
  utimesSync(join(folder, `${first}.01K.part`), 1, 1);
  await load(first);
  await load(fourth);
  expect(readdirSync(folder).toSorted()).toEqual([first, third, fourth].toSorted());
});

test("a folder that cannot be written costs a fetch each time, and is told once", async () => {
  const { images, hashes, source } = makeStore(1);
  const troubles: string[] = [];
  const onTrouble = (text: string): void => void troubles.push(text);
  const load = openImageCache({ folder: "/proc/nowhere", source, onTrouble });
  for (let count = 0; count < 2; count += 1) expect(await load(hashes[0] ?? "")).toEqual(images[0]);
  expect(troubles).toEqual([expect.stringContaining("/proc/nowhere")]);
});
