import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { MAX_FIRMWARE_BYTES } from "../../libs/firmware/examine-firmware.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { readBounded } from "../../libs/input/read-bounded.ts";
import { describeInspection } from "../../libs/inspection/describe-inspection.ts";
import { inspectBytes } from "../../libs/inspection/inspect-bytes.ts";
import type { Inspection } from "../../libs/inspection/inspection.ts";
import { formatInspection } from "../../libs/inspection/inspection-json.ts";
import type { PageRow } from "../../libs/inspection/page-row.ts";
import { chooseLook } from "../dashboard/choose-look.ts";
import { paintRow } from "../dashboard/paint-row.ts";
import type { Colouring } from "../dashboard/palette.ts";
import { ASCII_SYMBOLS } from "../dashboard/symbols.ts";
import { EXIT } from "./exit.ts";

/** Prints a page, or a line of JSON, for each file, in their order. @returns the exit code. */
export const showInspections = async (
  files: readonly string[],
  chip: ChipName | undefined,
  format: "page" | "json",
): Promise<number> => {
  let exitCode: number = EXIT.ok;
  for (const [index, file] of files.entries()) {
    const inspection = await inspectFile(file, chip);
    if (inspection.verdict !== "flashable") exitCode = EXIT.input;
    if (format === "json") {
      process.stdout.write(`${formatInspection(inspection, new Date().toISOString())}\n`);
    } else {
      process.stdout.write(`${index === 0 ? "" : "\n"}${drawPage(inspection)}`);
    }
  }
  return exitCode;
};

/** One that cannot be read is reported as the others are. */
const inspectFile = async (file: string, chip: ChipName | undefined): Promise<Inspection> => {
  try {
    const bytes = await readBounded(file, MAX_FIRMWARE_BYTES);
    return inspectBytes(bytes, { file, chip: chip && CHIPS[chip] });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { problem, remedy } = error;
    return {
      file,
      verdict: "unreadable",
      refusal: { code: "unreadable", fault: null, problem, remedy },
      content: null,
    };
  }
};

const drawPage = (inspection: Inspection): string => {
  const { colouring, symbols } = chooseLook(process.env);
  const style = symbols === ASCII_SYMBOLS ? "plain" : "drawn";
  const paint = process.stdout.isTTY === true && colouring !== "none" ? coloured(colouring) : bare;
  return describeInspection(inspection, style, process.stdout.columns)
    .map((row) => `${paint(row)}\n`)
    .join("");
};

const coloured =
  (colouring: Colouring) =>
  (row: PageRow): string =>
    paintRow(row, colouring);

const bare = (row: PageRow): string => row.map(({ text }) => text).join("");
