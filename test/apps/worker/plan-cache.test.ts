import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createPlanCache } from "../../../apps/worker/plan-cache.ts";
import type { RunJob } from "../../../libs/dispatch/messages.ts";
import { buildFactoryFlash, buildQio, buildUf2 } from "../../../libs/firmware/build-image.ts";
import { sampleJob } from "./sample-job.ts";

const IMAGE = buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version: "1.0.0" });
const SHA256 = createHash("sha256").update(IMAGE).digest("hex");

const JOB = sampleJob({ file: "app.uf2", sha256: SHA256, class: "uf2" });

const QIO_U = buildQio({ chip: "bk7231u", seed: 1, bytes: 600, version: "1" });
const QIO_N = buildQio({ chip: "bk7231n", seed: 1, bytes: 600, version: "1" });
const DUMP = buildFactoryFlash({ chip: "bk7231n", seed: 1, mac: "c8478c000001" });
const DATA = new Uint8Array(0x1000).fill(0x42);

interface RecipeChange extends Partial<RunJob["recipe"]> {
  readonly at?: number;
}

test("runs that begin together fetch an image once and share its plan", async () => {
  let fetched = 0;
  const planFor = createPlanCache(async () => {
    fetched += 1;
    await Promise.resolve();
    return IMAGE;
  });
  const plans = await Promise.all([planFor(JOB), planFor(JOB), planFor(JOB)]);
  expect(fetched).toBe(1);
  expect(plans[0]).toMatchObject({ ok: true });
  expect(new Set(plans).size).toBe(1);
});

test("an image that changes after it was fetched is refused, and fetched again for the next run", async () => {
  const copy = Uint8Array.from(IMAGE);
  const served = [copy, IMAGE];
  const planFor = createPlanCache(async () => served.shift());
  expect(await planFor(JOB)).toMatchObject({ ok: true });
  copy[1000] = (copy[1000] ?? 0) ^ 1;
  const failure = { code: "image-changed", image: "app.uf2", expected: SHA256 };
  expect(await planFor(JOB)).toMatchObject({ ok: false, failure });
  expect(await planFor(JOB)).toMatchObject({ ok: true });
});

test("an image that is another thing to this worker than to who sent it is not flashed, in any run", async () => {
  const planFor = createPlanCache(async () => IMAGE);
  const job = sampleJob({ file: "app.uf2", sha256: SHA256, class: "app-rbl" });
  const reason = 'app.uf2 is "uf2" to this worker, and was "app-rbl"';
  const refusal = { ok: false, failure: { code: "internal", reason } };
  expect(await planFor(job)).toEqual(refusal);
  expect(await planFor(JOB)).toMatchObject({ ok: true });
  expect(await planFor(job)).toEqual(refusal);
});

/** Two recipes whose plans of the same bytes must differ, one field apart. */
const APART: readonly (readonly [string, Uint8Array, string, RecipeChange, RecipeChange])[] = [
  ["chip", QIO_U, "bootloader-and-app", { chip: "bk7231u" }, { chip: "bk7252" }],
  ["bootloader", QIO_N, "bootloader-and-app", { bootloader: "keep" }, { bootloader: "write" }],
  ["clone", DUMP, "full-dump", { clone: false }, { clone: true }],
  ["overwrite", DATA, "unknown", { at: 0x1dc000 }, { at: 0x1dc000, overwrite: ["userdata", "kv"] }],
  ["place", DATA, "unknown", { at: 0x133000 }, { at: 0x134000 }],
];

test.each(APART)("recipes that differ in %s share no plan", async (_, bytes, is, one, other) => {
  const planFor = createPlanCache(async () => bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const planOf = ({ at, ...fields }: RecipeChange): ReturnType<typeof planFor> => {
    const job = sampleJob({ file: "x", sha256, class: is, ...(at !== undefined && { at }) });
    return planFor({ ...job, recipe: { ...job.recipe, ...fields } });
  };
  const plans = [await planOf(one), await planOf(other), await planOf(one)];
  expect(plans[1]).toMatchObject({ ok: true });
  expect(plans[2]).toBe(plans[0]);
  expect(plans[1]).not.toEqual(plans[0]);
});

test("what could not be fetched is asked for again by the next run", async () => {
  const answers = [
    async () => undefined,
    () => Promise.reject(new Error("away")),
    async () => IMAGE,
  ];
  const planFor = createPlanCache(() => answers.shift()?.() ?? Promise.resolve(undefined));
  const failure = { code: "image-changed", found: "nothing" };
  expect(await planFor(JOB)).toMatchObject({ ok: false, failure });
  await expect(planFor(JOB)).rejects.toThrow("away");
  expect(await planFor(JOB)).toMatchObject({ ok: true });
});
