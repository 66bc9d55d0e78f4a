/** The prefix of all keys if none is given. Lines that share a Redis and must not meet use different ones. */
export const DEFAULT_PREFIX = "flashline";

/** Names of everything Flashline keeps in a Redis. `session` is a coordinator's life. */
export interface Keys {
  /** BullMQ's own prefix; a queue is named after its worker. */
  readonly queues: string;
  /** Set of worker ids; each is alive while its `worker` key exists. */
  readonly workers: string;
  /** Channel: a worker came or leaves. Its messages say nothing more. */
  readonly hellos: string;
  /** Set of session ids; each is alive while its `session` key exists. */
  readonly sessions: string;
  readonly worker: (worker: string) => string;
  readonly session: (session: string) => string;
  /** Stream of answers for the coordinator, read at least once. */
  readonly answers: (session: string) => string;
  readonly snapshot: (session: string) => string;
  /** Left by the coordinator for itself: gone, Redis has lost its data. */
  readonly mark: (session: string) => string;
  /** Channel from workers: events of runs. */
  readonly runEvents: (session: string) => string;
  /** Channel from the coordinator: events of the line. */
  readonly lineEvents: (session: string) => string;
  /** Channel to the coordinator. */
  readonly commands: (session: string) => string;
  /** Held by the one worker that serves a fixture. */
  readonly owner: (jig: string, fixture: string) => string;
  /** The last number given out for a fixture: whoever takes it gets a greater one. */
  readonly lease: (jig: string, fixture: string) => string;
  readonly image: (sha256: string) => string;
  /** Stream of records for the journal with this id, read at least once. */
  readonly records: (journal: string) => string;
  /** Exists while a coordinator takes records for the journal. */
  readonly receiver: (journal: string) => string;
  /** Hash: by id of a worker's journal, the last run of it whose record the journal has. */
  readonly stored: (journal: string) => string;
  /** Hash: runs whose standing the workers that write the journal are asked for. */
  readonly asked: (journal: string) => string;
  /** Hash: what they said of each. */
  readonly standing: (journal: string) => string;
}

/** The key names under a prefix. */
export const keysOf = (prefix: string): Keys => {
  const ofSession = (name: string) => (session: string) => `${prefix}:session:${session}:${name}`;
  const ofJournal = (name: string) => (journal: string) => `${prefix}:${name}:${journal}`;
  const ofFixture = (name: string) => (jig: string, fixture: string) =>
    `${prefix}:${name}:${encodeURIComponent(jig)}:${encodeURIComponent(fixture)}`;
  return {
    queues: `${prefix}:queue`,
    workers: `${prefix}:workers`,
    hellos: `${prefix}:hellos`,
    sessions: `${prefix}:sessions`,
    worker: (worker) => `${prefix}:worker:${worker}`,
    session: (session) => `${prefix}:session:${session}`,
    answers: ofSession("answers"),
    snapshot: ofSession("snapshot"),
    mark: ofSession("mark"),
    runEvents: ofSession("run-events"),
    lineEvents: ofSession("line-events"),
    commands: ofSession("commands"),
    owner: ofFixture("owner"),
    lease: ofFixture("lease"),
    image: (sha256) => `${prefix}:image:${sha256}`,
    records: ofJournal("records"),
    receiver: ofJournal("receiver"),
    stored: ofJournal("stored"),
    asked: ofJournal("asked"),
    standing: ofJournal("standing"),
  };
};
