import { StepError } from "../failure/step-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk's share of this user is full",
  EROFS: "the disk is read-only",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "its folder does not exist",
  ENOTDIR: "part of its path is a file",
  EISDIR: "it is a folder",
  EEXIST: "it exists already",
};

/** What the file system does for `file`. Rejects with `StepError` (`backup-failed`) in place of its errors. */
export const storing = async <T>(file: string, action: () => Promise<T>): Promise<T> => {
  try {
    return await action();
  } catch (error) {
    if (error instanceof StepError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const said = error instanceof Error ? error.message : String(error);
    const failure = { code: "backup-failed", file, reason: REASONS[code] ?? said } as const;
    throw new StepError(failure, { cause: error });
  }
};
