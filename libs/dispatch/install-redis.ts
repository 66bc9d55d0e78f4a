import { spawn } from "node:child_process";
import { printable } from "../failure/printable.ts";
import { StationError } from "../failure/station-error.ts";
import { findProgram } from "../process/find-program.ts";
import { findRedisServer } from "./find-redis-server.ts";

/** Runs a program to its end, without a terminal; the last line it wrote says what went wrong. */
export type RunProgram = (
  argv: readonly [string, ...string[]],
) => Promise<{ readonly code: number; readonly lastLine: string }>;

/** The machine, as far as an installation depends on it. */
export interface Machine {
  /** As the variable PATH is written. */
  readonly path: string;
  readonly uid: number;
  readonly run: RunProgram;
  /** Tells the person waiting what is going on. */
  readonly say: (text: string) => void;
}

const INSTALL_BY_HAND = `Install one and start again:
  Debian, Ubuntu:  sudo apt-get install -y redis-server
  Fedora, RHEL:    sudo dnf install -y valkey
  Docker:          docker run -d -p 127.0.0.1:6379:6379 redis:7, then add --redis redis://127.0.0.1:6379`;

const refuse = (why: string): StationError =>
  new StationError(`No Redis server was found, and ${why}. ${INSTALL_BY_HAND}`);

/** Nothing asks questions: nobody would answer them. */
const APT = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"] as const;

/** What goes before a command to run it as root, or undefined when that takes a password. */
const becomeRoot = async ({ path, uid, run }: Machine): Promise<string[] | undefined> => {
  if (uid === 0) return [];
  if (findProgram("sudo", path) === undefined) return undefined;
  return (await run(["sudo", "-n", "true"])).code === 0 ? ["sudo", "-n"] : undefined;
};

const installRedis = async (machine: Machine): Promise<void> => {
  if (findProgram("apt-get", machine.path) === undefined) {
    throw refuse("there is no apt-get to install it with");
  }
  const root = await becomeRoot(machine);
  if (root === undefined) {
    throw refuse("installing it takes root or a sudo without password");
  }
  machine.say("Installing redis-server from Debian's packages (apt-get) ...");
  const [first, ...rest] = [...root, ...APT] as const;
  const apt = (...args: string[]) => machine.run([first ?? APT[0], ...rest, ...args]);
  const install = () => apt("install", "-y", "--no-install-recommends", "redis-server");
  // The lists are often good enough, and fetching them takes longer than the rest.
  if ((await install()).code === 0) return;
  await apt("update");
  const second = await install();
  if (second.code !== 0) {
    throw refuse(`apt-get could not install it (${printable(second.lastLine, 200)})`);
  }
};

/** The server's path; it is installed from Debian's packages when there is none. Throws StationError. */
export const ensureRedisServer = async (machine: Machine = thisMachine()): Promise<string> => {
  const found = findRedisServer(machine.path);
  if (found !== undefined) return found;
  await installRedis(machine);
  const installed = findRedisServer(machine.path);
  if (installed === undefined) throw refuse("apt-get installed none on the PATH");
  return installed;
};

const runProgram: RunProgram = ([command, ...args]) =>
  new Promise((resolve) => {
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-4096);
    };
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => resolve({ code: 127, lastLine: error.message }));
    child.on("close", (code) =>
      resolve({ code: code ?? 1, lastLine: output.trimEnd().split("\n").at(-1) ?? "" }),
    );
  });

/** The machine this runs on, telling its progress on stderr. */
const thisMachine = (): Machine => ({
  path: process.env.PATH ?? "",
  uid: process.getuid?.() ?? -1,
  run: runProgram,
  say: (text) => process.stderr.write(`${text}\n`),
});
