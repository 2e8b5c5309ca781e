/**
 * The line that an error of Helm's YAML reader is about, zero-based, or nothing when it names none.
 * Its parser counts lines from zero and its scanner and decoder from one, all under the same words:
 * https://github.com/yaml/go-yaml/blob/v2.4.4/decode.go (`fail`).
 */
export function yamlLineIn(message: string): { readonly line?: number } {
  const [, number, problem = ''] =
    /yaml: (?:unmarshal errors:\s*)?line (\d+): (.*)/.exec(message) ?? [];
  if (number === undefined) return {};
  return {
    line: problem.startsWith('did not find expected') ? Number(number) : Number(number) - 1,
  };
}
