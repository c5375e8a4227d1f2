import { hex } from '../../addr.ts';
import { refused } from '../../catalogue/commands.ts';
import { RequestError } from '../../errors.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { hardwareName, macText, neighbours } from '../../kernel/neighbours.ts';
import { netDevices } from '../../kernel/net-devices.ts';
import { readable } from '../../rows/readable.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';
import { thing as neighbourThing } from '../../things/neighbours.ts';
import { thing } from '../../things/network.ts';
import { rowOf } from '../../things/rows.ts';

/** The devices of a namespace with their addresses. */
export function* deviceLines(kernel: Kernel, net: bigint | undefined): Generator<Line, void, void> {
  if (net === undefined) throw new RequestError(refused.nothingRead({ command: 'net' }));
  yield { text: '   NET_DEVICE     NAME       IP ADDRESS(ES)' };
  for (const device of netDevices(kernel, net)) {
    const addresses = [...device.ipv4, ...device.ipv6].map(({ address }) => address);
    yield {
      text: `${hex(device.address, 16)}  ${readable(device.name).padEnd(10)} ${addresses.join(', ')}`,
      row: rowOf(thing, device, kernel, ['device', 'name', 'ipv4', 'ipv6', 'flags', 'mtu', 'mac']),
      links: [{ start: 0, end: 16, ref: refTo.instance('net_device', device.address) }],
    };
  }
}

/** -a: the ARP cache; with `net` what is reached by the devices of that namespace. */
export function* neighbourLines(kernel: Kernel, net: bigint | undefined): Generator<Line, void, void> {
  yield { text: 'NEIGHBOUR        IP ADDRESS      HW TYPE    HW ADDRESS         DEVICE  STATE' };
  for (const each of neighbours(kernel, 'arp_tbl', net)) {
    const columns = [
      each.ip.padEnd(15),
      hardwareName(each.hardware).padEnd(10),
      macText(each.mac).padEnd(18),
      readable(each.deviceName).padEnd(7),
    ];
    yield {
      text: `${hex(each.address, 16)} ${columns.join(' ')} ${each.state}`,
      row: rowOf(neighbourThing, each, kernel, ['neighbour', 'ip', 'mac', 'device', 'state']),
      links: [{ start: 0, end: 16, ref: refTo.instance('neighbour', each.address) }],
    };
  }
}
