import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tabulateReads } from '../server/src/chart/reads-table.ts';
import { writeBoxReads } from './generate-box-reads.ts';
import { writeGenerationWords } from './generate-generation-words.ts';
import { writeMatters } from './generate-matters.ts';
import { writeRuleDocs } from './generate-rule-docs.ts';
import { generateSnippets } from './generate-snippets.ts';
import { writePresets02 } from './presets-0.2/generate-presets.ts';

/** `npm run generate`: writes what follows from other files of the repository. */
const root = new URL('../', import.meta.url);

const presets = readdirSync(new URL('presets/', root))
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .map((file) => ({ file, text: readFileSync(new URL(`presets/${file}`, root), 'utf8') }));

const snippets = generateSnippets(presets);
writeFileSync(new URL('snippets/inference-values.code-snippets', root), snippets);

const schema = readFileSync(new URL('schemas/values-0.1.schema.json', root));
writeFileSync(new URL('inference-charts/values.schema.json', root), schema);

const translated = writePresets02(presets);
writeGenerationWords();
writeRuleDocs();
const matters = writeMatters();
const reads = await writeBoxReads(tabulateReads);

console.log(
  `${presets.length} presets became snippets, and ${translated} of them presets for charts 0.2; the chart has its schema; rules have pages and ${matters} matters an answer; its templates read values in ${reads} places.`,
);
