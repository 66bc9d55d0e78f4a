import { expect, test } from "vitest";
import { HealthWatch } from "../../../../apps/coordinator/stations/health-watch.ts";
import type { DiskRoom } from "../../../../libs/process/disk-room.ts";
import type { StationHealth } from "../../../../libs/station/station-health.ts";

const MIB = 1024 * 1024;

const watched = () => {
  const told: StationHealth[] = [];
  let room: DiskRoom | undefined;
  const watch = new HealthWatch("up", {
    readRoom: async () => room,
    tell: (health) => told.push(health),
  });
  const look = async (freeBytes: number, freeFiles: number | null = null): Promise<void> => {
    room = { freeBytes, freeFiles, isMemory: false };
    await watch.look();
  };
  const last = (): string => {
    const { journal, disk, redis } = told.at(-1) ?? {};
    return `${told.length}: ${journal} ${disk} ${redis}`;
  };
  return { watch, look, last };
};

test("a disk that does not answer is asked once", async () => {
  let asked = 0;
  const watch = new HealthWatch("up", {
    readRoom: () => {
      asked += 1;
      return new Promise(() => undefined);
    },
    tell: () => undefined,
  });
  void watch.look();
  await watch.look();
  expect(asked).toBe(1);
});

test("health is told at first, then when it changes, each time whole", async () => {
  const { watch, look, last } = watched();
  await watch.look();
  expect(last()).toBe("1: good unknown up");
  await look(2000 * MIB);
  expect(last()).toBe("2: good good up");
  await look(1500 * MIB, 5000);
  expect(last()).toBe("2: good good up");
  await look(900 * MIB);
  expect(last()).toBe("3: good low up");
  await look(63 * MIB);
  expect(last()).toBe("4: good full up");
  await look(2000 * MIB, 100);
  expect(last()).toBe("4: good full up");
  watch.noteJournal("failing");
  watch.noteJournal("failing");
  expect(last()).toBe("5: failing full up");
  watch.noteRedis("away");
  watch.noteJournal("good");
  expect(last()).toBe("7: good full away");
});
