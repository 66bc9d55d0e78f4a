import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PROBE = new URL("./heap-probe.js", import.meta.url);
const LOOK_EVERY_MS = 10;
const LIMIT_MS = 5000;

/** Reads what Node processes hold on their heaps once all garbage is gone: what V8 has not yet thought worth collecting is not growth. */
export class HeapGauge implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "flashline-heaps-"));

  /** What processes that are to be looked into are started with. */
  get environment(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--expose-gc --import=${PROBE}`, FLASHLINE_HEAPS: this.#folder };
  }

  /** Has the process collect its garbage; the bytes then in use, undefined if it is no such process or ends. */
  async read(pid: number): Promise<number | undefined> {
    const path = join(this.#folder, `${pid}`);
    if (!existsSync(path)) return undefined;
    rmSync(path);
    try {
      process.kill(pid, "SIGUSR2");
    } catch {
      return undefined;
    }
    const last = performance.now() + LIMIT_MS;
    while (performance.now() < last) {
      if (existsSync(path)) return Number(readFileSync(path, "utf8"));
      await sleep(LOOK_EVERY_MS);
    }
    return undefined;
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
