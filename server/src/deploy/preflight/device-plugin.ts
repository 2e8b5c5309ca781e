import { acceleratorOfResource } from '../../catalog/accelerator.ts';
import { findInstanceType } from '../../catalog/instance-types.ts';
import { at, mapAt, textAt, type Json } from '../objects/json.ts';
import { isSelected } from '../objects/selectors.ts';
import type { Problem } from '../plan/problem.ts';
import type { Check } from './check.ts';
import { needOf } from './node-room.ts';
import type { PodGroup } from './pod-groups.ts';
import { amountsIn } from './pod-requests.ts';

export interface PluginCheck {
  /** Absent when no pod asks for a device. */
  readonly check?: Check;
  /** Groups for whose devices no plugin runs. */
  readonly without: readonly PodGroup[];
}

/**
 * A node has devices to give only once a device plugin tells of them. Nodes of an instance type that
 * has the device, of which none offers any under any name, have no plugin running.
 */
export function checkDevicePlugin(
  groups: readonly PodGroup[],
  nodes: readonly Json[],
): PluginCheck {
  const found = groups.map((group) => ({ group, silent: silentNodes(group, nodes) }));
  if (found.every(({ silent }) => silent === undefined)) return { without: [] };
  const byResource = new Map<string, Problem>();
  for (const { silent } of found)
    if (silent !== undefined && silent.nodes.length > 0)
      byResource.set(silent.resource, { kind: 'device-plugin-missing', ...silent });
  return {
    check: { preflight: 'device-plugin', problems: [...byResource.values()], missing: [] },
    without: found.flatMap(({ group, silent }) => ((silent?.nodes.length ?? 0) > 0 ? [group] : [])),
  };
}

/** Undefined when the group asks for no device. */
function silentNodes(group: PodGroup, nodes: readonly Json[]) {
  const resource = [...needOf(group).keys()].find((name) => acceleratorOfResource(name));
  if (resource === undefined) return undefined;
  const kind = acceleratorOfResource(resource);
  const spec = mapAt(group.pod, 'spec');
  const fitting = nodes.filter((node) => {
    const labels = mapAt(node, 'metadata', 'labels');
    const name = textAt(node, 'metadata', 'name') ?? '';
    const type = findInstanceType(textAt(labels, 'node.kubernetes.io/instance-type') ?? '');
    return type?.acceleratorKind === kind && isSelected(spec, labels, name);
  });
  const isTold = fitting.some((node) =>
    [...amountsIn(at(node, 'status', 'allocatable'))].some(
      ([name, amount]) => acceleratorOfResource(name) === kind && amount > 0,
    ),
  );
  const silent = isTold ? [] : fitting.map((node) => textAt(node, 'metadata', 'name') ?? '');
  return { resource, nodes: silent };
}
