import { type Resource, readAssembly } from '../../../infra/local-aws/template/assembly.ts';
import { SHORT_NAME_TAG } from '../../../infra/short-name-tag.ts';

/** What a synthesized assembly declares. @param folder where it is */
export const resourcesIn = (folder: string): readonly Resource[] =>
  readAssembly(folder, {
    httpApiUrl: 'http://pages.example',
    awsUrl: 'http://aws.example',
    nameTag: SHORT_NAME_TAG,
  }).resources;
