import { writeFile } from "node:fs/promises";
import type { PortInfo } from "../../../libs/adapters/port-info.ts";
import { readAttribute } from "../../../libs/adapters/read-attribute.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import { countWords } from "../count-words.ts";
import type { Check, Examination } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { orUndefined } from "../or-undefined.ts";
import { type PortUse, placeOf } from "../port-use.ts";

/** Three exchanges a sector cost 14 s on a 1.2 MiB image at FTDI's 16 ms (hardware.md). */
const GOOD_MS = 1;

interface TimedPort {
  readonly port: PortUse;
  readonly latencyMs: number;
  readonly file: string;
}

/**
 * FTDI adapters hand on at once what they received. Where this user may, a slow timer is set: the
 * one thing that this program changes by itself, until the adapter is plugged in again.
 */
export const checkLatency: Check = async (about) => {
  const timed = about.ports.flatMap((port): TimedPort[] => timerOf(port, port.info));
  const slow = timed.filter(({ latencyMs }) => latencyMs > GOOD_MS);
  if (timed.length > 0 && slow.length === 0) {
    return [
      { level: "ok", what: `latency timer ${GOOD_MS} ms on ${countWords(timed.length, "port")}` },
    ];
  }
  return Promise.all(slow.map((port) => mendTimer(port, about)));
};

const timerOf = (port: PortUse, info: PortInfo | undefined): TimedPort[] =>
  info?.latencyMs === undefined || info.latencyFile === undefined
    ? []
    : [{ port, latencyMs: info.latencyMs, file: info.latencyFile }];

const mendTimer = async (
  { port, latencyMs, file }: TimedPort,
  { machine, timers }: Examination,
): Promise<Remark> => {
  const place = placeOf(port);
  if (timers === "set" && (await machine.mayUse(file, "read-write")) && (await setTimer(file))) {
    return {
      level: "note",
      ...place,
      what: `The latency timer was ${latencyMs} ms and is ${GOOD_MS} ms now, until the adapter is plugged in again.`,
      remedy: "The udev rule sets it for good.",
    };
  }
  return {
    level: "warning",
    ...place,
    what: `The latency timer is ${latencyMs} ms: seconds more for every board.`,
    remedy: "The udev rule sets it for good.",
    commands: [`echo ${GOOD_MS} | sudo tee ${shellWord(file)}`],
  };
};

/** @returns whether it took the value. */
const setTimer = async (file: string): Promise<boolean> => {
  await orUndefined(writeFile(file, `${GOOD_MS}`));
  return (await readAttribute(file)) === `${GOOD_MS}`;
};
