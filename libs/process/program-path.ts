/** The file this process was started from: the `flashline` command itself. */
export const programPath = (): string => {
  const [, path] = process.argv;
  if (path === undefined) throw new Error("started without a program file");
  return path;
};
