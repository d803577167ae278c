import { addressedReference } from '../../../shared/core/case/reference.ts';
import { notFound } from './messages.ts';
import { seeOther } from './reply.ts';
import type { Answer } from './route.ts';

/**
 * A page about one case, with the reference in its address taken however somebody typed it: looking is led to the one address that the page
 * has, and a form goes to the same case. What is no reference at all is no address.
 */
export const namedCase =
  (path: string, answer: Answer): Answer =>
  (tools, request, parameter) => {
    const given = parameter('reference');
    const reference = addressedReference(given);
    if (reference === undefined) return Promise.resolve(notFound());
    if (reference !== given && request.requestContext.http.method !== 'POST')
      return Promise.resolve(seeOther(path.replace('{reference}', reference)));
    return answer(tools, request, (name) => (name === 'reference' ? reference : parameter(name)));
  };
