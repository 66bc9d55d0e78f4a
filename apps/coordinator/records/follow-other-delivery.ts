import { systemClock } from "../../../libs/clock/system-clock.ts";
import type { DeliveryNews } from "../../../libs/delivery/delivery-news.ts";
import type { DeliveryLedger } from "../../../libs/journal/delivery-ledger.ts";
import type { DeliveryStanding } from "../../../libs/journal/delivery-rows.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";

/** Whoever has no other before it delivers by itself by then. */
const FIRST_LOOK_MS = 1000;
const LOOK_MS = 20_000;

/**
 * Tells now and then how another process fares that delivers a journal's records, by what it notes there, and
 * for how long it has had the trouble.
 */
export const followOtherDelivery = async (
  ledger: DeliveryLedger,
  signal: AbortSignal,
  tell: (news: DeliveryNews, forMs: number | null) => void,
): Promise<void> => {
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = LOOK_MS) {
    await systemClock.sleep(pauseMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    const standing = standingOf(ledger);
    if (standing?.failing) {
      const { since, last } = standing.failing;
      const failed = { kind: "delivery-failed", run: null, mend: "time", retryMs: 0 } as const;
      const news = { ...failed, problem: last.problem, waiting: standing.waiting };
      tell(news, Math.max(0, systemClock.date().getTime() - Date.parse(since)));
    } else if (standing !== undefined) tell({ kind: "nothing-waits" }, null);
  }
};

/** The journal's own trouble is told where it stops a run. */
const standingOf = (ledger: DeliveryLedger): DeliveryStanding | undefined => {
  try {
    return ledger.standing();
  } catch (error) {
    if (error instanceof JournalError) return undefined;
    throw error;
  }
};
