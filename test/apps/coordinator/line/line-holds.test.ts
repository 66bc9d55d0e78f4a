import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { LineHolds } from "../../../../apps/coordinator/line/line-holds.ts";
import type { Hold } from "../../../../libs/station/awaited.ts";
import { explainRedisHealth, REDIS_HEALTHS } from "../../../../libs/station/redis-health.ts";
import { scratchFolder, scratchJournal } from "../../../libs/journal/scratch.ts";

const watched = () => {
  const dir = scratchFolder();
  const told: string[] = [];
  let holds: ReadonlyMap<string, Hold> = new Map();
  const line = { journal: scratchJournal(dir), dir, place: "pc-1 (/data)" };
  const holding = new LineHolds(
    { ...line, fixtures: () => ["F01", "F02"], runs: 2 },
    {
      onHolds: (now) => {
        holds = now;
      },
      onCutOff: () => undefined,
      onHealth: (health) => told.push(health),
      tell: (level, text) => told.push(`${level}: ${text.split(":")[0]}`),
    },
  );
  return { holding, dir, told, holds: () => Object.fromEntries(holds) };
};

test("a Redis in trouble holds all fixtures, over the journal of one worker", () => {
  const { holding, told, holds } = watched();
  using _ = holding;
  holding.noteRefused({ place: "pc-2 (/data)", fixtures: ["F02"], trouble: "full" });
  expect(holds()).toEqual({ F02: "journal" });
  holding.noteRefused({ place: "pc-2 (/data)", fixtures: ["F02"], trouble: "full" });
  holding.noteRedis("out-of-memory", "redis://box:6379");
  expect(holds()).toEqual({ F01: "redis", F02: "redis" });
  holding.noteRedis("up", "redis://box:6379");
  expect(holds()).toEqual({ F02: "journal" });
  const sentences = told.filter((text) => text.includes(":"));
  // The same is told once.
  expect(sentences).toHaveLength(3);
});

test("every trouble of a Redis has a sentence of its own, with what to do", () => {
  const ill = REDIS_HEALTHS.filter((health) => health !== "up");
  const sentences = ill.map((health) => explainRedisHealth(health, "redis://box:6379"));
  expect(new Set(sentences).size).toBe(ill.length);
  for (const sentence of sentences) {
    expect(sentence).toMatch(
      /^Redis at redis:\/\/box:6379 .*: boards at work go on and are recorded, new ones wait\. .*: the line goes on by itself\.$/,
    );
  }
});

test("a journal that workers and coordinator share is not called writable while it is not", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  try {
    const { holding, dir, told, holds } = watched();
    using _ = holding;
    holding.noteRefused({ place: "pc-1 (/data)", fixtures: ["F02"], trouble: "gone" });
    rmSync(join(dir, "journal.sqlite"));
    vi.advanceTimersByTime(15_000);
    expect(holds()).toEqual({ F01: "journal", F02: "journal" });
    expect(told.filter((text) => text.startsWith("info"))).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});
