/** The part of EC2's describe-instance-types that the catalog takes facts from, by name of the type. */
export type Ec2InstanceTypes = Readonly<Record<string, Ec2InstanceType>>;

export interface Ec2InstanceType {
  readonly VCpuInfo: { readonly DefaultVCpus: number };
  readonly MemoryInfo: { readonly SizeInMiB: number };
  readonly ProcessorInfo: { readonly SupportedArchitectures: readonly string[] };
  readonly NetworkInfo: {
    readonly DefaultNetworkCardIndex: number;
    readonly Ipv4AddressesPerInterface: number;
    readonly NetworkCards: readonly {
      readonly NetworkCardIndex: number;
      readonly MaximumNetworkInterfaces: number;
    }[];
    readonly EfaInfo?: { readonly MaximumEfaInterfaces: number };
  };
  readonly GpuInfo?: { readonly Gpus: readonly { readonly Count?: number }[] };
  readonly NeuronInfo?: { readonly NeuronDevices: readonly { readonly Count: number }[] };
  readonly InferenceAcceleratorInfo?: object;
  readonly FpgaInfo?: object;
  readonly MediaAcceleratorInfo?: object;
}

/** Absent for the Mac types, which no Kubernetes node runs on. */
export function architectureOf(type: Ec2InstanceType): 'amd64' | 'arm64' | undefined {
  const { SupportedArchitectures: names } = type.ProcessorInfo;
  if (names.includes('arm64')) return 'arm64';
  return names.includes('x86_64') ? 'amd64' : undefined;
}

/** Pods that get an address of their own: the VPC network plugin uses the default card alone. */
export function podsOf({ NetworkInfo: network }: Ec2InstanceType): number {
  const card = network.NetworkCards.find(
    ({ NetworkCardIndex: index }) => index === network.DefaultNetworkCardIndex,
  );
  const interfaces = card?.MaximumNetworkInterfaces ?? 0;
  return interfaces * (network.Ipv4AddressesPerInterface - 1) + 2;
}
