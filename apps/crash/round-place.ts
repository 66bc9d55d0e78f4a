import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Role, roleOf } from "./process-role.ts";

/** The `flashline` command as people start it, from this program's own place in `dist`. */
const PROGRAM = fileURLToPath(new URL("../../../bin/flashline", import.meta.url));

/** By this variable every process of a round is known, orphans included. */
const MARK = "FLASHLINE_CRASH_ROUND";

const LOOK_MS = 100;

/** A living process of a round. */
export interface RoundProcess {
  readonly pid: number;
  readonly parent: number;
  readonly argv: readonly string[];
  readonly role: Role;
  readonly isStalled: boolean;
}

/** The folder of a round, and every process that was started in it. */
export class RoundPlace {
  readonly folder = mkdtempSync(join(tmpdir(), "flashline-crash-"));
  readonly #mark = `${MARK}=${randomUUID()}`;
  readonly #told: (line: string) => void;
  readonly #children = new Map<ChildProcess, Promise<unknown>>();

  constructor(told: (line: string) => void) {
    this.#told = told;
    mkdirSync(this.path("tmp"));
  }

  /** The absolute path of a file in the folder. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file, a plain object as JSON (which is YAML); returns its absolute path. */
  write(name: string, content: Uint8Array | object): string {
    const path = this.path(name);
    writeFileSync(path, content instanceof Uint8Array ? content : JSON.stringify(content));
    return path;
  }

  /** Puts a line into the round's account. */
  note(text: string): void {
    const line = `${new Date().toISOString().slice(11, -1)} ${text}`;
    appendFileSync(this.path("round.log"), `${line}\n`);
    this.#told(line);
  }

  /** Starts `flashline` in a session of its own, by another program if `by` names one. */
  startFlashline(
    args: readonly string[],
    stdio: "pipe" | readonly number[],
    by: readonly string[] = [],
  ): ChildProcess {
    return this.start([...by, PROGRAM, ...args], stdio);
  }

  /** Starts a program in a session of its own. */
  start(
    [program = "", ...args]: readonly string[],
    stdio: "pipe" | readonly number[],
  ): ChildProcess {
    const { REDIS_URL: _, FLASHLINE_DATA: __, ...environment } = process.env;
    const [name = "", value] = this.#mark.split("=");
    const child = spawn(program, args, {
      ...{ cwd: this.folder, detached: true },
      env: { ...environment, TMPDIR: this.path("tmp"), [name]: value },
      stdio: stdio === "pipe" ? "pipe" : [...stdio],
    });
    child.on("error", (error) => this.note(`${program}: ${error.message}`));
    const ended = new Promise((resolve) => child.once("close", resolve).once("error", resolve));
    this.#children.set(child, ended);
    void ended.then(() => this.#children.delete(child));
    return child;
  }

  /** All that live and were started here, by whomever. */
  processes(): readonly RoundProcess[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => this.#read(Number(name)) ?? []);
  }

  /** Ends what is left of the round. */
  killAll(): void {
    for (const { pid } of this.processes()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has just ended.
      }
    }
  }

  /** Ends what is left, and resolves when all that was started has been heard to end: nobody notes anything more. */
  async end(): Promise<void> {
    while (this.#children.size > 0) {
      this.killAll();
      for (const child of this.#children.keys()) child.kill("SIGKILL");
      await Promise.race([...this.#children.values(), sleep(LOOK_MS)]);
    }
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #read(pid: number): RoundProcess | undefined {
    try {
      const [environ = "", cmdline = "", stat = ""] = ["environ", "cmdline", "stat"].map((file) =>
        readFileSync(`/proc/${pid}/${file}`, "utf8"),
      );
      // A redis-server writes its title over its environment; the title names its folder.
      const isOurs = environ.includes(this.#mark) || cmdline.includes(`:${this.folder}/`);
      // The name may itself hold blanks and parentheses.
      const [, name = "", state = "", parent] = /^\d+ \((.*)\) (\S) (\d+)/s.exec(stat) ?? [];
      if (!isOurs || state === "Z") return undefined;
      const argv = cmdline.split("\0").filter((word) => word !== "");
      const role = roleOf(argv, name);
      return { pid, parent: Number(parent), argv, role, isStalled: state === "T" };
    } catch {
      // It has just ended, or belongs to somebody else.
      return undefined;
    }
  }
}
