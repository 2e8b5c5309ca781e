import type { Analysis } from '../analysis.ts';
import type { Path } from '../../syntax/node.ts';

/**
 * Whether the user's own files say all that is to be deployed, so that what is missing is missing:
 * a model and where or how it is served, a model to be copied, or an object of an operator. Other
 * files are meant to be read after one that does.
 */
export function isWhole({ config, values }: Analysis): boolean {
  const { modelId, accelerator, framework, serviceName } = config;
  const isOwn = (fact: { readonly origin: { readonly kind: string } } | undefined) =>
    fact !== undefined && fact.origin.kind !== 'chart';
  const isSet = (path: Path) => {
    const fact = values.at(path);
    return isOwn(fact) && fact?.value !== false && fact?.value !== '';
  };
  const isModelNamed = isOwn(modelId) || isSet(['modelPath']) || isSet(['model']);
  if (isModelNamed && [accelerator, framework, serviceName].some(isOwn)) return true;
  if (isSet(['s3ModelCopy', 'model'])) return true;
  return isOwn(framework) && (isSet(['nimCache', 'enabled']) || isSet(['nimService', 'enabled']));
}
