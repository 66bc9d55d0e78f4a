import { pathToFileURL } from "node:url";

/** An SQLite file that nobody writes, to be opened without a lock or a file beside it, wherever it lies. */
export const atRest = (path: string): URL => {
  const url = pathToFileURL(path);
  url.searchParams.set("immutable", "1");
  return url;
};
