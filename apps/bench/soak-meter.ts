import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RedisGauge } from "../../libs/dispatch/redis-load.ts";
import type { HeapGauge } from "./heap-gauge.ts";
import type { GrowthSample } from "./judge-growth.ts";
import { readProcessTree, readPss } from "./read-process-tree.ts";
import { rolesOf } from "./station-meter.ts";

/** What is measured, with what it may grow by for 1,000 boards. */
export interface Figure {
  readonly name: string;
  readonly unit: "MiB" | "KiB" | "s" | "";
  /** Undefined: it is meant to grow, and only told. */
  readonly allowance: number | undefined;
}

/** Memory as the machine sees it: with what V8 has not thought worth collecting. */
const PSS: Omit<Figure, "name"> = { unit: "MiB", allowance: 0.5 };
/** 262 bytes a board: of the lot's boards and little else. */
const HEAP: Omit<Figure, "name"> = { unit: "MiB", allowance: 0.25 };
const COUNT: Omit<Figure, "name"> = { unit: "", allowance: 0.5 };

/** Where a station keeps what it writes. */
export interface SoakPlaces {
  readonly root: number;
  readonly dataDir: string;
}

/** Takes down what each process of a station holds, as boards go by. */
export class SoakMeter {
  readonly #places: SoakPlaces;
  readonly #redis: RedisGauge;
  readonly #heaps: HeapGauge;
  readonly #series = new Map<string, { readonly figure: Figure; samples: GrowthSample[] }>();

  constructor(places: SoakPlaces, redis: RedisGauge, heaps: HeapGauge) {
    this.#places = places;
    this.#redis = redis;
    this.#heaps = heaps;
  }

  /** Every figure with its samples, in the order of their first. */
  get series(): readonly { readonly figure: Figure; readonly samples: readonly GrowthSample[] }[] {
    return [...this.#series.values()];
  }

  /** Looks now; `at`: boards done. */
  async sample(at: number): Promise<void> {
    const counts = new Map<string, number>();
    for (const [role, { pid, cpuSeconds }] of rolesOf(readProcessTree(this.#places.root))) {
      const number = (counts.get(role) ?? 0) + 1;
      counts.set(role, number);
      const name = `${role} ${number}`;
      this.#put({ name: `${name}: memory`, ...PSS }, at, readPss(pid) / 2 ** 20);
      const heap = await this.#heaps.read(pid);
      if (heap !== undefined) this.#put({ name: `${name}: in use`, ...HEAP }, at, heap / 2 ** 20);
      this.#put({ name: `${name}: descriptors`, ...COUNT }, at, entriesOf(`/proc/${pid}/fd`));
      this.#put({ name: `${name}: threads`, ...COUNT }, at, entriesOf(`/proc/${pid}/task`));
      this.#put({ name: `${name}: CPU`, unit: "s", allowance: undefined }, at, cpuSeconds);
    }
    const load = await this.#redis.read();
    this.#put({ name: "Redis: keys", ...COUNT }, at, load.keys);
    this.#put({ name: "Redis: clients", ...COUNT }, at, load.clients);
    const memory: Figure = { name: "Redis: memory of its data", unit: "KiB", allowance: 100 };
    this.#put(memory, at, load.usedBytes / 1024);
    const { dataDir } = this.#places;
    const told = { unit: "KiB", allowance: undefined } as const;
    this.#put({ name: "journal", ...told }, at, bytesOf(dataDir, /^journal\.sqlite/) / 1024);
    this.#put({ name: "logs", ...told }, at, bytesOf(join(dataDir, "logs"), /./) / 1024);
  }

  #put(figure: Figure, at: number, value: number): void {
    const series = this.#series.get(figure.name) ?? { figure, samples: [] };
    this.#series.set(figure.name, series);
    series.samples.push({ at, value });
  }
}

const entriesOf = (folder: string): number => {
  try {
    return readdirSync(folder).length;
  } catch {
    // It has just ended.
    return 0;
  }
};

const bytesOf = (folder: string, names: RegExp): number =>
  readdirSync(folder)
    .filter((name) => names.test(name))
    .reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
