import { askOwner } from "../../libs/claims/ask-owner.ts";
import type { Clock } from "../../libs/clock/clock.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { awaitMove } from "../../libs/delivery/await-move.ts";
import {
  awaitDelivery,
  claimDelivery,
  deliveryResource,
} from "../../libs/delivery/claim-delivery.ts";
import { Deliverer } from "../../libs/delivery/deliverer.ts";
import type { DeliveryNews } from "../../libs/delivery/delivery-news.ts";
import { openReceiver } from "../../libs/delivery/open-receiver.ts";
import type { Receiver } from "../../libs/delivery/receiver.ts";
import { printable } from "../../libs/failure/printable.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { STATION_FILE, thisStation } from "../../libs/jig/read-station.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { noteToldHead } from "../../libs/journal/told-heads.ts";
import { stopRequest } from "../../libs/process/stop-request.ts";
import type { DeliveryTold } from "./delivery-told.ts";

/** What `flashline deliver` was asked for. */
export interface DeliveryOrder {
  readonly dataDir: string;
  /** "once": what waits now, to the end or the first failure. "for-ever": until it is stopped. */
  readonly until: "once" | "for-ever";
  readonly program: string;
  /** Must not throw. */
  readonly tell: (told: DeliveryTold) => void;
}

/**
 * Delivers the records of a data folder.
 * @returns the exit code: 0, or 3 where "once" has left some undelivered.
 * @throws InputError, StationError, JournalError.
 */
export const deliverRecords = async (order: DeliveryOrder): Promise<number> => {
  const { dataDir, until } = order;
  const receiver = await receiverOf(order);
  // A mistyped folder must not look like one whose records are all delivered.
  if (until === "once") openJournal(dataDir, { mode: "read" }).close();
  using journal = openJournal(dataDir, { mode: "write" });
  using stop = stopRequest("standalone");
  return until === "once"
    ? await deliverOnce(order, journal, receiver, stop.signal)
    : await deliverForEver(order, journal, receiver, stop.signal);
};

const receiverOf = async ({ program }: DeliveryOrder): Promise<Receiver> => {
  const { deliver } = await thisStation();
  const surroundings = { clock: systemClock, environment: process.env, program };
  if (deliver !== undefined) return openReceiver(deliver, surroundings);
  throw new InputError(
    { source: STATION_FILE, field: "records.deliver" },
    "is missing: nobody is named who takes the records.",
    "Write a url or a command there, in the current folder, as docs/delivery.md says.",
  );
};

const deliverOnce = async (
  order: DeliveryOrder,
  journal: Journal,
  receiver: Receiver,
  signal: AbortSignal,
): Promise<number> => {
  await using _ = await claimDelivery(order.dataDir, OWNER);
  const { deliverer, ended } = begin(order, journal, receiver, systemClock);
  await deliverer.deliverOnce(signal);
  return ended() === 0 ? 0 : 3;
};

const deliverForEver = async (
  order: DeliveryOrder,
  journal: Journal,
  receiver: Receiver,
  signal: AbortSignal,
): Promise<number> => {
  const owner = await askOwner(await deliveryResource(order.dataDir));
  if (owner !== undefined) order.tell({ at: now(), kind: "delivery-waits", owner });
  const baton = await awaitDelivery(order.dataDir, OWNER, signal).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (baton === undefined) return 0;
  await using _ = baton;
  const gone = new AbortController();
  const end = AbortSignal.any([signal, gone.signal]);
  void awaitMove(order.dataDir, end).then((isMoved) => isMoved && gone.abort());
  const { deliverer, ended } = begin(order, journal, receiver, systemClock);
  await deliverer.deliverForEver(end);
  ended();
  if (!gone.signal.aborted) return 0;
  throw new StationError(
    `The journal in ${printable(order.dataDir)} was moved away or replaced. Start deliver again.`,
  );
};

/** How it is named to others that want the same records. */
const OWNER = "deliver";

const now = (): string => systemClock.date().toISOString();

const begin = (
  { dataDir, tell }: DeliveryOrder,
  journal: Journal,
  receiver: Receiver,
  clock: Clock,
): { readonly deliverer: Deliverer; readonly ended: () => number } => {
  const { delivery: ledger } = journal;
  const countWaiting = (): number => ledger.standing()?.waiting ?? 0;
  let delivered = 0;
  const hear = (news: DeliveryNews): void => {
    if (news.kind === "record-delivered") delivered += 1;
    if (news.kind !== "nothing-waits") tell({ at: now(), ...news });
  };
  tell({ at: now(), kind: "delivery-started", receiver: receiver.name, waiting: countWaiting() });
  const deliverer = new Deliverer({
    ...{ ledger, receiver, clock, chance: Math.random, breathMs: 0, tell: hear },
    onMarked: (head) => noteToldHead(dataDir, journal, head),
  });
  const ended = (): number => {
    const waiting = countWaiting();
    tell({ at: now(), kind: "delivery-ended", delivered, waiting });
    return waiting;
  };
  return { deliverer, ended };
};
