import type { ToolGeneration } from "./gpiod-commands.ts";
import { type ListedChip, parseChips } from "./parse-chips.ts";
import { runTool } from "./run-tool.ts";

/** The machine's GPIO chips, and what to reach them by. */
export interface DetectedChips {
  readonly tools: ToolGeneration;
  readonly chips: readonly ListedChip[];
  /** What kept the tools from seeing all of them; empty if nothing did. */
  readonly complaint: string;
}

/** Under way: the lines of a jig are opened together, and one look does for all of them. */
let detecting: Promise<DetectedChips> | undefined;

/** Looks for chips by `gpiodetect`. Rejects with an `Error` that says what to mend. */
export const detectChips = (): Promise<DetectedChips> => {
  detecting ??= detect().finally(() => {
    detecting = undefined;
  });
  return detecting;
};

const detect = async (): Promise<DetectedChips> => {
  const tools = await findGeneration();
  const { stdout, stderr } = await runTool(["gpiodetect"]);
  return { tools, chips: parseChips(stdout), complaint: stderr.trim() };
};

const findGeneration = async (): Promise<ToolGeneration> => {
  const { stdout } = await runTool(["gpiodetect", "--version"]);
  const major = Number(/\(libgpiod\) v(\d+)\./.exec(stdout)?.[1] ?? Number.NaN);
  if (Number.isNaN(major)) throw new Error("gpiodetect does not tell its version: use libgpiod's");
  return major < 2 ? 1 : 2;
};
