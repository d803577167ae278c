import type { Council } from '../council/council.ts';
import type { RotaState } from './rota.ts';

/** What the allocation check looks at: every council, and whose turn it is. */
export interface SchemeView {
  readonly councils: readonly Council[];
  readonly national: VersionedRota;
  readonly regions: Readonly<Record<string, VersionedRota>>;
}

export interface VersionedRota {
  readonly state: RotaState;
  readonly version: number;
  readonly turn: number;
}
