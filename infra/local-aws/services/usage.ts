/** Counts what the run asks of AWS: requests by caller, service and operation. */

export interface UsageLine {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  requests: number;
}

export class Usage {
  readonly #lines = new Map<string, UsageLine>();

  count(caller: string, service: string, operation: string): void {
    const key = `${caller}/${service}/${operation}`;
    const line = this.#lines.get(key) ?? { caller, service, operation, requests: 0 };
    line.requests += 1;
    this.#lines.set(key, line);
  }

  /** Everything counted since the last reset, most requests first. */
  report(): UsageLine[] {
    return [...this.#lines.values()].map((line) => ({ ...line })).toSorted((a, b) => b.requests - a.requests);
  }

  reset(): void {
    this.#lines.clear();
  }
}
