import type { Range } from "../../libs/bytes/ranges.ts";
import { DumpFile, partOf } from "../../libs/dump/dump-file.ts";
import type { Existing } from "../../libs/dump/publish-file.ts";
import { keepReading } from "../../libs/flasher/keep-reading.ts";
import { matchKept } from "../../libs/flasher/match-kept.ts";
import type { Progress } from "../../libs/flasher/progress.ts";
import type { ReadableFlash } from "../../libs/flasher/read-flash.ts";
import type { BoardAtHand } from "./at-board.ts";
import type { BoardPage } from "./board-page.ts";
import { meetAgain } from "./meet-board.ts";

/** Where what of a flash goes. */
export interface DumpPlan {
  /** Absolute path. */
  readonly file: string;
  readonly flash: ReadableFlash;
  readonly range: Range;
  readonly existing: Existing;
}

/** What there is of a dump: `file` when it is whole, `part` when a later reading can go on. */
export interface FilledDump {
  file: string | null;
  sha256: string | null;
  part: string | null;
  bytes: number;
}

/**
 * Step backup: fills a dump from a board, from where an earlier reading of the same board ended, and
 * takes down in `filled` how far it came, also when it fails.
 * @throws StepError `backup-failed`, `read-mismatch`, `link-lost`, `port-*`, `relay-failed`.
 */
export const fillDump = async (
  board: BoardAtHand,
  page: BoardPage,
  plan: DumpPlan,
  filled: FilledDump,
): Promise<void> => {
  const { file, flash, range, existing } = plan;
  const { fingerprint, flashId, mac } = page;
  const { flashBytes } = flash;
  const origin = { ...range, board: { fingerprint, flashId, flashBytes, mac } };
  await using dump = await DumpFile.open(file, origin);
  if (dump.beginning === "other-origin") {
    const text = `${partOf(file)} was of another board or range; it is begun anew`;
    board.tell({ kind: "note", text });
  }
  try {
    await board.tracker.step("backup", (progress) => readInto(dump, board, page, plan, progress));
    filled.sha256 = await dump.finish(existing);
    filled.file = file;
  } finally {
    filled.bytes = dump.length;
    if (filled.file === null) filled.part = await leavePart(dump);
  }
};

const readInto = async (
  dump: DumpFile,
  board: BoardAtHand,
  page: BoardPage,
  { flash, range }: DumpPlan,
  progress: Progress,
): Promise<void> => {
  const { mode, tell } = board;
  const next = await matchKept(mode, flash, range, dump.kept, progress);
  const kept = next - range.start;
  await dump.retain(kept);
  const bytes = range.end - range.start;
  tell({ kind: "read-started", file: dump.file, start: range.start, bytes, kept });
  await keepReading(
    { mode, relink: () => meetAgain(board, page, progress) },
    flash,
    { start: next, end: range.end },
    (_, checked) => dump.append(checked),
    { ...progress, bytes: (done) => progress.bytes(kept + done, bytes) },
  );
};

/** The part's path if there is anything in it; an empty one goes. */
const leavePart = async (dump: DumpFile): Promise<string | null> => {
  if (dump.length > 0 || dump.kept.length > 0) return partOf(dump.file);
  // Why nothing was read is being told already.
  await dump.discard().catch(() => undefined);
  return null;
};
