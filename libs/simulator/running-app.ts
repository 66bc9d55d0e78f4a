import { AdrMatcher } from "./adr-matcher.ts";
import type { AppStory } from "./app-story.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** An application since its start at `startAt`, in ms of the board's clock. */
export class RunningApp {
  readonly #matcher: AdrMatcher | undefined;
  readonly #restartsAt: number;

  constructor(story: AppStory, startAt: number) {
    this.#matcher = story.hears === "link-checks" ? new AdrMatcher() : undefined;
    this.#restartsAt = startAt + (story.restartsAfterMs ?? NEVER);
  }

  /** When it crashes and the chip starts again; infinity if it does not. */
  get restartsAt(): number {
    return this.#restartsAt;
  }

  /** Bytes to push next; infinity while it does not listen. */
  get expecting(): number {
    return this.#matcher?.expecting ?? NEVER;
  }

  /** Whether these bytes make it start the chip again, for a host that asks for that. */
  obeys(bytes: Uint8Array): boolean {
    return this.#matcher?.push(bytes) ?? false;
  }
}
