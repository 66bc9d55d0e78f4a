import { spawn } from "node:child_process";
import { hash, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { StationEvent } from "../../libs/station/station-event.ts";

const PROGRAM = resolve(import.meta.dirname, "../../bin/flashline");
/** A hang limit, not a measurement. */
const HANG_MS = 50_000;
/** By this variable every process of a workplace is known, orphans included. */
const MARK = "FLASHLINE_TEST_WORKPLACE";

/** How a `flashline` command ended, and all it printed. */
export interface Ending {
  /** null if it was killed. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `flashline` command that was started. */
export interface Started {
  readonly pid: number;
  /** Rejects, with what was printed, for one that hangs. */
  readonly ended: Promise<Ending>;
  /** Its stdout as soon as it fits. Rejects if the command ends before. */
  printed(fits: (stdout: string) => boolean): Promise<string>;
}

/** A folder in which commands are started, without a terminal; gone with all their processes at the end. */
export class Workplace implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "flashline-test-"));
  readonly #mark = randomUUID();

  constructor() {
    mkdirSync(this.path("tmp"));
  }

  /** The absolute path of a file in the folder. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file, a plain object as JSON (which is YAML); returns its absolute path. */
  write(name: string, content: string | Uint8Array | object): string {
    const isPlain = typeof content === "object" && !(content instanceof Uint8Array);
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, isPlain ? JSON.stringify(content, undefined, 2) : content);
    return path;
  }

  read(name: string): Uint8Array {
    return Uint8Array.from(readFileSync(this.path(name)));
  }

  /** Every file and folder below, each with its content's hash: equal if nothing was touched. */
  contents(): Readonly<Record<string, string>> {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      entries.map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path, entry.isFile() ? hash("sha256", readFileSync(path)) : "no file"];
      }),
    );
  }

  /** Where a command must be started to be one of the workplace's. */
  surroundings(): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
    const { REDIS_URL: _, FLASHLINE_DATA: __, ...environment } = process.env;
    const env = { ...environment, TMPDIR: this.path("tmp"), [MARK]: this.#mark };
    return { cwd: this.folder, env };
  }

  /** Runs a command to its end. */
  run(...args: readonly string[]): Promise<Ending> {
    return this.start(...args).ended;
  }

  start(...args: readonly string[]): Started {
    return this.#spawn([PROGRAM, ...args], {});
  }

  /** Starts a command by another program, which runs the command line it is given. */
  startBy(program: string, extra: Readonly<Record<string, string>>, ...args: string[]): Started {
    return this.#spawn([program, PROGRAM, ...args], extra);
  }

  #spawn(command: readonly string[], extra: Readonly<Record<string, string>>): Started {
    const [program = "", ...args] = command;
    const { cwd, env } = this.surroundings();
    const child = spawn(program, args, {
      cwd,
      env: { ...env, ...extra },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    const waiting = new Set<() => void>();
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
      for (const look of waiting) look();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text;
    });
    const about = (what: string): Error =>
      new Error(`${command.join(" ")} ${what}:\n${said.stdout}\n${said.stderr}`);
    const { promise: ended, resolve: end, reject } = Promise.withResolvers<Ending>();
    const limit = setTimeout(() => reject(about("hangs")), HANG_MS);
    child.once("error", reject);
    child.once("close", (exitCode) => {
      clearTimeout(limit);
      end({ exitCode, ...said });
    });
    const printed = (fits: (stdout: string) => boolean): Promise<string> =>
      new Promise((found, missed) => {
        const look = (): void => {
          if (fits(said.stdout)) found(said.stdout);
        };
        waiting.add(look);
        ended.then(() => missed(about("ended too early")), missed);
        look();
      });
    return { pid: child.pid ?? 0, ended, printed };
  }

  /** Ids of the processes that were started here, by whomever, and live. */
  processes(): number[] {
    const isOurs = (pid: string): boolean => {
      try {
        const [environ, cmdline] = ["environ", "cmdline"].map((file) =>
          readFileSync(`/proc/${pid}/${file}`, "utf8"),
        );
        // A redis-server writes its title over its environment; the title names its folder.
        return [`${MARK}=${this.#mark}`, `:${this.folder}/`].some(
          (sign) => environ?.includes(sign) || cmdline?.includes(sign),
        );
      } catch {
        // It has just ended, or belongs to somebody else.
        return false;
      }
    };
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter(isOurs)
      .map(Number);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (let left = this.processes(); left.length > 0; left = this.processes()) {
      for (const pid of left) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has just ended.
        }
      }
      await new Promise(setImmediate);
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What `--json` told. Throws unless stdout is one JSON object a line and nothing else. */
export const eventsOf = ({ stdout }: Ending): readonly StationEvent[] =>
  stdout
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => {
      const event: unknown = JSON.parse(line);
      if (typeof event !== "object" || event === null || Array.isArray(event))
        throw new Error(`not an object: ${line}`);
      return event as StationEvent;
    });
