import { getCustomers, type CustomerSummary } from '../api-customers';
import { clock } from '../live/clock.svelte';
import { Connection } from '../live/connection.svelte';

/** No event reports a customer; their scores change with the minute. */
const every = 30_000;

/** The customers, as of the last answer. */
export class CustomersStore {
  customers = $state.raw<CustomerSummary[]>([]);
  known = $state(false);
  /** The collector is older than its customers. */
  missing = $state(false);
  readonly connection: Connection;

  constructor(remembered: CustomerSummary[]) {
    this.customers = remembered;
    this.known = remembered.length > 0;
    this.connection = new Connection({ read: () => this.#read(), every });
  }

  close(): void {
    this.connection.close();
  }

  async #read(): Promise<void> {
    try {
      const { generatedAt, customers } = await getCustomers();
      clock.agree(generatedAt);
      this.customers = customers;
      this.known = true;
      this.missing = false;
    } catch (failure) {
      this.missing = (failure as { status?: number }).status === 404;
      throw failure;
    }
  }
}

/** The list and how far it was scrolled, so that the way back from a customer leads to where one was. */
export const remembered: { customers: CustomerSummary[]; scroll: number } = { customers: [], scroll: 0 };
