/** Counts what the run asks of AWS: requests by caller, service and operation, and DynamoDB's read and write units. */

export interface UsageLine {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  requests: number;
  /** Capacity units that DynamoDB says it used. */
  capacityUnits: number;
}

export class Usage {
  readonly #lines = new Map<string, UsageLine>();

  count(caller: string, service: string, operation: string): void {
    this.#line(caller, service, operation).requests += 1;
  }

  addCapacity(caller: string, operation: string, units: number): void {
    this.#line(caller, 'dynamodb', operation).capacityUnits += units;
  }

  /** Everything counted since the last reset, most requests first. */
  report(): UsageLine[] {
    return [...this.#lines.values()].map((line) => ({ ...line })).toSorted((a, b) => b.requests - a.requests);
  }

  reset(): void {
    this.#lines.clear();
  }

  #line(caller: string, service: string, operation: string): UsageLine {
    const key = `${caller}/${service}/${operation}`;
    let line = this.#lines.get(key);
    if (!line) {
      line = { caller, service, operation, requests: 0, capacityUnits: 0 };
      this.#lines.set(key, line);
    }
    return line;
  }
}
