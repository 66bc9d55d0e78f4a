import { open, readFile, rename, rm } from "node:fs/promises";
import { z } from "zod";
import type { Jig } from "./jig.ts";
import { wiringHash } from "./wiring-hash.ts";

const ms = z.number().min(0);

const markSchema = z.object({
  schema: z.literal(1),
  jig: z.string(),
  /** As `wiringHash` makes it. */
  wiring: z.string(),
  station: z.string(),
  at: z.string(),
  program: z.string(),
  fixtures: z.array(
    z.object({
      fixture: z.string(),
      /** From when its relay was told to switch on to its board's first answer; null where nobody switches it. */
      answers: z.object({ least: ms, median: ms, most: ms, switchedMs: ms }).nullable(),
    }),
  ),
});

/** What was proved of a jig, when, where and by which program. Times in ms. */
export type CommissionMark = z.infer<typeof markSchema>;

/** A jig's mark, and whether it is about this wiring at this station. */
export type MarkReading =
  | { readonly kind: "proven"; readonly mark: CommissionMark }
  | { readonly kind: "other-wiring" | "other-station"; readonly mark: CommissionMark }
  | { readonly kind: "none" }
  | { readonly kind: "unreadable" };

/** Where a jig file's mark is: beside it. */
export const commissionMarkPath = (jigPath: string): string => `${jigPath}.commissioned`;

/** Reads the mark of a jig file, which `jig` was read from. Never rejects. */
export const readCommissionMark = async (
  jigPath: string,
  jig: Jig,
  station: string,
): Promise<MarkReading> => {
  let text: string;
  try {
    text = await readFile(commissionMarkPath(jigPath), "utf8");
  } catch (error) {
    const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
    return { kind: isAbsent ? "none" : "unreadable" };
  }
  const mark = parseMark(text);
  if (mark === undefined) return { kind: "unreadable" };
  if (mark.wiring !== wiringHash(jig)) return { kind: "other-wiring", mark };
  return { kind: mark.station === station ? "proven" : "other-station", mark };
};

const parseMark = (text: string): CommissionMark | undefined => {
  try {
    return markSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** Stores a mark beside its jig file, whole or not at all. Rejects as the file system does. */
export const writeCommissionMark = async (jigPath: string, mark: CommissionMark): Promise<void> => {
  const path = commissionMarkPath(jigPath);
  const part = `${path}.part`;
  {
    await using file = await open(part, "w");
    await file.writeFile(`${JSON.stringify(mark, undefined, 2)}\n`);
    await file.sync();
  }
  await rename(part, path);
};

/** Takes back what was proved of a jig file. Rejects as the file system does. */
export const removeCommissionMark = (jigPath: string): Promise<void> =>
  rm(commissionMarkPath(jigPath), { force: true });
