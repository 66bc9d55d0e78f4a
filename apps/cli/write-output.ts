import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { StationError } from "../../libs/failure/station-error.ts";
import { InputError } from "../../libs/input/input-error.ts";

/** So many characters are written at once: pieces may be small. */
const BLOCK = 1 << 20;

/**
 * Writes a command's result to stdout, or to `file`, whole or not at all. Throws `InputError` if that
 * place cannot be written, `StationError` if its disk does not take it.
 */
export const writeOutput = async (
  text: string | Iterable<string>,
  file: string | undefined,
): Promise<void> => {
  const blocks = inBlocks(typeof text === "string" ? [text] : text);
  await (file === undefined ? writeToStdout(blocks) : writeToFile(blocks, file));
};

function* inBlocks(pieces: Iterable<string>): Generator<string> {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < BLOCK) continue;
    yield waiting.join("");
    waiting = [];
    length = 0;
  }
  yield waiting.join("");
}

const writeToFile = async (blocks: Iterable<string>, file: string): Promise<void> => {
  const existing = await stat(file).catch(() => undefined);
  if (existing !== undefined && !existing.isFile()) return await writeInto(file, blocks, file);
  // A link stays one; what it leads to is replaced.
  const target = existing === undefined ? file : await realpath(file);
  const draft = `${target}.${process.pid}.new`;
  try {
    await writeInto(draft, blocks, file);
    await rename(draft, target).catch((error: unknown) => {
      throw complaintAbout(error, file);
    });
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
};

/** Only what the file system says is about the file: reading what is to be written may fail, too. */
const writeInto = async (path: string, blocks: Iterable<string>, file: string): Promise<void> => {
  const about = (error: unknown): never => {
    throw complaintAbout(error, file);
  };
  const handle = await open(path, "w").catch(about);
  try {
    for (const block of blocks) await handle.writeFile(block).catch(about);
  } finally {
    await handle.close().catch(about);
  }
};

/** What a disk says that worked when it was chosen. */
const DISK_SAYS: Readonly<Record<string, string>> = {
  ENOSPC: "its disk is full",
  EDQUOT: "its disk has no more room for this user",
  EIO: "its disk does not work",
};

const complaintAbout = (error: unknown, file: string): Error => {
  const reason = codeOf(error);
  const disk = DISK_SAYS[reason];
  return disk === undefined
    ? new InputError(
        { source: file },
        `cannot be written (${reason}).`,
        "Name a file in a folder that exists and is yours.",
      )
    : new StationError(`${file} cannot be written: ${disk} (${reason}). Name a file elsewhere.`);
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);

/** A reader that has seen enough, such as `head`, closes the pipe: that is no error. */
const writeToStdout = async (blocks: Iterable<string>): Promise<void> => {
  for (const block of blocks) {
    const error = await new Promise<unknown>((resolve) => {
      process.stdout.once("error", resolve);
      process.stdout.write(block, (failed) => {
        process.stdout.off("error", resolve);
        resolve(failed);
      });
    });
    if (!error) continue;
    const reason = codeOf(error);
    if (reason === "EPIPE") return;
    throw new StationError(
      `What was to be printed cannot be written: ${DISK_SAYS[reason] ?? "the output does not take it"} (${reason}).`,
    );
  }
};
