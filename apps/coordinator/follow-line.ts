import type { Dispatch } from "../../libs/dispatch/dispatch.ts";
import type { WorkerHello } from "../../libs/dispatch/messages.ts";
import type { Line } from "./open-line.ts";

/** Who is told what happens on a line. None of them may throw. */
export interface LineEars {
  readonly onAnswer: Parameters<Dispatch["onAnswer"]>[0];
  readonly onEvent: Parameters<Dispatch["onEvent"]>[0];
  readonly onCommand: Parameters<Dispatch["onCommand"]>[0];
  readonly onNest: Parameters<Dispatch["onNest"]>[0];
  /** A worker's process has ended, or its signs of life have. */
  readonly onLost: (hello: WorkerHello) => void;
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
  const { dispatch } = line;
  const following = new DisposableStack();
  following.use(dispatch.onAnswer(ears.onAnswer));
  following.use(dispatch.onEvent(ears.onEvent));
  following.use(dispatch.onCommand(ears.onCommand));
  following.use(dispatch.onTrouble(ears.onTrouble));
  following.use(dispatch.onState(ears.onRedis));
  following.use(dispatch.onForgotten(ears.onForgotten));
  following.use(
    dispatch.onWorker(({ kind, hello }) => {
      if (kind === "lost") ears.onLost(hello);
    }),
  );
  following.use(dispatch.onNest(ears.onNest));
  for (const { hello, ended } of line.workers) void ended?.then(() => ears.onLost(hello));
  void line.virtual?.ended.then(ears.onBoardsGone);
  void line.redisEnded.then(ears.onRedisGone);
  return following;
};
