import { createHash } from "node:crypto";
import { CHIPS } from "../../libs/chips/chips.ts";
import type { RunJob, SentImage, SentRecipe } from "../../libs/dispatch/messages.ts";
import type { Failure } from "../../libs/failure/failure.ts";
import { explainRefusal } from "../../libs/firmware/explain-refusal.ts";
import { planImages } from "../../libs/firmware/plan-images.ts";
import type { ImageFile } from "../../libs/firmware/read-image-file.ts";
import { recognise } from "../../libs/firmware/recognise.ts";
import type { Refusal } from "../../libs/firmware/refusal.ts";
import type { PlanResult } from "./perform-run.ts";

/** Brings an image's bytes by their SHA-256, or undefined if nobody has them. */
export type ImageSource = (sha256: string) => Promise<Uint8Array | undefined>;

/**
 * Plans by recipe and image hashes. The images are fetched once, also by runs that begin together,
 * and their hash and class are checked again before every run: what is written is what was approved,
 * or nothing is.
 */
export const createPlanCache = (source: ImageSource): ((job: RunJob) => Promise<PlanResult>) => {
  const contents = new Map<string, Promise<Uint8Array | undefined>>();
  const plans = new Map<string, PlanResult>();
  const classes = new Map<string, string>();

  const classOf = (sha256: string, bytes: Uint8Array): string => {
    const known = classes.get(sha256) ?? recognise(bytes).kind;
    classes.set(sha256, known);
    return known;
  };

  const load = async ({
    file,
    sha256,
    at,
    class: sent,
  }: SentImage): Promise<ImageFile | Failure> => {
    const fetching = contents.get(sha256) ?? source(sha256);
    contents.set(sha256, fetching);
    const bytes = await fetching.catch((error: unknown) => {
      contents.delete(sha256);
      throw error;
    });
    const found = bytes === undefined ? "nothing" : sha256Of(bytes);
    if (bytes !== undefined && found === sha256) {
      const seen = classOf(sha256, bytes);
      if (seen === sent) return { file, at, bytes };
      return { code: "internal", reason: `${file} is "${seen}" to this worker, and was "${sent}"` };
    }
    contents.delete(sha256);
    return { code: "image-changed", image: file, expected: sha256, found };
  };

  return async ({ recipe }) => {
    const images: ImageFile[] = [];
    for (const image of recipe.images) {
      const loaded = await load(image);
      if ("code" in loaded) return { ok: false, failure: loaded };
      images.push(loaded);
    }
    const key = keyOf(recipe);
    const known = plans.get(key);
    if (known !== undefined) return known;
    const planned = planImages(images, CHIPS[recipe.chip], recipe);
    const result = planned.ok ? planned : { ok: false as const, failure: refused(planned) };
    plans.set(key, result);
    return result;
  };
};

/** All that a plan depends on. */
const keyOf = ({ chip, bootloader, overwrite, clone, images }: SentRecipe): string =>
  JSON.stringify([
    chip,
    bootloader,
    overwrite,
    clone,
    images.map(({ sha256, at }) => [sha256, at]),
  ]);

/** The coordinator has planned the same images: a refusal here is a disagreement of versions. */
const refused = ({
  file,
  refusal,
}: {
  readonly file: string;
  readonly refusal: Refusal;
}): Failure => ({
  code: "internal",
  reason: `${file} ${explainRefusal(refusal).problem}`,
});

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
