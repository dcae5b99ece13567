import { getProfile, type Profile } from '../api';
import { getRollups, type RollupBy, type Rollups } from '../api-customers';
import { clock } from '../live/clock.svelte';
import { Connection } from '../live/connection.svelte';

const every = 30_000;

export class RollupsStore {
  rollups = $state.raw<Rollups | null>(null);
  profile = $state.raw<Profile | null>(null);
  /** The collector is older than its roll-ups. */
  missing = $state(false);
  readonly connection: Connection;
  #by: RollupBy;

  constructor(by: RollupBy) {
    this.#by = by;
    this.connection = new Connection({ read: () => this.#read(), every });
  }

  close(): void {
    this.connection.close();
  }

  async group(by: RollupBy): Promise<void> {
    if (by === this.#by) return;
    this.#by = by;
    this.rollups = null;
    await this.connection.lookNow();
  }

  async #read(): Promise<void> {
    const by = this.#by;
    try {
      const rollups = await getRollups(by);
      clock.agree(rollups.generatedAt);
      if (by === this.#by) this.rollups = rollups;
      this.missing = false;
      this.profile ??= await getProfile();
    } catch (failure) {
      this.missing = (failure as { status?: number }).status === 404;
      throw failure;
    }
  }
}
