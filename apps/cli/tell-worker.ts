import { safeJson } from "../../libs/report/safe-json.ts";
import { formatTimeOfDay } from "../../libs/station/format-figures.ts";
import type { ServiceNews, WorkerNews } from "../worker/worker-news.ts";
import { formatLine, toAscii } from "./format-line.ts";

/** A listener that writes what a worker does as plain lines. */
export const tellWorkerLines =
  (write: (text: string) => void) =>
  (news: WorkerNews): void => {
    const line = "run" in news ? formatLine(news) : describe(news);
    if (line !== undefined) write(`${line}\n`);
  };

/** A listener that writes it as a JSON object a line. */
export const tellWorkerJson =
  (write: (text: string) => void) =>
  (news: WorkerNews): void =>
    write(`${safeJson(news)}\n`);

const describe = (news: ServiceNews): string | undefined => {
  const said = (text: string): string => toAscii(`${formatTimeOfDay(news.at)} ${text}`);
  switch (news.kind) {
    case "worker-started": {
      const { fixtures, jig, redis } = news;
      return said(`serves ${fixtures.join(", ")} of jig ${jig} on ${redis}`);
    }
    case "worker-health":
      // Told in a sentence, with what to do.
      return undefined;
    case "worker-stopping":
      return said("stops: runs end at a safe point and are recorded");
    case "worker-stopped":
      return said("stopped");
  }
};
