import { UNKNOWN_PART } from "../chips/flash-parts.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardFacts } from "./board-facts.ts";
import type { DownloadMode } from "./download-mode.ts";
import type { Progress } from "./progress.ts";
import { readSettledStatus } from "./read-status-register.ts";

/**
 * An unknown flash part is written as it is, or not at all: what its status register's other bits do
 * is not known, and some can be set only once.
 * @throws StepError `unknown-chip` if it is protected; `protected` if it stays busy; `link-lost`.
 */
export const expectOpen = async (
  mode: DownloadMode,
  { fingerprint, flashId }: BoardFacts,
  progress: Progress,
): Promise<void> => {
  const status = await readSettledStatus(mode, UNKNOWN_PART, progress);
  if ((status & UNKNOWN_PART.protectMask) === 0) return;
  const detail = `flash id ${flashId ?? "not told"} is in no table, and its status register 0x${status.toString(16)} protects it`;
  throw new StepError({ code: "unknown-chip", fingerprint, detail });
};
