import { ApiError, eventsUrl, type Only, type ProbeSummary } from '../api';

/**
 * live: events arrive. polling: events do not, answers to questions do. asking: no events are wanted, answers come. unreachable: neither.
 * connecting: nothing is known yet.
 */
export type Link = 'connecting' | 'live' | 'polling' | 'asking' | 'unreachable';

interface Wants {
  /** Only these events; all when absent. */
  only?: Only;
  /** Reads everything anew; also called at once, after every reconnect and while events do not arrive. */
  read: () => Promise<void>;
  /** Absent for a page that wants no events, because no event reports what it shows: it asks every `every` ms then. */
  onProbe?: (summary: ProbeSummary) => void;
  every?: number;
}

// While live, a look now and then finds a stream that has died without saying so, and changes that no event reports (a probe's age).
const lookWhileLive = 60_000;
const lookOtherwise = 5_000;
// EventSource gives up for good when the answer is an error: then a new one is opened, not sooner than this.
const openAgain = 3_000;

/** Keeps a page up to date: by Server-Sent Events, and by asking every five seconds while they do not arrive. */
export class Connection {
  link = $state<Link>('connecting');
  since = $state(Date.now());
  problem = $state<ApiError | null>(null);
  readonly #wants: Wants;
  #events: EventSource | null = null;
  #streaming = false;
  #answering: boolean | null = null;
  #look: ReturnType<typeof setTimeout> | undefined;
  #open: ReturnType<typeof setTimeout> | undefined;
  #reading = false;
  #readAgain = false;
  #closed = false;

  constructor(wants: Wants) {
    this.#wants = wants;
    if (wants.onProbe) this.#openEvents();
    void this.lookNow();
  }

  close(): void {
    this.#closed = true;
    this.#events?.close();
    clearTimeout(this.#look);
    clearTimeout(this.#open);
  }

  /** How often a page without events asks, in ms. */
  get every(): number {
    return this.#wants.every ?? lookWhileLive;
  }

  /** Reads now, and plans the next look. Asked for during a look, it looks once more after it: the answer may have been older. */
  async lookNow(): Promise<void> {
    if (this.#closed) return;
    if (this.#reading) {
      this.#readAgain = true;
      return;
    }
    this.#reading = true;
    this.#readAgain = false;
    clearTimeout(this.#look);
    try {
      await this.#wants.read();
      this.problem = null;
      this.#answering = true;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.problem = failure;
      this.#answering = failure.status != null && failure.status < 500;
    } finally {
      this.#reading = false;
      this.#judge();
      if (!this.#closed) this.#look = setTimeout(() => void this.lookNow(), this.#nextLook());
    }
  }

  #nextLook(): number {
    if (this.#readAgain && this.link !== 'unreachable') return 0;
    if (this.link === 'asking') return this.every;
    return this.link === 'live' ? lookWhileLive : lookOtherwise;
  }

  #openEvents(): void {
    const events = new EventSource(eventsUrl(this.#wants.only));
    this.#events = events;
    events.onopen = () => this.#streamed(true);
    events.onerror = () => {
      this.#streamed(false);
      if (events.readyState !== EventSource.CLOSED || this.#closed) return;
      clearTimeout(this.#open);
      this.#open = setTimeout(() => this.#openEvents(), openAgain);
    };
    events.addEventListener('probe', (event: MessageEvent<string>) => this.#wants.onProbe?.(JSON.parse(event.data) as ProbeSummary));
  }

  #streamed(up: boolean): void {
    const changed = this.#streaming !== up;
    this.#streaming = up;
    this.#judge();
    // What was missed while the stream was down, or whether the collector is there at all.
    if (changed || !up) void this.lookNow();
  }

  #judge(): void {
    const answered: Link = !this.#wants.onProbe ? 'asking' : this.#streaming ? 'live' : 'polling';
    const link: Link = this.#answering == null ? 'connecting' : this.#answering ? answered : 'unreachable';
    if (link === this.link) return;
    this.link = link;
    this.since = Date.now();
  }
}
