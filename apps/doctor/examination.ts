import type { Holders } from "../../libs/adapters/find-holders.ts";
import type { PortInfo } from "../../libs/adapters/port-info.ts";
import type { Jig, WiredFixture } from "../../libs/jig/jig.ts";
import type { DeliveryConfig } from "../../libs/jig/records-schema.ts";
import type { RunningProcess } from "../../libs/process/running-process.ts";
import type { Remark } from "./finding.ts";
import type { Machine } from "./machine.ts";
import type { PortUse } from "./port-use.ts";

/** All that the checks look at; they open no port and move no line. */
export interface Examination {
  readonly machine: Machine;
  /** This PC's name in records. */
  readonly station: string;
  readonly jigPath: string;
  /** The command line that asks the same again. */
  readonly askAgain: string;
  readonly jig: Jig;
  /** The jig's fixtures with ports of their own. */
  readonly wired: readonly WiredFixture[];
  /** Every port the jig names. */
  readonly ports: readonly PortUse[];
  /** Every serial port of the machine. */
  readonly adapters: readonly PortInfo[];
  readonly processes: readonly RunningProcess[];
  /** Processes of Flashline that own fixtures, by fixture, in their own words. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
  /** Who has ports of the jig open, by the path in the jig file. */
  readonly holders: Holders;
  /** The fastest rate that a fixture's recipe asks for, by fixture, as far as recipes are known. */
  readonly bauds: ReadonlyMap<string, number>;
  readonly dataDir: string;
  /** Where records go beside the journal, if anywhere. */
  readonly deliver: DeliveryConfig | undefined;
  /** A shared Redis, if one is to be used. */
  readonly redisUrl: string | undefined;
  /** Whether latency timers may be set. */
  readonly timers: "set" | "leave";
}

/** Looks at one thing. Never rejects for what it finds on the machine. */
export type Check = (about: Examination) => Promise<readonly Remark[]>;
