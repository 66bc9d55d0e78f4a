import type { Reply } from "../bk72xx/reply-decoder.ts";
import { hexAddress, hexByte } from "../bytes/hex.ts";
import { EndsList } from "./ends-list.ts";
import type { ToldReply, ToldRequest } from "./told-frame.ts";

/** How requests of one name went. */
export interface ExchangeFigures {
  readonly n: number;
  /** From request to answer, of those answered: together and at most, in ms. */
  readonly ms: number;
  readonly mostMs: number;
  readonly silent: number;
}

/** A request that was not answered as it should have been. `ms` since the run began. */
export interface OddExchange {
  readonly ms: number;
  readonly asked: string;
  /** What was odd, in a few words; `bytes`: the answer's, as hex. */
  readonly odd: string;
  readonly bytes?: string;
}

/** What a chip said of a range's CRC. */
export interface ToldCrc {
  readonly ms: number;
  readonly range: string;
  /** As it came: in the chip's order of bytes, not inverted. */
  readonly bytes: string;
}

interface Open {
  readonly request: ToldRequest;
  readonly at: number;
}

interface Tally {
  n: number;
  ms: number;
  mostMs: number;
  silent: number;
}

/** Puts requests and answers together: how long each kind took, and which went otherwise than asked. */
export class ExchangeBook {
  readonly odd = new EndsList<OddExchange>(20, 30);
  readonly crcs = new EndsList<ToldCrc>(4, 8);
  readonly #tallies = new Map<string, Tally>();
  #open: readonly Open[] = [];

  /** By name of the request, in the order of their first. */
  get figures(): Readonly<Record<string, ExchangeFigures>> {
    const rounded = [...this.#tallies].map(([name, tally]) => [
      name,
      { ...tally, ms: Math.round(tally.ms), mostMs: Math.round(tally.mostMs) },
    ]);
    return Object.fromEntries(rounded);
  }

  asked(request: ToldRequest, at: number): void {
    const tally = this.#tallyOf(request.name);
    tally.n += 1;
    // Link checks come by the hundred and between other requests: only those answered say anything.
    if (request.answer === undefined || request.name === "link check") return;
    const isOver = isErase(request)
      ? ({ request: other }: Open) => !isErase(other) || other.place === request.place
      : () => true;
    for (const open of this.#open) if (isOver(open)) this.#unanswered(open, at);
    this.#open = [...this.#open.filter((open) => !isOver(open)), { request, at }];
  }

  answered(reply: Reply, told: ToldReply, at: number): void {
    const { kind, op } = reply;
    if (isLinkReply(reply)) return;
    const fits = this.#open.filter(
      ({ request }) => request.answer?.kind === kind && request.answer.op === op,
    );
    const open = fits.find(({ request }) => request.address === told.address) ?? fits[0];
    if (open === undefined) {
      this.#note(at, "", "an answer to nothing asked", told);
      return;
    }
    this.#open = this.#open.filter((other) => other !== open);
    const { request } = open;
    const tally = this.#tallyOf(request.name);
    const tookMs = at - open.at;
    tally.ms += tookMs;
    tally.mostMs = Math.max(tally.mostMs, tookMs);
    if (request.name === "crc") {
      this.crcs.push({ ms: Math.round(at), range: request.place, bytes: told.bytes });
    }
    if (reply.kind === "long" && reply.status !== 0) {
      this.#note(at, nameOf(request), `status ${hexByte(reply.status)}`, told);
    } else if (request.address !== undefined && told.address !== request.address) {
      const said = told.address === undefined ? "no address" : hexAddress(told.address);
      this.#note(at, nameOf(request), `answered for ${said}`, told);
    }
  }

  /** Nothing is answered any more. */
  end(at: number): void {
    for (const open of this.#open) this.#unanswered(open, at);
    this.#open = [];
  }

  #unanswered({ request, at: askedAt }: Open, at: number): void {
    this.#tallyOf(request.name).silent += 1;
    this.#note(askedAt, nameOf(request), `no answer in ${Math.round(at - askedAt)} ms`);
  }

  #note(at: number, asked: string, odd: string, told?: ToldReply): void {
    const bytes = told === undefined ? {} : { bytes: `${told.what} ${told.bytes}`.trimEnd() };
    this.odd.push({ ms: Math.round(at), asked, odd, ...bytes });
  }

  #tallyOf(name: string): Tally {
    const tally = this.#tallies.get(name) ?? { n: 0, ms: 0, mostMs: 0, silent: 0 };
    this.#tallies.set(name, tally);
    return tally;
  }
}

/** A register written is answered by the same code. */
const isLinkReply = ({ kind, op, payload }: Reply): boolean =>
  kind === "short" && op === 1 && payload.length < 8;

const isErase = ({ name }: ToldRequest): boolean => name.startsWith("erase ");

const nameOf = ({ name, place }: ToldRequest): string => `${name} ${place}`.trimEnd();
