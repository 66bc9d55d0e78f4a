import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createPlanCache } from "../../../apps/worker/plan-cache.ts";
import { buildUf2 } from "../../../libs/firmware/build-image.ts";
import { sampleJob } from "./sample-job.ts";

const IMAGE = buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version: "1.0.0" });
const SHA256 = createHash("sha256").update(IMAGE).digest("hex");

const JOB = sampleJob({ file: "app.uf2", sha256: SHA256, class: "uf2" });

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
