import type { InferenceConfig } from '../../server/src/model/inference-config.ts';

/** With the model behind the first comments, where published values files of generation 0.2 have it. */
export function modelFirst(text: string): string {
  const [line] = /^model: .*\n/m.exec(text) ?? [];
  if (line === undefined) throw new Error(`No model stands at the top level of:\n${text}`);
  return text.replace(line, '').replace('\n\n', `\n\n${line}\n`);
}

/** Comments that are true of the chart in the box alone, as they are of charts up to 0.2.7. */
export function commentsFor02(text: string, { accelerator, isRay }: InferenceConfig): string {
  const told = text
    // Their pods refer to the Secret without `optional`.
    .replace(
      'Needs no Hugging Face token.',
      'Needs no Hugging Face token, but charts up to 0.2.7 start no pod without the Secret hf-token.',
    )
    // The head's resources stand in the template.
    .replace('2 CPUs with 8 GiB for the Ray head', '4 CPUs with 20 GiB for the Ray head')
    .replace(/^( *)(?=maxNumSeq:)/m, '$1# Scripts of published charts ask for this name\n$1');
  if (accelerator?.value !== 'neuron' || isRay) return told;
  return told.replace(
    /^(# description: .*)$/m,
    '$1 Charts 0.2 place it with my-scheduler, the Neuron scheduler.',
  );
}
