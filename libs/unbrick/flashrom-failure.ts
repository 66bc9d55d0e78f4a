import type { Failure } from "../failure/failure.ts";
import { StepError } from "../failure/step-error.ts";
import { FlashromError, type FlashromTrouble } from "../flashrom/flashrom-trouble.ts";

/** Passes on what a run of flashrom threw, its trouble as the failure that `name` makes of it. */
export const failureOf = (error: unknown, name: (trouble: FlashromTrouble) => Failure): unknown =>
  error instanceof FlashromError ? new StepError(name(error.trouble), { cause: error }) : error;

/** What flashrom's trouble is in a step that only reads. */
export const readingFailure = (trouble: FlashromTrouble, bus: string): Failure => {
  switch (trouble.kind) {
    case "no-flash":
      return { code: "spi-part-unknown", flashId: trouble.id, parts: [] };
    case "several-parts":
      return { code: "spi-part-unknown", flashId: null, parts: trouble.parts };
    case "no-programmer":
    case "read-failed":
    case "broken":
      return { code: "spi-failed", bus, reason: `flashrom: ${trouble.said}` };
    case "not-stored":
      return { code: "backup-failed", file: trouble.file, reason: trouble.said };
    case "hung": {
      const reason = `flashrom was silent for ${Math.round(trouble.limitMs / 1000)} s, and was ended`;
      return { code: "spi-failed", bus, reason };
    }
    case "protected":
    case "erase-failed":
    case "write-failed":
    case "verify-failed":
      return { code: "internal", reason: `flashrom wrote in a step that reads: ${trouble.kind}` };
  }
};

/** What flashrom's trouble is in the write. `backup`: path of the file that holds the flash as it was. */
export const writingFailure = (trouble: FlashromTrouble, bus: string, backup: string): Failure => {
  const failed = { code: "spi-write-failed", backup } as const;
  switch (trouble.kind) {
    case "protected":
      return { ...failed, problem: "protected", address: trouble.address };
    case "erase-failed":
      return { ...failed, problem: "erase", address: trouble.address };
    case "write-failed":
      return { ...failed, problem: "write", address: trouble.address };
    case "verify-failed":
      return { ...failed, problem: "verify", address: trouble.address };
    case "hung":
    case "broken":
    case "read-failed":
      return { ...failed, problem: "unfinished", address: null };
    case "no-flash":
    case "several-parts":
    case "no-programmer":
    case "not-stored":
      // It had not begun.
      return readingFailure(trouble, bus);
  }
};
