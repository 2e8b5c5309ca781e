/** `1500m` of cpu as "1.5 cpu", bytes as GiB, devices as they are counted. */
export function sayAmount(resource: string, amount: number): string {
  return `${sayNumber(resource, amount)} ${resource}`;
}

export function sayNumber(resource: string, amount: number): string {
  const name = resource.replace(/^(requests|limits)\./, '');
  if (name === 'cpu') return rounded(amount / 1000);
  if (name === 'memory' || name === 'ephemeral-storage' || name === 'storage')
    return amount < 2 ** 30
      ? `${rounded(amount / 2 ** 20)} MiB`
      : `${rounded(amount / 2 ** 30)} GiB`;
  return String(amount);
}

function rounded(value: number): string {
  return String(Number(value.toFixed(1)));
}
