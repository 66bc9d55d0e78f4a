import { readProcess } from "./running-process.ts";

const LOOK_EVERY_MS = 1000;

/** As it titles itself: `npm run demo`, `npm exec flashline`. */
const NPM = /^npm( |$)/;

/**
 * Calls `onGone` once when the npm or npx that this process was started by is gone: it passes signals
 * to the shell in between, which keeps them, so without a terminal who ended npm would end nothing.
 * Does nothing where there is none above. Nothing is kept alive by it.
 */
export const followNpm = (onGone: () => void): Disposable => {
  const stop = new AbortController();
  const end = { [Symbol.dispose]: (): void => stop.abort() };
  // A program that a script of npm's started is npm's own only while npm is right above it.
  if (process.env.npm_execpath === undefined) return end;
  void findNpm().then((above) => {
    if (above === undefined || stop.signal.aborted) return;
    const timer = setInterval(async () => {
      const isThere = process.ppid === above.parent && (await isAbove(above));
      if (isThere || stop.signal.aborted) return;
      clearInterval(timer);
      onGone();
    }, LOOK_EVERY_MS).unref();
    stop.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  });
  return end;
};

interface Npm {
  /** This process's parent: npm itself, or its shell. */
  readonly parent: number;
  /** The parent's parent, where that is npm. */
  readonly grandparent: number | undefined;
}

const findNpm = async (): Promise<Npm | undefined> => {
  const parent = await readProcess("/proc", process.ppid);
  if (isNpm(parent)) return { parent: parent.pid, grandparent: undefined };
  if (parent.parent === undefined) return undefined;
  const grandparent = await readProcess("/proc", parent.parent);
  return isNpm(grandparent) ? { parent: parent.pid, grandparent: grandparent.pid } : undefined;
};

const isNpm = ({ argv }: { readonly argv: readonly string[] }): boolean => NPM.test(argv[0] ?? "");

const isAbove = async ({ parent, grandparent }: Npm): Promise<boolean> =>
  grandparent === undefined || (await readProcess("/proc", parent)).parent === grandparent;
