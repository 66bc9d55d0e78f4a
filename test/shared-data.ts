import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestContext } from "vitest";
import { z } from "zod";

/** Where real firmware and logs lie, if they do. */
export const SHARED_DATA = resolve(import.meta.dirname, "../../shared/data");

/** Whether real firmware lies beside the repository. It belongs to others and is never committed. */
export const HAS_SHARED_DATA = existsSync(join(SHARED_DATA, "facts.json"));

/** Skips the running test, with a message, in a clone that has no real firmware beside it. */
export const needSharedData = ({ skip }: TestContext): void =>
  skip(!HAS_SHARED_DATA, "no real firmware beside the repository");

/** A file of real firmware. */
export const readSharedFile = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(join(SHARED_DATA, name)));

/** What is known of the files, as its writers left it. */
const readSharedFacts = (): unknown =>
  JSON.parse(readFileSync(join(SHARED_DATA, "facts.json"), "utf8"));

/** What is known of each file, as far as a test asks for it; none without the files. */
export const readFileFacts = <Facts>(schema: z.ZodType<Facts>): readonly Facts[] =>
  HAS_SHARED_DATA ? z.object({ files: z.array(schema) }).parse(readSharedFacts()).files : [];

/** Of a UF2: what each scheme writes, as the facts have it. */
export const uf2WritesSchema = z.record(
  z.string(),
  z.array(z.object({ offset: z.number(), length: z.number(), sha256: z.string() })),
);
