import type { FixtureHappening, IdleReason } from "./fixture-happening.ts";
import type { FixtureState, Situation } from "./fixture-state.ts";

const IDLE_SITUATION: Readonly<Record<IdleReason, Situation>> = {
  done: "idle",
  "ports-gone": "unplugged",
  "input-failed": "unfit",
  "station-away": "lost",
  "worker-lost": "lost",
  "taken-out": "lost",
};

/** A fixture after what the coordinator tells of it. A result that was cleared late, in mid-run, changes nothing. */
export const changeFixture = (fixture: FixtureState, event: FixtureHappening): FixtureState => {
  switch (event.kind) {
    case "fixture-waiting": {
      const {
        serial: nextSerial,
        purpose: nextPurpose = "product",
        awaits,
        retry = "none",
      } = event;
      const waiting = { situation: "waiting", reason: null, nextSerial, nextPurpose } as const;
      return { ...fixture, ...waiting, awaits, retry };
    }
    case "fixture-idle": {
      const { reason } = event;
      const situation = IDLE_SITUATION[reason];
      return { ...fixture, situation, reason, nextSerial: null, awaits: null, retry: "none" };
    }
    case "result-cleared": {
      const isIts = fixture.run?.result != null && fixture.run.serial === event.serial;
      return isIts ? { ...fixture, result: "cleared", retry: "none" } : fixture;
    }
    case "fixture-locked": {
      const { by, why, cause, detail } = event;
      const locked = { ...fixture, lock: { by, why, cause, detail } };
      // What it was to take is for others now.
      const isLoaded = fixture.situation === "waiting" && fixture.awaits !== "acknowledge";
      return isLoaded ? { ...locked, situation: "idle", nextSerial: null, awaits: null } : locked;
    }
    case "fixture-unlocked":
      return { ...fixture, lock: null };
    case "fixture-proven":
      return fixture;
  }
};

/** A fixture when its lot is over: it waits for nothing any more, what stands on its tile stands. */
export const restFixture = (fixture: FixtureState): FixtureState =>
  fixture.situation === "waiting"
    ? {
        ...fixture,
        ...{ situation: "idle", reason: "done", scan: "any" },
        ...{ nextSerial: null, awaits: null, retry: "none" },
      }
    : fixture;
