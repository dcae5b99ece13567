import { getProfile, type Profile } from '../api';
import { acceptWeights, getSaid, getShelf, type Accepted, type Said, type Shelf, type ShelvedProfile } from '../api-profiles';
import { Connection } from '../live/connection.svelte';

const every = 60_000;

export class ProfilesStore {
  shelf = $state.raw<Shelf | null>(null);
  said = $state.raw<Said | null>(null);
  profile = $state.raw<Profile | null>(null);
  /** The collector is older than its shelf. */
  missing = $state(false);
  readonly connection: Connection;

  constructor() {
    this.connection = new Connection({ read: () => this.#read(), every });
  }

  close(): void {
    this.connection.close();
  }

  /** Puts a version on the shelf; no score changes by it. */
  async accept(accepted: Accepted): Promise<ShelvedProfile> {
    const shelved = await acceptWeights(accepted);
    await this.connection.lookNow();
    return shelved;
  }

  async #read(): Promise<void> {
    try {
      this.shelf = await getShelf();
      this.missing = false;
    } catch (failure) {
      this.missing = (failure as { status?: number }).status === 404;
      throw failure;
    }
    this.said = await getSaid();
    this.profile = await getProfile();
  }
}
