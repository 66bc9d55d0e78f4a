import type { Dispatch } from "../../../libs/dispatch/dispatch.ts";
import type { WorkerHello } from "../../../libs/dispatch/messages.ts";
import type { Line } from "./open-line.ts";
import type { OwnWorkersEars } from "./own-workers.ts";

/** Who is told what happens on a line. None of them may throw. */
export interface LineEars {
  readonly onAnswer: Parameters<Dispatch["onAnswer"]>[0];
  readonly onEvent: Parameters<Dispatch["onEvent"]>[0];
  readonly onCommand: Parameters<Dispatch["onCommand"]>[0];
  readonly onNest: Parameters<Dispatch["onNest"]>[0];
  /** A worker serves these fixtures of the line from now on. */
  readonly onServed: (hello: WorkerHello) => void;
  /** A worker's process has ended, or its signs of life have: it serves these fixtures of the line no more. */
  readonly onLost: (hello: WorkerHello) => void;
  /** No worker of the coordinator's own is started for them again. */
  readonly onGivenUp: OwnWorkersEars["onGivenUp"];
  /** The simulator of its virtual boards has ended, with these last words. */
  readonly onBoardsGone: (lastWords: string) => void;
  /** Its own Redis has ended for good, with these last words. */
  readonly onRedisGone: (lastWords: string) => void;
  /** How Redis is now. */
  readonly onRedis: Parameters<Dispatch["onState"]>[0];
  /** It has lost what was in it. */
  readonly onForgotten: Parameters<Dispatch["onForgotten"]>[0];
  /** For people. */
  readonly onTrouble: (text: string) => void;
}

/** Tells all that happens on a line, until disposed; the end of its processes also afterwards. */
export const followLine = (line: Line, ears: LineEars): Disposable => {
  const { dispatch, crew } = line;
  const following = new DisposableStack();
  following.use(dispatch.onAnswer(ears.onAnswer));
  following.use(dispatch.onEvent(ears.onEvent));
  following.use(dispatch.onCommand(ears.onCommand));
  following.use(dispatch.onTrouble(ears.onTrouble));
  following.use(dispatch.onState(ears.onRedis));
  following.use(dispatch.onForgotten(ears.onForgotten));
  const lose = (worker: string): void => {
    const lost = crew.lose(worker);
    if (lost !== undefined) ears.onLost(lost);
  };
  const meet = (hello: WorkerHello): void => {
    const { replaced, served, notices } = crew.meet(hello);
    for (const notice of notices) ears.onTrouble(notice);
    for (const lost of replaced) ears.onLost(lost);
    if (served !== undefined) ears.onServed(served);
  };
  following.use(
    dispatch.onWorker(({ kind, hello }) => (kind === "lost" ? lose(hello.worker) : meet(hello))),
  );
  following.use(dispatch.onNest(ears.onNest));
  line.keepWorkers({ onEnded: lose, onGivenUp: ears.onGivenUp });
  // Nobody was told who came or went while the line was opened.
  const there = dispatch.workers();
  for (const { worker } of crew.workers()) {
    if (there.every((hello) => hello.worker !== worker)) lose(worker);
  }
  for (const hello of there) {
    if (crew.workers().every(({ worker }) => worker !== hello.worker)) meet(hello);
  }
  void line.virtual?.ended.then(ears.onBoardsGone);
  void line.redisEnded.then(ears.onRedisGone);
  return following;
};
