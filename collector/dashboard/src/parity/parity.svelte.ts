import { ApiError, getProfile, type Profile } from '../api';
import { getParity, getParityOverview, type Parity, type ParityOverview } from '../api-customers';
import { Connection } from '../live/connection.svelte';
import type { Asked } from './words';

/** Parity is of days; a day does not change by the minute. */
const every = 60_000;

export class ParityStore {
  parity = $state.raw<Parity | null>(null);
  overview = $state.raw<ParityOverview | null>(null);
  profile = $state.raw<Profile | null>(null);
  /** Why the collector did not compare these two, in its words. */
  refused = $state<string | null>(null);
  readonly connection: Connection;
  #asked: Asked;

  constructor(asked: Asked) {
    this.#asked = asked;
    this.connection = new Connection({ read: () => this.#read(), every });
  }

  close(): void {
    this.connection.close();
  }

  async ask(asked: Asked): Promise<void> {
    this.#asked = asked;
    await this.connection.lookNow();
  }

  async #read(): Promise<void> {
    const asked = this.#asked;
    this.profile ??= await getProfile();
    try {
      const parity = await getParity(asked);
      this.refused = null;
      if (asked === this.#asked) this.parity = parity;
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.status == null || failure.status >= 500) throw failure;
      this.refused = failure.status === 404 ? 'This collector is older than this page and compares no classes.' : failure.message;
      this.parity = null;
    }
    this.overview = await getParityOverview(asked.days).catch(() => null);
  }
}
