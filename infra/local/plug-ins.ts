/** The parts of a local run that know the scheme: what fills the tables, feeds samples and tells the story. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { World } from './world.ts';

type Say = (line: string) => void;

export interface PlugIns {
  /** `seed(world)` of seed.ts: runs after the tables exist and before anything reads their streams. */
  readonly seed?: (world: World) => Promise<void>;
  /** `feedSamples(world, say)` of feed-samples.ts: runs once the run is ready. */
  readonly feedSamples?: (world: World, say: Say) => Promise<void>;
  /** `narrate(world, say)` of narrate.ts: listens to the world and puts each step in words. */
  readonly narrate?: (world: World, say: Say) => void;
}

export async function plugIns(): Promise<PlugIns> {
  return { ...(await load('seed.ts')), ...(await load('narrate.ts')), ...(await load('feed-samples.ts')) };
}

async function load(file: string): Promise<PlugIns> {
  const full = path.join(import.meta.dirname, file);
  return existsSync(full) ? ((await import(full)) as PlugIns) : {};
}
