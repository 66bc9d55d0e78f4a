import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import type { LineNetwork, Seat } from "./line-network.ts";
import type { RoundPlace } from "./round-place.ts";

const ADDRESSES = { line: "10.77.0.1", near: "10.77.0.2", far: "10.77.0.3" } as const;
const PORT = 6379;
/** The line's switch, with a port for each station. */
const SWITCH = "switch";

/** A network namespace: it is there as long as a process is in it. */
interface Namespace {
  /** Its name in /proc, as `net:[4026532000]`. */
  readonly name: string;
  readonly pid: number;
  readonly enter: readonly string[];
  end(): Promise<void>;
}

/**
 * Seats as hosts on a switch: network namespaces joined by veth pairs, without names, so that they are gone with
 * the last process in them, whatever ends this one. Rejects where this user or system may not make them.
 */
export const openNamespaces = async (place: RoundPlace): Promise<LineNetwork> => {
  await using opening = new AsyncDisposableStack();
  const open = async (): Promise<Namespace> =>
    opening.adopt(await openNamespace(place), (namespace) => namespace.end());
  const seats = { line: await open(), near: await open(), far: await open() };
  const ip = (seat: Seat, ...words: readonly string[]): void =>
    run([...seats[seat].enter, "ip", ...words]);
  // What a host sends to its own address goes by it.
  ip("line", "link", "set", "lo", "up");
  ip("line", "link", "add", SWITCH, "type", "bridge");
  ip("line", "addr", "add", `${ADDRESSES.line}/24`, "dev", SWITCH);
  ip("line", "link", "set", SWITCH, "up");
  for (const seat of ["near", "far"] as const) {
    const far = ["peer", "name", "eth0", "netns", `${seats[seat].pid}`];
    ip("line", "link", "add", seat, "type", "veth", ...far);
    ip("line", "link", "set", seat, "master", SWITCH, "up");
    ip(seat, "addr", "add", `${ADDRESSES[seat]}/24`, "dev", "eth0");
    ip(seat, "link", "set", "eth0", "up");
  }
  const names = Object.values(seats).map(({ name }) => name);
  const owned = opening.move();
  return {
    about: "network namespaces of their own, joined by veth pairs",
    listen: [
      ...["--port", `${PORT}`, "--bind", ADDRESSES.line, "--protected-mode", "no"],
      // Its title would be its address, written over the environment by which a round's processes are known.
      ...["--set-proc-title", "no"],
    ],
    at: (seat) => seats[seat].enter,
    redisUrl: () => `redis://${ADDRESSES.line}:${PORT}`,
    // At the switch, as where a cable is pulled: neither host is told of more than a missing carrier.
    cut: () => ip("line", "link", "set", "far", "down"),
    mend: () => ip("line", "link", "set", "far", "up"),
    left: () => processesIn(names).map((pid) => `a network namespace, held by process ${pid}`),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

const openNamespace = async (place: RoundPlace): Promise<Namespace> => {
  // It ends with its standard input: at the latest with this process.
  const holder = place.start(["unshare", "--net", "--", "sh", "-c", "echo; exec cat"], "pipe");
  const ended = once(holder, "close");
  let said = "";
  holder.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const { pid, stdin, stdout } = holder;
  if (pid === undefined || stdin === null || stdout === null) throw new Error("no unshare here");
  const first = await Promise.race([once(stdout, "data"), ended]);
  if (first.length !== 1) throw new Error(said.trim() || "unshare made no network namespace");
  return {
    name: readlinkSync(`/proc/${pid}/ns/net`),
    pid,
    enter: ["nsenter", `--net=/proc/${pid}/ns/net`, "--"],
    end: async () => {
      stdin.end();
      await ended;
    },
  };
};

const run = ([program = "", ...args]: readonly string[]): void => {
  execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"] });
};

const processesIn = (namespaces: readonly string[]): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return namespaces.includes(readlinkSync(`/proc/${pid}/ns/net`));
      } catch {
        // It has just ended, or belongs to somebody else.
        return false;
      }
    })
    .map(Number);
