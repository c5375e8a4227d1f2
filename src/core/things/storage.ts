import { hex } from '../addr.ts';
import { subject, text } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { storage, type Storage } from '../kernel/storage.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { placeColumn } from './columns.ts';
import { describe, foundIn, namesOf, type MoreFact, type Way } from './thing.ts';

const say = subject('storage', {
  title: { en: 'Storage', ko: '스토리지' },
  one: { en: 'storage device', ko: '스토리지 장치' },
  heading: {
    en: 'Behind the disks: SCSI, NVMe, MD, device mapper',
    ko: '디스크 뒤의 장치: SCSI, NVMe, MD, 디바이스 매퍼',
  },
  empty: {
    en: 'No SCSI, NVMe, MD or device-mapper device was there, or their types are not in the dump.',
    ko: 'SCSI, NVMe, MD, 디바이스 매퍼 장치가 없거나 그 타입이 덤프에 없습니다.',
  },
  kind: { en: 'Kind', ko: '종류' },
  name: { en: 'Name', ko: '이름' },
  state: { en: 'State', ko: '상태' },
  stateHint: {
    en: 'as the kernel calls it (scsi_device_state, nvme_ctrl_state …)',
    ko: '커널이 부르는 이름(scsi_device_state, nvme_ctrl_state 등)',
  },
  about: { en: 'What it is', ko: '구성' },
  disk: { en: 'Disk', ko: '디스크' },
  busy: { en: 'At work', ko: '처리 중' },
  busyHint: { en: 'commands that it had not finished', ko: '아직 끝나지 않은 명령 수' },
  depth: { en: 'At most', ko: '최대 동시' },
  depthHint: { en: 'commands that it may have at a time', ko: '동시에 보낼 수 있는 명령 수' },
  errors: { en: 'Errors', ko: '오류' },
  errorsHint: {
    en: 'failed commands, reconnects of a controller, disks that an array lacks',
    ko: '실패한 명령, 컨트롤러 재연결, 배열에서 빠진 디스크 수',
  },
  part: text<{ number: number }>({
    en: ({ number }) => `part ${number}`,
    ko: ({ number }) => `구성 요소 ${number}`,
  }),
});

const MAX_SHOWN = 100;

/** What stands behind the disks, in which state. */
export const thing = describe<Storage>()({
  id: 'storage',
  ...namesOf(say),
  view: { group: 'io', order: 4 },
  columns: {
    name: { title: say.name(), kind: 'text', value: ({ name }) => readable(name), ref: refOf },
    kind: { title: say.kind(), kind: 'text', value: ({ kind }) => kind, tone: () => 'muted' },
    state: {
      title: say.state(),
      hint: say.stateHint(),
      kind: 'text',
      value: ({ state }) => state,
      tone: ({ bad }) => (bad ? 'bad' : 'good'),
    },
    about: { title: say.about(), kind: 'text', value: ({ about }) => readable(about) || undefined },
    disk: {
      title: say.disk(),
      kind: 'text',
      value: ({ disk }) => disk && readable(disk.name),
      ref: ({ disk }) => disk && `block:${hex(disk.address, 16)}`,
    },
    busy: { title: say.busy(), hint: say.busyHint(), kind: 'count', value: ({ busy }) => busy },
    depth: { title: say.depth(), hint: say.depthHint(), kind: 'count', value: ({ depth }) => depth },
    errors: {
      title: say.errors(),
      hint: say.errorsHint(),
      kind: 'count',
      value: ({ errors }) => errors,
      tone: ({ errors }) => (errors ? 'warn' : undefined),
    },
    object: placeColumn(({ object, type }) => ({ address: object.address, type })),
  },
  list: storage,
  ref: foundIn('storage', storage, refOf),
  name: ({ kind, name }) => `${kind} ${readable(name)}`,
  place: ({ object, type }) => ({ address: object.address, type }),
  *facts({ parts }): Generator<MoreFact> {
    for (const [i, { name, about, at }] of parts.slice(0, MAX_SHOWN).entries())
      yield {
        id: `part${i}`,
        name: say.part({ number: i + 1 }),
        text: readable(`${name} ${about}`.trim()),
        ref: refTo.address(at),
      };
  },
  *ways(): Generator<Way> {
    yield { id: 'requests', label: common.requests(), ref: refTo.view('requests') };
  },
});

function refOf({ object }: Storage): string {
  return `storage:${hex(object.address, 16)}`;
}
